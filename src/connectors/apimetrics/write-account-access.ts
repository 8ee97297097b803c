import type { Written } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { AccountGrant, GrantLevel } from "./contract.ts";
import {
  doOrSettle,
  holderId,
  moved,
  nativeId,
  organizationId,
  projectId,
  remove,
  textOf,
  type Writing,
} from "./writing.ts";

/** POST /api/2/projects/{id}/access/. Who has another level there by now keeps it: nobody has seen what that would take away. */
export async function grantAccount(writing: Writing, account: string, level: GrantLevel): Promise<Written> {
  const { api, lists } = writing;
  const organization = organizationId(writing);
  const project = projectId(writing);
  const find = (rows: readonly AccountGrant[]) =>
    rows.find((row) => row.project === project && row.account_id === account);
  const there = find(await lists.grants.recent(organization));
  if (there !== undefined) return asWanted(writing, there, level);
  try {
    const made = await doOrSettle(
      () => api.grant(project, { account_id: account, access_level: level }),
      async () => find(await lists.grants.now(organization)),
    );
    lists.grants.put(organization, made);
    if (made.account_id !== account) throw misdirected(writing, made);
    return asWanted(writing, made, level);
  } catch (error) {
    lists.grants.forget(organization);
    throw error;
  }
}

/** POST /api/2/projects/{id}/access/{grant}/. Who has got a third level there by now keeps it. */
export async function changeAccountLevel(writing: Writing, level: GrantLevel): Promise<Written> {
  const { api, lists } = writing;
  const organization = organizationId(writing);
  const there = (await lists.grants.recent(organization)).find(({ id }) => id === nativeId(writing));
  if (there === undefined) throw moved(writing, "has lost the access");
  if (there.access_level === level) return {};
  const seen = textOf(writing.change.before, "level");
  if (seen !== undefined && there.access_level !== seen)
    throw moved(writing, `has got ${there.access_level} there`);
  try {
    const grant = await api.setLevel(projectId(writing), nativeId(writing), level);
    lists.grants.put(organization, grant);
    return {};
  } catch (error) {
    lists.grants.forget(organization);
    if (error instanceof ConnectorError && error.status === 404) throw moved(writing, "has lost the access");
    throw error;
  }
}

/** DELETE /api/2/projects/{id}/access/{grant}/, where it gives what the plan saw: a member stays one. */
export async function revokeAccount(writing: Writing): Promise<Written> {
  const { api, lists } = writing;
  const organization = organizationId(writing);
  const grant = nativeId(writing);
  const project = projectId(writing);
  const rows = await lists.grants.recent(organization);
  const account = holderId(writing);
  const there = rows.find(({ id }) => id === grant);
  const again = rows.find((row) => row.project === project && row.account_id === account);
  const found = there ?? again;
  if (found === undefined) return {};
  const seen = textOf(writing.change.before, "level");
  if (found === again && again.id !== grant)
    throw moved(writing, `was given ${again.access_level} there again by somebody else`);
  if (seen !== undefined && found.access_level !== seen)
    throw moved(writing, `has got ${found.access_level} there`);
  await remove(
    () => api.revoke(project, grant),
    async () => (await lists.grants.now(organization)).some(({ id }) => id === grant),
  );
  lists.grants.drop(organization, grant);
  return {};
}

function asWanted(writing: Writing, { id, access_level: has }: AccountGrant, level: GrantLevel): Written {
  if (has !== level) throw moved(writing, `has got ${has} there`);
  return { id };
}

/** Access without an account goes to the caller; should any go astray, somebody has to know. */
function misdirected({ change }: Writing, { id, account_id: account }: AccountGrant): ConnectorError {
  const message = `${change.address}: the access went to ${account} instead (grant ${id}); take it back there`;
  return new ConnectorError(message, { retryable: false, unknownResult: true });
}
