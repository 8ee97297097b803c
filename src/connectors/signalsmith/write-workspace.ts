import type { Written } from "../../model/connector.ts";
import { judged } from "./look.ts";
import {
  doOrSettle,
  isToDo,
  moved,
  nativeId,
  organizationId,
  remove,
  targetOf,
  textOf,
  type Writing,
} from "./writing.ts";

/** Links an existing workspace, or creates one, whichever the dialect does by POST /organizations/{id}/workspaces. */
export async function addWorkspace(writing: Writing): Promise<Written> {
  return { id: writing.dialect.links ? await link(writing) : await create(writing) };
}

/** A workspace that is linked here already is done; one that belongs elsewhere by now is refused by name. */
async function link(writing: Writing): Promise<string> {
  const { api, change, context } = writing;
  const organization = organizationId(writing, targetOf(writing, "workspace"));
  const id = textOf(change.after, "id") ?? context.id(change.address);
  const linked = await doOrSettle(
    async () => {
      await api.linkWorkspace(organization, id);
      return id;
    },
    async () => {
      const owner = (await api.workspaces()).find((workspace) => workspace.id === id)?.organization;
      if (owner !== undefined && owner !== organization)
        throw moved(writing, `cannot be linked: workspace ${id} belongs to organization ${owner}`);
      return (await api.linked(organization)).find((workspace) => workspace.id === id)?.id;
    },
  );
  await giveName(writing, organization, linked);
  return linked;
}

/** Linking says no name: a workspace that has another one than is wished for is renamed where the dialect can. */
async function giveName(writing: Writing, organization: string, id: string): Promise<void> {
  const { api, dialect, change, looks } = writing;
  const name = textOf(change.after, "displayName");
  if (name === undefined || !dialect.renamesWorkspaces) return;
  const live = (await looks.linked.now(organization)).get(id);
  if (live?.name !== name) await api.renameWorkspace(id, name);
}

/** Creation is not safe to repeat, and names need not be unique: one of that name that is there is the one. */
async function create(writing: Writing): Promise<string> {
  const { api, change } = writing;
  const target = targetOf(writing, "workspace");
  const organization = organizationId(writing, target);
  const name = textOf(change.after, "displayName") ?? target.workspace;
  const existing = (await api.linked(organization)).find((workspace) => workspace.name === name);
  return existing?.id ?? (await api.createWorkspace(organization, name));
}

/** PUT /workspaces/{id}, of a workspace that has the name that the plan saw. */
export async function renameWorkspace(writing: Writing): Promise<Written> {
  const { api, change, looks } = writing;
  const organization = organizationId(writing, targetOf(writing, "workspace"));
  const name = textOf(change.after, "displayName");
  if (name === undefined || !(await isStill(writing, organization))) return {};
  const id = nativeId(writing);
  await api.renameWorkspace(id, name);
  looks.linked.note(organization, id, { kind: "workspace", id, name, attributes: { displayName: name } });
  return {};
}

/** DELETE /organizations/{id}/workspaces/{workspace}: the workspace itself stays. */
export async function unlinkWorkspace(writing: Writing): Promise<Written> {
  const { api, looks } = writing;
  const organization = organizationId(writing, targetOf(writing, "workspace"));
  if (!(await isStill(writing, organization))) return {};
  await remove(() => api.unlinkWorkspace(organization, nativeId(writing)));
  looks.linked.note(organization, nativeId(writing));
  return {};
}

/** Whether a linked workspace is as the plan saw it; false: there is nothing to do. */
async function isStill(writing: Writing, organization: string): Promise<boolean> {
  const found = await judged(
    writing.looks.linked,
    organization,
    (rows) => isToDo(writing, rows.get(nativeId(writing))?.attributes) || undefined,
  );
  return found === true;
}
