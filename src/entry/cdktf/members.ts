/** The membership of an organization as one map. */
import { compareText } from "../../model/diagnostic.ts";
import type { Identity } from "../../model/identity.ts";
import type { Member, Organization } from "../../model/organization.ts";
import type { MembersConfig, MembersMembers } from "./compiled/index.js";
import { defined } from "./defined.ts";
import { workspaceReferences } from "./references.ts";

/** The map of `orgwright_members`, sorted by who they are; undefined where the manifest does not declare members. */
export function membersOf(
  organization: Organization,
): Pick<MembersConfig, "members" | "ownership" | "confirmEmpty"> | undefined {
  const { members } = organization;
  if (members === undefined) return undefined;
  const reference = workspaceReferences(organization);
  const sorted = [...members.entries].sort((a, b) => compareText(a.identity.key, b.identity.key));
  // The manifest has confirmed it, else it would not be valid.
  const isEmpty = sorted.every(({ ensure }) => ensure === "absent");
  return {
    members: Object.fromEntries(
      sorted.map((member) => [keyOf(member.identity), oneMember(member, reference)]),
    ),
    ownership: members.ownership,
    ...(isEmpty ? { confirmEmpty: true } : {}),
  };
}

/** The address as it is written, for mails go there; the id where the manifest knows no address. */
function keyOf({ email, id = "" }: Identity): string {
  return email ?? `id:${id}`;
}

function oneMember(
  { identity, roles, status, workspaces, ensure }: Member,
  reference: (name: string) => string,
): MembersMembers {
  const [role, ...more] = roles;
  const levels = Object.entries(workspaces ?? {}).map(([name, level]) => [reference(name), level] as const);
  return defined({
    // The id stands in the key where there is no address.
    userId: identity.email === undefined ? undefined : identity.id,
    aliases: identity.aliases.length === 0 ? undefined : [...identity.aliases].sort(compareText),
    role: more.length === 0 ? role : undefined,
    roles: more.length === 0 ? undefined : [...roles].sort(compareText),
    status,
    workspaces: workspaces && Object.fromEntries(levels.sort(([a], [b]) => compareText(a, b))),
    ensure: ensure === "absent" ? ensure : undefined,
  });
}
