import type { Written } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Role } from "./contract.ts";
import { toldRoles } from "./live-people.ts";
import {
  doOrSettle,
  moved,
  nativeId,
  organizationId,
  remove,
  targetOf,
  textOf,
  type Writing,
} from "./writing.ts";

/** POST /api/2/organizations/{id}/roles/. A role of that name that is there is the one, if it says the same. */
export async function createRole(writing: Writing): Promise<Written> {
  const { api, change } = writing;
  const organization = organizationId(writing);
  const { role: id } = targetOf(writing, "role");
  const description = textOf(change.after, "description");
  return await doOrSettle<Written>(
    async () => {
      await api.createRole(organization, { id, ...(description === undefined ? {} : { description }) });
      return { id };
    },
    async () => {
      const there = (await api.roles(organization)).find((role) => role.id === id);
      return there === undefined ? undefined : same(writing, there, description);
    },
  );
}

function same(writing: Writing, there: Role, description: string | undefined): Written {
  if (description === undefined || there.description === description) return { id: there.id };
  throw moved(writing, "has been made with another description");
}

/** DELETE /api/2/organizations/{id}/roles/{role}/. A role that somebody still has may be refused: then they are named. */
export async function deleteRole(writing: Writing): Promise<Written> {
  const organization = organizationId(writing);
  const role = nativeId(writing);
  try {
    await remove(() => writing.api.deleteRole(organization, role));
    return {};
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.status !== 409) throw error;
    throw stillUsed(writing, await usersOf(writing, organization, role), error);
  }
}

async function usersOf({ lists }: Writing, organization: string, role: string): Promise<readonly string[]> {
  const [accounts, invites, grants] = await Promise.all([
    lists.accounts.now(organization),
    lists.invites.now(organization),
    lists.roleGrants.now(organization),
  ]);
  return [
    ...accounts
      .filter((row) => toldRoles(row, organization)?.includes(role))
      .map(({ id, email }) => email || id),
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
