/** Access to workspaces: of members, of roles, and of people who are no members. */
import { subjectIn } from "../../model/address.ts";
import type { Ownership } from "../../model/contract.ts";
import { InternalError } from "../../model/errors.ts";
import { personKey } from "../../model/identity.ts";
import type { MemberKind } from "../../model/kinds.ts";
import type { LiveAccess, LiveMember } from "../../model/live.ts";
import type { AccessResource, MemberResource } from "../../model/resource.ts";
import { diff } from "../diff.ts";
import { combine, type Draft, type Findings, found } from "../findings.ts";
import type { Pair, Rest } from "../match/pairs.ts";
import { isAccount } from "../match/people.ts";
import { unknownLevel } from "../problems.ts";
import { isProtected } from "../protected.ts";
import { removal, undeclared } from "../undeclared.ts";
import { type Emptying, emptying } from "./emptying.ts";
import { changed, grant, thing } from "./grant.ts";
import { addsAtOnce, type PeopleContext } from "./invitations.ts";
import { goesWithMembership, isUndone, leavers } from "./leaving.ts";

/** What access needs. People who are only invited are not looked at: their access rides on the invitation. */
export function compareAccess(context: PeopleContext): Findings {
  const { matching, input } = context;
  if (input.kinds.access === undefined) return found({});
  const people = standing(context);
  const emptied = emptying(input, matching);
  return combine([
    ...matching.access.pairs.map((pair) => compareGrant(pair, people, context)),
    ...matching.access.rest.map((rest) => {
      const ends = emptied.get(rest.live.workspace);
      return ends?.revoked.includes(rest.live) ? withWorkspace(rest, ends) : leftover(rest, people, context);
    }),
  ]);
}

interface Standing {
  /** Ids and e-mails of those whose membership ends and takes their access with it. */
  readonly leaving: ReadonlySet<string>;
  /** Keys of wished-for members who are no accounts yet. */
  readonly joining: ReadonlySet<string>;
  /** How the access of a person is owned, by person key and by live id; undefined: nobody declares it. */
  readonly ownership: ReadonlyMap<string, Ownership>;
  /** Live ids of all members and invitations. */
  readonly members: ReadonlySet<string>;
  /** Keys of all members, wished for or live. */
  readonly keys: ReadonlySet<string>;
  /** Live ids of those who are only invited. */
  readonly invited: ReadonlySet<string>;
  /** Keys of all who hold access already, members or not. */
  readonly holders: ReadonlySet<string>;
}

function standing(context: PeopleContext): Standing {
  const { matching, input, kind } = context;
  const { pairs, rest, stale } = matching.members;
  const named = (input.organization.access?.entries ?? []).flatMap(({ subject, ensure }) =>
    subject.type === "person" && ensure === "present"
      ? [[subject.identity.key, input.organization.access?.ownership ?? "exact"] as const]
      : [],
  );
  const declared = pairs.flatMap(({ desired, live }) =>
    desired.declaresAccess
      ? [desired.identity.key, ...(live ? [live.id] : [])].map((key) => [key, desired.ownership] as const)
      : [],
  );
  const everybody = [
    ...pairs.flatMap(({ live }) => (live ? [live] : [])),
    ...[...rest, ...stale].map(({ live }) => live),
  ];
  return {
    leaving: leavers(context),
    joining: new Set([
      ...pairs.flatMap(({ desired, live }) => (isThere(desired, live, kind) ? [] : [desired.identity.key])),
      ...rest.flatMap(({ address, live }) => {
        const isRevoked = kind?.invitation.revoke && isUndone(live, context) && live.email !== undefined;
        return isAccount(live) || isRevoked ? [] : [subjectIn(address) ?? ""];
      }),
    ]),
    ownership: new Map([...named, ...declared]),
    members: new Set(everybody.map(({ id }) => id)),
    keys: new Set([
      ...pairs.map(({ desired }) => desired.identity.key),
      ...rest.map(({ address }) => subjectIn(address) ?? ""),
    ]),
    invited: new Set(everybody.flatMap((live) => (isAccount(live) ? [] : [live.id]))),
    holders: new Set(
      (input.live?.access ?? []).flatMap(({ subject, pending }) =>
        subject.type === "person" && !pending ? [personKey({ email: subject.email, id: "" })] : [],
      ),
    ),
  };
}

/** Whether somebody is an account of the organization, or becomes one by this very plan. */
function isThere(
  { identity }: MemberResource,
  live: LiveMember | undefined,
  kind: MemberKind | undefined,
): boolean {
  if (live !== undefined && live.status !== "expired") return isAccount(live);
  return kind !== undefined && addsAtOnce(kind, identity);
}

