/** Access to workspaces: of members, of roles, and of people who are no members. */
import { subjectIn } from "../../model/address.ts";
import type { Ownership } from "../../model/contract.ts";
import { comparedEmail, personKey } from "../../model/identity.ts";
import type { MemberKind } from "../../model/kinds.ts";
import type { LiveAccess, LiveMember } from "../../model/live.ts";
import type { AccessResource, MemberResource } from "../../model/resource.ts";
import { diff, side } from "../diff.ts";
import { combine, type Draft, type Findings, found } from "../findings.ts";
import { isOf } from "../holders.ts";
import type { OrganizationInput } from "../input.ts";
import type { Pair, Rest } from "../match/pairs.ts";
import { isAccount } from "../match/people.ts";
import { unknownLevel } from "../problems.ts";
import { removal, undeclared } from "../undeclared.ts";
import { type Emptying, emptying } from "./emptying.ts";
import { addsAtOnce, type PeopleContext } from "./invitations.ts";

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
      ...rest.flatMap(({ address, live }) =>
        isAccount(live) ||
        (kind?.invitation.revoke &&
          input.organization.members?.ownership === "exact" &&
          live.protection === undefined &&
          live.email !== undefined)
          ? []
          : [subjectIn(address) ?? ""],
      ),
    ]),
    ownership: new Map([...named, ...declared]),
    members: new Set(everybody.map(({ id }) => id)),
    keys: new Set([
      ...pairs.map(({ desired }) => desired.identity.key),
      ...rest.map(({ address }) => subjectIn(address) ?? ""),
    ]),
    invited: new Set(everybody.flatMap((live) => (isAccount(live) ? [] : [live.id]))),
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
    return found({ waiting: [{ address, kind: "access", code: "acceptance", message, origins }] });
  }
  if (live === undefined)
    return found({ changes: [{ ...grant(desired), ...toOutsider(desired, people, context) }] });
  if (goesWithMembership(live, people))
    return found({ changes: [givenAgain(desired, live, people, context)] });
  const fields = diff(
    desired.attributes,
    { level: live.level },
    context.input.kinds.access?.attributes ?? {},
  );
  if (fields.length === 0) return found({ unchanged: 1 });
  return found({ changes: [{ ...grant(desired), ...changed(live, fields) }] });
}

function grant(desired: AccessResource): Draft {
  const { address, attributes, origins, ownership, note } = desired;
  return {
    address,
    kind: "access",
    action: "create",
    reason: "not-live",
    after: attributes,
    fields: [],
    mails: 0,
    origins,
    ownership,
    ...(note === undefined ? {} : { note }),
  };
}

/** Whether the holder's membership ends by this plan, and takes their access with it by the system's own rules. */
function goesWithMembership(grant: LiveAccess, { leaving }: Standing): boolean {
  const { subject, pending } = grant;
  if (subject.type === "role") return false;
  return pending === true
    ? subject.email !== undefined && leaving.has(comparedEmail(subject.email))
    : leaving.has(`id ${subject.id}`);
}

/** Whose membership ends, by id and e-mail, where the system takes the access with it. */
function leavers({ matching, input, kind }: PeopleContext): ReadonlySet<string> {
  if (kind?.cascade.removes.includes("access") !== true) return new Set();
  const { pairs, rest } = matching.members;
  const ended = pairs.flatMap(({ desired, live }) => (desired.ensure === "absent" && live ? [live] : []));
  const undeclaredOnes =
    input.organization.members?.ownership === "exact"
      ? rest.map(({ live }) => live).filter((live) => isAccount(live) && live.protection === undefined)
      : [];
  return new Set(
    [...ended, ...undeclaredOnes].flatMap(({ id, email }) => [
      `id ${id}`,
      ...(email === undefined ? [] : [comparedEmail(email)]),
    ]),
  );
}

/** Access that stays wanted of somebody who stops being a member: given again after that, to the same account. */
function givenAgain(
  desired: AccessResource,
  live: LiveAccess,
  people: Standing,
  context: PeopleContext,
): Draft {
  const { after = {} } = { ...grant(desired), ...toOutsider(desired, people, context) };
  if (live.subject.type === "role" || live.pending === true) {
    const { email } = live.subject.type === "role" ? {} : live.subject;
    return { ...grant(desired), after: { ...after, ...(email ? { email } : {}) }, mails: 1, live };
  }
  return { ...grant(desired), after: { ...after, id: live.subject.id }, mails: 0, live };
}

/** The findings with access given again only to those whose membership does end by these changes: others still have it. */
export function givenAgainOnly(findings: Findings, { kinds }: OrganizationInput): Findings {
  const going = findings.changes.flatMap(({ action, live }) =>
    action === "delete" && live?.kind === "member" ? [live] : [],
  );
  const changes = findings.changes.flatMap((draft): readonly Draft[] => {
    const { live, action } = draft;
    if (action !== "create" || live?.kind !== "access" || going.some((member) => isOf(live, member)))
      return [draft];
    const level = draft.after?.["level"] ?? live.level;
    const fields = diff({ level }, { level: live.level }, kinds.access?.attributes ?? {});
    return fields.length === 0 ? [] : [{ ...draft, ...changed(live, fields), mails: 0 }];
  });
  return { ...findings, changes };
}

/** Who is no member is told in full: the writer knows them from nowhere else. Whom nobody knows is sent a mail. */
function toOutsider(
  { subject, attributes }: AccessResource,
  people: Standing,
  { input }: PeopleContext,
): Partial<Pick<Draft, "after" | "mails">> {
  if (subject.type === "role" || people.keys.has(subject.identity.key)) return {};
  const { id, email, key } = subject.identity;
  const isKnown = input.live?.access.some(
    (each) =>
      each.subject.type === "person" &&
      !each.pending &&
      personKey({ email: each.subject.email, id: "" }) === key,
  );
  const mails = input.kinds.access?.invitesOutsiders === true && id === undefined && isKnown !== true ? 1 : 0;
  return {
    after: { ...attributes, ...(email === undefined ? {} : { email }), ...(id === undefined ? {} : { id }) },
    mails,
  };
}

function changed(live: LiveAccess, fields: Draft["fields"]) {
  return {
    action: "update" as const,
    reason: "differs" as const,
    ...(live.id === undefined ? {} : { nativeId: live.id }),
    before: side(fields, "before"),
    after: side(fields, "after"),
    fields,
    live,
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

function thing(live: LiveAccess, address: string) {
  return {
    address,
    kind: "access" as const,
    live,
    ...(live.id === undefined ? {} : { nativeId: live.id }),
    attributes: { level: live.level, ...(live.pending ? { status: "invited" } : {}) },
  };
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
  const ownership = people.ownership.get(subject.id) ?? people.ownership.get(key);
  if (live.pending && ownership === "exact")
    return found({ changes: [removal({ ...thing(live, address), ownership }, "invitation-stale")] });
  const outsider = ownership === undefined && !people.members.has(subject.id);
  if (outsider)
    return undeclared({ ...thing(live, address), protection: "outsider", ownership: section ?? "exact" });
  return undeclared({ ...thing(live, address), protection: live.protection, ownership });
}
