import { parseSubject } from "../../model/address.ts";
import type { Written } from "../../model/connector.ts";
import type { GrantLevel, RoleGrant } from "./contract.ts";
import {
  doOrSettle,
  moved,
  nativeId,
  organizationId,
  projectId,
  remove,
  targetOf,
  textOf,
  type Writing,
} from "./writing.ts";

/** POST /api/2/projects/{id}/roles/. A role may have several levels on a project, and each once. */
export async function grantRole(writing: Writing, role: string, level: GrantLevel): Promise<Written> {
  const { api, lists } = writing;
  const organization = organizationId(writing);
  const project = projectId(writing);
  const isIt = (row: RoleGrant) =>
    row.project === project && row.role_id === role && row.access_level === level;
  const there = (await lists.roleGrants.recent(organization)).find(isIt);
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

/** DELETE /api/2/projects/{id}/roles/{grant}/, where it gives what the plan saw. */
export async function revokeRole(writing: Writing): Promise<Written> {
  const { api, lists } = writing;
  const organization = organizationId(writing);
  const grant = nativeId(writing);
  const rows = await lists.roleGrants.recent(organization);
  const there = rows.find(({ id }) => id === grant);
  if (there === undefined) return notAgain(writing, rows);
  const level = textOf(writing.change.before, "level");
  if (level !== undefined && there.access_level !== level)
    throw moved(writing, `has got ${there.access_level} there`);
  await remove(
    () => api.revokeRole(projectId(writing), grant),
    async () => (await lists.roleGrants.now(organization)).some(({ id }) => id === grant),
  );
  lists.roleGrants.drop(organization, grant);
  return {};
}

/** Access that is gone is done; given again by somebody else, it is theirs. */
function notAgain(writing: Writing, rows: readonly RoleGrant[]): Written {
  const subject = parseSubject(targetOf(writing, "access").subject);
  const level = textOf(writing.change.before, "level");
  const again = rows.some(
    (row) =>
      row.project === projectId(writing) &&
      "role" in subject &&
      row.role_id === subject.role &&
      row.access_level === level,
  );
  if (again) throw moved(writing, "was given again by somebody else");
  return {};
}
