import type { Written } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Account } from "./contract.ts";
import { DEFAULT, given } from "./roles.ts";
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

/**
 * Changes a member's roles, or says an invitation anew. The roles are given and taken one by one, so they are as the plan
 * saw them, as they shall be, or the half of this that was done: with all of the one, and none beyond both.
 */
export async function changeMember(writing: Writing): Promise<Written> {
  const { change, lists } = writing;
  if (textOf(change.after, "email") !== undefined) return await renewInvitation(writing);
  const live = await rolesNow(writing);
  const seen = given(textsOf(change.before, "roles") ?? live);
  const after = given(textsOf(change.after, "roles") ?? []);
  const isBetween = live.every((role) => seen.includes(role) || after.includes(role));
  if (!isBetween || !(hasAll(live, seen) || hasAll(live, after)))
    throw moved(writing, `has got other roles (${live.join(", ") || DEFAULT})`);
  const missing = after.filter((role) => !live.includes(role));
  const left = live.filter((role) => !after.includes(role));
  try {
    for (const role of missing) await assign(writing, role);
    for (const role of left) await unassign(writing, role);
  } finally {
    if (missing.length + left.length > 0) lists.accounts.forget(organizationId(writing));
  }
  return {};
}

/** The roles of a change's member beside DEFAULT, as they are at this moment. */
async function rolesNow(writing: Writing): Promise<readonly string[]> {
  const { api, change } = writing;
  const organization = organizationId(writing);
  const row = await accountNow(writing);
  if (row === undefined) throw moved(writing, "has left");
  const told = await rolesOf(writing, row);
  if (told !== undefined) return given(told);
  // The caller's own are told elsewhere.
  const { meta } = await api.caller();
  const own = meta.account_id === row.id ? Object.entries(meta.roles ?? {}) : [];
  const roles = own.find(([id]) => id === organization)?.[1];
  if (roles !== undefined) return given(roles);
  const message = `${change.address}: nobody tells which roles ${row.id} has by now, so they stay`;
  throw new ConnectorError(message, { retryable: false });
}

/** A change's account as it is; undefined once the list says that it is gone, for a 404 may mean the path. */
async function accountNow(writing: Writing): Promise<Account | undefined> {
  const { api, lists } = writing;
  const [organization, account] = [organizationId(writing), nativeId(writing)];
  try {
    return await api.account(organization, account);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.status !== 404) throw error;
    const isThere = (await lists.accounts.now(organization)).some(({ id }) => id === account);
    if (isThere) throw error;
    return undefined;
  }
}

function hasAll(roles: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((role) => roles.includes(role));
}

/** Removes a member who is as the plan saw them, or takes an invitation back. */
export async function removeMember(writing: Writing): Promise<Written> {
  const status = textOf(writing.change.before, "status");
  if (status === "invited" || status === "expired") return await revokeInvitation(writing);
  const { api, lists } = writing;
  const organization = organizationId(writing);
  const account = nativeId(writing);
  const row = (await lists.accounts.recent(organization)).find(({ id }) => id === account);
  // Gone, and the account goes last: what they have on projects now somebody else gave them.
  if (row === undefined) return {};
  await refuseOtherRoles(writing, row);
  const emails = [row.email, textOf(writing.change.before, "email")].filter(
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

/** Nobody has seen what somebody with other roles would take along. */
async function refuseOtherRoles(writing: Writing, account: Account): Promise<void> {
  const seen = textsOf(writing.change.before, "roles");
  const told = await rolesOf(writing, account);
  if (seen === undefined || told === undefined) return;
  const [had, has] = [given(seen), given(told)];
  if (had.length !== has.length || !hasAll(has, had))
    throw moved(writing, `has got other roles (${has.join(", ") || DEFAULT})`);
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
