import type { Written } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import { doOrSettle, nativeId, organizationId, remove, targetOf, textOf, type Writing } from "./writing.ts";

/** Links an existing workspace, or creates one, whichever the dialect does by POST /organizations/{id}/workspaces. */
export async function addWorkspace(writing: Writing): Promise<Written> {
  return { id: writing.dialect.links ? await link(writing) : await create(writing) };
}

/** A workspace that is linked here already is done; one that belongs elsewhere is refused by name. */
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
      if (owner !== undefined && owner !== organization) throw taken(change.address, id, owner);
      return (await api.linked(organization)).find((workspace) => workspace.id === id)?.id;
    },
  );
  await giveName(writing, organization, linked);
  return linked;
}

/** Linking says no name: a workspace that has another one than is wished for is renamed where the dialect can. */
async function giveName({ api, dialect, change }: Writing, organization: string, id: string): Promise<void> {
  const name = textOf(change.after, "displayName");
  if (name === undefined || !dialect.renamesWorkspaces) return;
  const live = (await api.linked(organization)).find((workspace) => workspace.id === id);
  if (live?.name !== name) await api.renameWorkspace(id, name);
}

function taken(address: string, id: string, owner: string): ConnectorError {
  return new ConnectorError(
    `${address}: workspace ${id} belongs to organization ${owner}, and a workspace belongs to one at most; unlink it there first`,
    { status: 409, retryable: false },
  );
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

/** PUT /workspaces/{id}. */
export async function renameWorkspace(writing: Writing): Promise<Written> {
  const name = textOf(writing.change.after, "displayName");
  if (name !== undefined) await writing.api.renameWorkspace(nativeId(writing), name);
  return {};
}

/** DELETE /organizations/{id}/workspaces/{workspace}: the workspace itself stays. */
export async function unlinkWorkspace(writing: Writing): Promise<Written> {
  const organization = organizationId(writing, targetOf(writing, "workspace"));
  await remove(() => writing.api.unlinkWorkspace(organization, nativeId(writing)));
  return {};
}
