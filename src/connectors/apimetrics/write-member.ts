import type { Written } from "../../model/connector.ts";
import { toldRoles } from "./live-people.ts";
import { given } from "./roles.ts";
import { renewInvitation, revokeInvitation } from "./write-invitation.ts";
import { doOrSettle, nativeId, organizationId, remove, textOf, textsOf, type Writing } from "./writing.ts";

/** Changes a member's roles, or says an invitation anew. */
export async function changeMember(writing: Writing): Promise<Written> {
  const { change } = writing;
  if (textOf(change.after, "email") !== undefined) return await renewInvitation(writing);
  const before = given(textsOf(change.before, "roles") ?? []);
  const after = given(textsOf(change.after, "roles") ?? []);
  for (const role of after) if (!before.includes(role)) await assign(writing, role);
  for (const role of before) if (!after.includes(role)) await unassign(writing, role);
  return {};
}

/** Removes a member, or takes an invitation back. */
export async function removeMember(writing: Writing): Promise<Written> {
  const status = textOf(writing.change.before, "status");
  if (status === "invited" || status === "expired") return await revokeInvitation(writing);
  const { api, lists } = writing;
  const organization = organizationId(writing);
  const account = nativeId(writing);
  await revokeAll(writing, account);
  await remove(() => api.removeAccount(organization, account));
  lists.accounts.drop(organization, account);
  return {};
}

/** What a removed account keeps on projects is not documented, so it keeps nothing; first, for a member who stays is found again. */
async function revokeAll(writing: Writing, account: string): Promise<void> {
  const { api, lists } = writing;
  const organization = organizationId(writing);
  const grants = (await lists.grants.rows(organization)).filter(({ account_id: id }) => id === account);
  for (const { id, project } of grants) {
    await remove(() => api.revoke(project, id));
    lists.grants.drop(organization, id);
  }
}

async function assign(writing: Writing, role: string): Promise<void> {
  const { api } = writing;
  const [organization, account] = [organizationId(writing), nativeId(writing)];
  await doOrSettle(
    async () => {
      await api.assignRole(organization, account, role);
      return true;
    },
    async () => {
      const roles = toldRoles(await api.account(organization, account), organization);
      return roles?.includes(role) === true ? true : undefined;
    },
  );
}

/** What is not there is taken already, be it the role or the member. */
async function unassign(writing: Writing, role: string): Promise<void> {
  await remove(() => writing.api.unassignRole(organizationId(writing), nativeId(writing), role));
}
