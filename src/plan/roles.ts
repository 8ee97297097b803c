/** Roles under two names, and roles that somebody still holds. */
import type { LiveMember, LiveState } from "../model/live.ts";
import type { Draft, Findings } from "./findings.ts";
import type { OrganizationInput } from "./input.ts";
import type { Matching } from "./match/pairs.ts";

/** Live state in which a role that is renamed by this plan has its new name wherever somebody holds it. */
export function withRenamedRoles(input: OrganizationInput, { roles }: Matching): OrganizationInput {
  const { live, kinds } = input;
  const names = new Map(
    roles.pairs.flatMap(({ desired, live: found }) =>
      found === undefined || found.name === desired.name || desired.ensure === "absent"
        ? []
        : [[found.name, desired.name] as const],
    ),
  );
  if (live === undefined || names.size === 0) return input;
  const now = (name: string) => names.get(name) ?? name;
  const member = kinds.member && {
    ...kinds.member,
    ownerRoles: kinds.member.ownerRoles.map(now),
    rank: kinds.member.rank.map(now),
  };
  return {
    ...input,
    kinds: { ...kinds, ...(member === undefined ? {} : { member }) },
    live: {
      ...live,
      members: live.members.map((each) => ({ ...each, roles: each.roles.map(now) })),
      access: live.access.map((each) =>
        each.subject.type === "role"
          ? { ...each, subject: { ...each.subject, role: now(each.subject.role) } }
          : each,
      ),
    },
  };
}

/** The findings without the deletion of roles that somebody holds after the plan, where such a role cannot end: that is for a person. */
export function withoutHeldRoles(findings: Findings, { kinds, live }: OrganizationInput): Findings {
  if (kinds.role?.endsEmpty !== true || live === undefined) return findings;
  const held = findings.changes.flatMap((draft) => {
    const holders =
      draft.kind === "role" && draft.action === "delete" ? holdersOf(draft, findings, live) : [];
    return holders.length === 0 ? [] : [{ draft, holders }];
  });
  if (held.length === 0) return findings;
  const kept = new Set(held.map(({ draft }) => draft));
  return {
    ...findings,
    changes: findings.changes.filter((draft) => !kept.has(draft)),
    forPerson: [
      ...findings.forPerson,
      ...held.map(({ draft: { address, kind, origins }, holders }) => ({
        address,
        kind,
        message: `it ends only once nobody holds it: ${holders.join(", ")}; give them another role, then plan again`,
        origins,
      })),
    ],
  };
}

function holdersOf(role: Draft, { changes }: Findings, { members }: LiveState): readonly string[] {
  const name = role.live?.kind === "role" ? role.live.name : "";
  const changed = new Map(
    changes.flatMap((draft) => (draft.live?.kind === "member" ? [[draft.live, draft] as const] : [])),
  );
  return members
    .filter((member) => member.past !== true && stillHas(member, name, changed.get(member)))
    .map(({ email, id }) => email ?? id);
}

function stillHas(member: LiveMember, role: string, draft: Draft | undefined): boolean {
  if (draft?.action === "delete") return false;
  const roles = draft?.after?.["roles"] ?? member.roles;
  return Array.isArray(roles) && roles.includes(role);
}
