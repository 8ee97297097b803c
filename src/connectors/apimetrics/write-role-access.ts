import type { Written } from "../../model/connector.ts";
import type { GrantLevel, RoleGrant } from "./contract.ts";
import { doOrSettle, nativeId, organizationId, projectId, remove, type Writing } from "./writing.ts";

/** POST /api/2/projects/{id}/roles/. A role may have several levels on a project, and each once. */
export async function grantRole(writing: Writing, role: string, level: GrantLevel): Promise<Written> {
  const { api, lists } = writing;
  const organization = organizationId(writing);
  const project = projectId(writing);
  const isIt = (row: RoleGrant) =>
    row.project === project && row.role_id === role && row.access_level === level;
  const there = (await lists.roleGrants.rows(organization)).find(isIt);
  if (there !== undefined) return { id: there.id };
  try {
    const made = await doOrSettle(
      () => api.grantRole(project, { role_id: role, access_level: level }),
      async () => (await lists.roleGrants.now(organization)).find(isIt),
    );
    lists.roleGrants.put(organization, made);
    return { id: made.id };
  } catch (error) {
    lists.roleGrants.forget(organization);
    throw error;
  }
}

/** DELETE /api/2/projects/{id}/roles/{grant}/. */
export async function revokeRole(writing: Writing): Promise<Written> {
  const { api, lists } = writing;
  const organization = organizationId(writing);
  const grant = nativeId(writing);
  await remove(
    () => api.revokeRole(projectId(writing), grant),
    async () => (await lists.roleGrants.now(organization)).some(({ id }) => id === grant),
  );
  lists.roleGrants.drop(organization, grant);
  return {};
}
