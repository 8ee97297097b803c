import type { Written } from "../../model/connector.ts";
import type { Attributes } from "../../model/contract.ts";
import type { Project, ProjectUpdate } from "./contract.ts";
import { liveWorkspace } from "./live.ts";
import {
  isDone,
  listOf,
  moved,
  nativeId,
  organizationId,
  refuseMoved,
  remove,
  targetOf,
  textOf,
  type Writing,
} from "./writing.ts";

/** POST /api/2/organizations/{id}/projects/. It is not safe to repeat, and names need not differ: one of that name that is there is the one, if it says the same. */
export async function createWorkspace(writing: Writing): Promise<Written> {
  const { api, change, lists } = writing;
  const organization = organizationId(writing);
  const wanted = { name: targetOf(writing, "workspace").workspace, ...wireOf(change.after ?? {}) };
  const there = (await lists.projects.recent(organization)).find(({ name }) => name === wanted.name);
  if (there !== undefined) {
    if (!says(there, wanted)) throw moved(writing, "has been made by somebody else, with other settings,");
    return { id: there.id };
  }
  try {
    const made = await api.createProject(organization, wanted);
    lists.projects.put(organization, made);
    return { id: made.id };
  } catch (error) {
    lists.projects.forget(organization);
    throw error;
  }
}

/** POST /api/2/projects/{id}/ with what differs; what is left out stays. Tags go whole, so what others wrote meanwhile is looked at first. */
export async function updateWorkspace(writing: Writing): Promise<Written> {
  const { api, change, lists } = writing;
  const organization = organizationId(writing);
  const project = nativeId(writing);
  const there = (await lists.projects.recent(organization)).find(({ id }) => id === project);
  if (there === undefined) throw moved(writing, "has left the organization");
  const { attributes } = liveWorkspace(there, organization);
  refuseMoved(writing, attributes);
  if (isDone(writing, attributes)) return {};
  const wire = wireOf(change.after ?? {});
  try {
    await api.updateProject(project, wire);
    lists.projects.put(organization, { ...there, ...wire });
    return {};
  } catch (error) {
    lists.projects.forget(organization);
    throw error;
  }
}

/**
 * DELETE /api/2/organizations/{id}/projects/{project}/, which nothing brings back: not as long as anybody has access,
 * whether the server would mind or not.
 */
export async function deleteWorkspace(writing: Writing): Promise<Written> {
  const { api, lists } = writing;
  const organization = organizationId(writing);
  const project = nativeId(writing);
  const find = async () => (await lists.projects.now(organization)).find(({ id }) => id === project);
  const there = await find();
  if (there === undefined) return {};
  refuseMoved(writing, liveWorkspace(there, organization).attributes);
  const holders = await holdersOf(writing, organization, project);
  if (holders.length > 0)
    throw moved(writing, `ends only once nobody has access, and these have got some: ${holders.join(", ")};`);
  await remove(
    () => api.deleteProject(organization, project),
    async () => (await find()) !== undefined,
  );
  lists.projects.drop(organization, project);
  return {};
}

async function holdersOf(
  { lists }: Writing,
  organization: string,
  project: string,
): Promise<readonly string[]> {
  const [grants, roles] = await Promise.all([
    lists.grants.now(organization),
    lists.roleGrants.now(organization),
  ]);
  const here = (row: { readonly project: string }) => row.project === project;
  return [
    ...grants.filter(here).map((row) => `${row.account_email || row.account_id} (${row.access_level})`),
    ...roles.filter(here).map((row) => `role ${row.role_id} (${row.access_level})`),
  ];
}

/** What a project gets; nothing here is null, which would leave it alone. */
interface Wire extends ProjectUpdate {
  readonly name?: string;
  readonly tags?: readonly string[];
  readonly email?: string;
  readonly security_profile?: string;
}

function wireOf(after: Attributes): Wire {
  const name = textOf(after, "displayName");
  const tags = listOf(after, "settings.tags");
  const email = textOf(after, "settings.email");
  const profile = textOf(after, "settings.securityProfile");
  return {
    ...(name === undefined ? {} : { name }),
    ...(tags === undefined ? {} : { tags }),
    ...(email === undefined ? {} : { email }),
    ...(profile === undefined ? {} : { security_profile: profile }),
  };
}

function says(there: Project, { tags, email, security_profile: profile }: Wire): boolean {
  const plain = (texts: readonly string[]) => [...new Set(texts)].sort().join("\n");
  const sameTags = !tags || plain(tags) === plain(there.tags ?? []);
  return (
    sameTags &&
    (email === undefined || email === there.email) &&
    (profile === undefined || profile === there.security_profile)
  );
}
