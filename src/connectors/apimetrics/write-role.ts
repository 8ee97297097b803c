import type { Written } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Role } from "./contract.ts";
import { liveRole } from "./live.ts";
import {
  doOrSettle,
  moved,
  nativeId,
  organizationId,
  refuseMoved,
  remove,
  rolesOf,
  targetOf,
  textOf,
  type Writing,
} from "./writing.ts";

/** POST /api/2/organizations/{id}/roles/. A role of that name that is there is the one, if it says the same. */
export async function createRole(writing: Writing): Promise<Written> {
  const { api, change, lists } = writing;
  const organization = organizationId(writing);
  const { role: id } = targetOf(writing, "role");
  const description = textOf(change.after, "description");
  return await doOrSettle<Written>(
    async () => {
      await api.createRole(organization, { id, ...(description === undefined ? {} : { description }) });
      lists.roles.put(organization, { id });
      return { id };
    },
    async () => {
      const there = (await lists.roles.now(organization)).find((role) => role.id === id);
      return there === undefined ? undefined : same(writing, there, description);
    },
  );
}

function same(writing: Writing, there: Role, description: string | undefined): Written {
  if (description === undefined || there.description === description) return { id: there.id };
  throw moved(writing, "has been made with another description");
}

/**
 * DELETE /api/2/organizations/{id}/roles/{role}/, where the role is as the plan saw it and nobody got it since: a server
 * may take it from them all. One that somebody still has may be refused: then they are named.
 */
export async function deleteRole(writing: Writing): Promise<Written> {
  const { api, lists } = writing;
  const organization = organizationId(writing);
  const role = nativeId(writing);
  const there = (await lists.roles.recent(organization)).find(({ id }) => id === role);
  if (there === undefined) return {};
  const { name, attributes } = liveRole(there);
  refuseMoved(writing, { name, ...attributes });
  await refuseGiven(writing);
  try {
    await remove(
      () => api.deleteRole(organization, role),
      async () => (await lists.roles.now(organization)).some(({ id }) => id === role),
    );
    lists.roles.drop(organization, role);
    return {};
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.status !== 409) throw error;
    throw stillUsed(writing, await usersOf(writing, "now"), error);
  }
}

/** Whom the plan saw to lose the role, and what it gives, are its effects; whoever has it beyond them got it meanwhile. */
async function refuseGiven(writing: Writing): Promise<void> {
  const users = await usersOf(writing, "recent");
  const seen = writing.change.effects.filter(({ cascade }) => cascade).length;
  if (users.length > seen) throw moved(writing, `has got a new holder or project among ${users.join(", ")}`);
}

async function usersOf(writing: Writing, how: "now" | "recent"): Promise<readonly string[]> {
  const { lists } = writing;
  const organization = organizationId(writing);
  const role = nativeId(writing);
  const [accounts, invites, grants] = await Promise.all([
    lists.accounts[how](organization),
    lists.invites[how](organization),
    lists.roleGrants[how](organization),
  ]);
  const told = await Promise.all(accounts.map((row) => rolesOf(writing, row)));
  return [
    ...accounts.filter((_, at) => told[at]?.includes(role)).map(({ id, email }) => email || id),
    ...invites.filter(({ roles }) => roles?.includes(role)).map(({ email }) => `${email} (invited)`),
    ...grants.filter(({ role_id: id }) => id === role).map(({ project }) => `project ${project}`),
  ];
}

function stillUsed({ change }: Writing, users: readonly string[], cause: ConnectorError): ConnectorError {
  if (users.length === 0) return cause;
  return new ConnectorError(`${change.address} is still in use: ${users.join(", ")}`, {
    status: 409,
    retryable: false,
    ...(cause.requestId === undefined ? {} : { requestId: cause.requestId }),
    cause,
  });
}