function compareGrant(
  { desired, live }: Pair<AccessResource, LiveAccess>,
  people: Standing,
  context: PeopleContext,
): Findings {
  const { subject, ensure, address, origins } = desired;
  if (ensure === "absent")
    return live === undefined ? found({ unchanged: 1 }) : found({ changes: [gone(desired, live)] });
  const wrong = wrongLevel(desired, context);
  if (wrong !== undefined) return wrong;
  if (subject.type === "person" && people.joining.has(subject.identity.key)) {
    if (context.kind?.invitation.carriesAccess) return found({});
    const message = "until the invitation is accepted: an invitation carries no access on this system";
    const draft = grant(desired);
    return found({ waiting: [{ address, kind: "access", code: "acceptance", message, origins, draft }] });
  }
  if (live === undefined)
    return found({ changes: [{ ...grant(desired), ...toOutsider(desired, people, context) }] });
  if (goesWithMembership(live, people.leaving))
    return found({ changes: [givenAgain(desired, live, people, context)] });
  const fields = diff(
    desired.attributes,
    { level: live.level },
    context.input.kinds.access?.attributes ?? {},
  );
  if (fields.length === 0) return found({ unchanged: 1 });
  return found({ changes: [{ ...grant(desired), ...changed(live, fields) }] });
}

/** Access that stays wanted of somebody who stops being a member: given again after that, to the same account. */
function givenAgain(
  desired: AccessResource,
  live: LiveAccess,
  people: Standing,
  context: PeopleContext,
): Draft {
  const { after = {} } = { ...grant(desired), ...toOutsider(desired, people, context) };
  if (live.subject.type === "role") throw new InternalError(`${desired.address} goes with no membership`);
  const { id, email } = live.subject;
  return live.pending === true
    ? { ...grant(desired), after: { ...after, ...(email ? { email } : {}) }, mails: 1, live }
    : { ...grant(desired), after: { ...after, id }, mails: 0, live };
}

/** Who is no member is told in full: the writer knows them from nowhere else. Whom nobody knows is sent a mail. */
function toOutsider(
  { subject, attributes }: AccessResource,
  people: Standing,
  { input }: PeopleContext,
): Partial<Pick<Draft, "after" | "mails">> {
  if (subject.type === "role" || people.keys.has(subject.identity.key)) return {};
  const { id, email, key } = subject.identity;
  const isInvited = input.kinds.access?.invitesOutsiders === true && id === undefined;
  const mails = isInvited && !people.holders.has(key) ? 1 : 0;
  return {
    after: { ...attributes, ...(email === undefined ? {} : { email }), ...(id === undefined ? {} : { id }) },
    mails,
  };
}

function gone(desired: AccessResource, live: LiveAccess): Draft {
  return removal(
    { ...thing(live, desired.address), ownership: desired.ownership },
    "declared-absent",
    desired,
  );
}

/** Access that is revoked because its workspace is to end. */
function withWorkspace({ address, live }: Rest<LiveAccess>, { origins }: Emptying): Findings {
  return found({
    changes: [removal({ ...thing(live, address), ownership: "exact" }, "declared-absent", { origins })],
  });
}

/** Where each workspace has levels of its own, they are known only now. */
function wrongLevel(desired: AccessResource, { input, matching }: PeopleContext): Findings | undefined {
  const level = String(desired.attributes["level"]);
  const pair = matching.workspaces.pairs.find((candidate) => candidate.desired.name === desired.workspace);
  const levels = pair?.live?.levels;
  if (levels === undefined || levels.includes(level) || input.kinds.access?.rank.includes(level))
    return undefined;
  return found({ diagnostics: [unknownLevel(desired, level, levels)] });
}

function leftover({ address, live }: Rest<LiveAccess>, people: Standing, { input }: PeopleContext): Findings {
  const { subject } = live;
  const section = input.organization.access?.ownership;
  if (subject.type === "role") {
    return undeclared({ ...thing(live, address), protection: live.protection, ownership: section });
  }
  if (people.invited.has(subject.id)) return found({});
  const key = live.pending ? personKey(subject) : (subjectIn(address) ?? "");
  const protection = live.protection ?? (isProtected(live, input) ? "protected" : undefined);
  const ownership = people.ownership.get(subject.id) ?? people.ownership.get(key);
  if (live.pending && ownership === "exact" && protection !== "protected")
    return found({ changes: [removal({ ...thing(live, address), ownership }, "invitation-stale")] });
  const outsider = ownership === undefined && !people.members.has(subject.id);
  if (outsider)
    return undeclared({ ...thing(live, address), protection: "outsider", ownership: section ?? "exact" });
  return undeclared({ ...thing(live, address), protection, ownership });
}
