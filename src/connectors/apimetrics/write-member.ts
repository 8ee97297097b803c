import type { Written } from "../../model/connector.ts";
import type { Account } from "./contract.ts";
import { given } from "./roles.ts";
import { renewInvitation, revokeInvitation } from "./write-invitation.ts";
import { withdrawFromProjects } from "./write-project-invite.ts";
import {
  doOrSettle,
  moved,
  nativeId,
  organizationId,
  remove,
  rolesOf,
  textOf,
  textsOf,
  type Writing,
} from "./writing.ts";

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
  const row = (await lists.accounts.recent(organization)).find(({ id }) => id === account);
  if (row !== undefined) await refuseGained(writing, row);
  const emails = [row?.email, textOf(writing.change.before, "email")].filter(
    (each) => typeof each === "string",
  );
  await withdrawFromProjects(writing, emails);
  await revokeAll(writing, account);
  await remove(
    () => api.removeAccount(organization, account),
    async () => (await lists.accounts.now(organization)).some(({ id }) => id === account),
  );
  lists.accounts.drop(organization, account);
  return {};
}

/** Nobody has seen what somebody with more roles would take along. */
async function refuseGained(writing: Writing, account: Account): Promise<void> {
  const had = textsOf(writing.change.before, "roles");
  if (had === undefined) return;
  const gained = given((await rolesOf(writing, account)) ?? []).filter((role) => !had.includes(role));
  if (gained.length > 0) throw moved(writing, `has got ${gained.join(", ")}`);
}

/** What a removed account keeps on projects is not documented, so it keeps nothing; first, for a member who stays is found again. */
async function revokeAll(writing: Writing, account: string): Promise<void> {
  const { api, lists } = writing;
  const organization = organizationId(writing);
  const grants = (await lists.grants.recent(organization)).filter(({ account_id: id }) => id === account);
  for (const { id, project } of grants) {
    await remove(
      () => api.revoke(project, id),
      async () => (await lists.grants.now(organization)).some((row) => row.id === id),
    );
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
      const roles = await rolesOf(writing, await api.account(organization, account));
      return roles?.includes(role) === true ? true : undefined;
    },
  );
}

/** What is not there is taken already, be it the role or the member; of whom nobody tells the roles, nobody knows. */
async function unassign(writing: Writing, role: string): Promise<void> {
  const { api, lists } = writing;
  const [organization, account] = [organizationId(writing), nativeId(writing)];
  await remove(
    () => api.unassignRole(organization, account, role),
    async () => {
      const row = (await lists.accounts.now(organization)).find(({ id }) => id === account);
      return row !== undefined && (await rolesOf(writing, row))?.includes(role) !== false;
    },
  );
}
