import type { Written } from "../../model/connector.ts";
import { roleOf } from "./invites.ts";
import type { MemberRow } from "./live-people.ts";
import { judged } from "./look.ts";
import { removeInvitation, renewInvitation } from "./write-invitation.ts";
import { isToDo, nativeId, organizationId, remove, targetOf, textOf, type Writing } from "./writing.ts";

/** Changes a member's role, renews an invitation that shall say something else, or sends an expired one again. */
export async function changeMember(writing: Writing): Promise<Written> {
  const { api, change, looks } = writing;
  if (textOf(change.after, "email") !== undefined) return await renewInvitation(writing);
  const organization = organizationId(writing, targetOf(writing, "member"));
  const role = roleOf(writing);
  const member = await memberToDo(writing, organization);
  if (member === undefined) return {};
  const { live } = member;
  await api.setRole(organization, pathId(writing, member), role);
  looks.members.note(organization, live.id, { ...member, live: { ...live, roles: [role] } });
  return {};
}

/** Removes a member, or takes an invitation back. */
export async function removeMember(writing: Writing): Promise<Written> {
  const { api, change, looks } = writing;
  const status = textOf(change.before, "status");
  if (status === "invited" || status === "expired") return await removeInvitation(writing);
  const organization = organizationId(writing, targetOf(writing, "member"));
  const member = await memberToDo(writing, organization);
  if (member === undefined) return {};
  await remove(() => api.removeMember(organization, pathId(writing, member)));
  looks.members.note(organization, member.live.id);
  return {};
}

/** The row of a member, or of somebody invited, while it is as the plan saw it; undefined: there is nothing to do. */
async function memberToDo(writing: Writing, organization: string): Promise<MemberRow | undefined> {
  return await judged(writing.looks.members, organization, (rows) => {
    const row = rows.get(nativeId(writing));
    return isToDo(writing, row && { roles: row.live.roles }) ? row : undefined;
  });
}

/** A member is named by the membership in one dialect, by the account in the others. */
function pathId({ dialect }: Writing, { id, live }: MemberRow): string {
  return dialect.membershipIds ? id : live.id;
}
