/** Workspaces that end only once nobody has access: ours is revoked first, and what is not ours to revoke keeps them. */
import { subjectIn } from "../../model/address.ts";
import type { LiveAccess, LiveMember } from "../../model/live.ts";
import type { OrganizationInput } from "../input.ts";
import type { Matching } from "../match/pairs.ts";
import { isProtected } from "../protected.ts";

/** A workspace that is to end: what has to go before it, and who keeps it. */
export interface Emptying {
  readonly origins: LiveOrigins;
  readonly revoked: readonly LiveAccess[];
  /** Who has access that we do not take away, in words. */
  readonly keepers: readonly string[];
}

type LiveOrigins = Matching["workspaces"]["pairs"][number]["desired"]["origins"];

/** By the workspace's live id. */
export function emptying(input: OrganizationInput, matching: Matching): ReadonlyMap<string, Emptying> {
  const { kinds, live, organization } = input;
  if (kinds.workspace?.endsEmpty !== true || live === undefined) return new Map();
  const members = new Map(live.members.map((member) => [member.id, member]));
  // Whom an exact section `access` names loses what it does not say: that is ours to revoke.
  const section = organization.access;
  const named = new Set(
    (section?.ownership === "exact" ? section.entries : []).flatMap(({ subject, ensure }) =>
      subject.type === "person" && ensure === "present" ? [subject.identity.key] : [],
    ),
  );
  const isRevoked = (grant: LiveAccess) => grant.protection === undefined && !isProtected(grant, input);
  const ended = new Set([
    ...matching.access.pairs.flatMap(({ desired, live: grant }) =>
      desired.ensure === "absent" && grant !== undefined ? [grant] : [],
    ),
    ...matching.access.rest.flatMap(({ address, live: grant }) =>
      isRevoked(grant) && named.has(subjectIn(address) ?? "") ? [grant] : [],
    ),
  ]);
  const going = matching.workspaces.pairs.flatMap(({ desired, live: found }) => {
    const isOurs = typeof (found?.operations?.delete ?? kinds.workspace?.delete) === "string";
    return desired.ensure === "absent" && found !== undefined && isOurs ? [{ desired, id: found.id }] : [];
  });
  return new Map(
    going.map(({ desired, id }) => {
      const held = live.access.filter((grant) => grant.workspace === id && !ended.has(grant));
      const kept = held.flatMap((grant) => keeper(grant, members));
      return [id, { origins: desired.origins, revoked: kept.length > 0 ? [] : held, keepers: kept }];
    }),
  );
}

/** Who holds a grant that is not ours to revoke: a service account, or somebody who is no member. */
function keeper(
  { subject, protection, level }: LiveAccess,
  members: ReadonlyMap<string, LiveMember>,
): readonly string[] {
  if (subject.type === "role") return [];
  const who = subject.email ?? subject.id;
  if (protection === "service-account" || members.get(subject.id)?.protection === "service-account")
    return [`${who} (${level}, a service account)`];
  return members.has(subject.id) ? [] : [`${who} (${level}, no member)`];
}
