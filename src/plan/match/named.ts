/** Roles and workspaces: found by name or id, by an earlier name only when the current one is not live. */
import { roleAddress, workspaceAddress } from "../../model/address.ts";
import type { Diagnostic } from "../../model/contract.ts";
import type { LiveRole, LiveWorkspace } from "../../model/live.ts";
import type { RoleResource, WorkspaceResource } from "../../model/resource.ts";
import { ambiguousWorkspace, bothNamesLive } from "../problems.ts";
import { type Matched, unmatched } from "./pairs.ts";

/** Roles by name. */
export function matchRoles(
  organization: string,
  desired: readonly RoleResource[],
  live: readonly LiveRole[],
  problems: Diagnostic[],
): Matched<RoleResource, LiveRole> {
  const pairs = desired.map((role) => ({
    desired: role,
    live: current(role, live, role.name, problems),
  }));
  return { pairs, rest: unmatched(live, pairs, (role) => roleAddress(organization, role.name)) };
}

/** Workspaces by id, else by live name; several of one name are an error that asks for the id. */
export function matchWorkspaces(
  organization: string,
  desired: readonly WorkspaceResource[],
  live: readonly LiveWorkspace[],
  problems: Diagnostic[],
): Matched<WorkspaceResource, LiveWorkspace> {
  const pairs = desired.map((workspace) => {
    if (workspace.id !== undefined)
      return { desired: workspace, live: live.find(({ id }) => id === workspace.id) };
    const name = liveName(workspace);
    const namesakes = live.filter((candidate) => candidate.name === name);
    if (namesakes.length > 1) problems.push(ambiguousWorkspace(workspace, name, namesakes));
    return {
      desired: workspace,
      live: current(workspace, live, name, problems),
    };
  });
  const taken = new Set(desired.map(({ address }) => address));
  const rest = unmatched(live, pairs, (workspace) => {
    const byName = workspaceAddress(organization, workspace.name);
    return taken.has(byName) ? `${organization}/workspace/id:${workspace.id}` : byName;
  });
  return { pairs, rest };
}

/** The live name by which a workspace without an id is found. */
export function liveName(workspace: WorkspaceResource): string {
  const given = workspace.attributes["displayName"];
  return typeof given === "string" ? given : workspace.name;
}

/** The one whose name is current, else the one that an earlier name means. Both live is an error. */
function current<Found extends LiveRole | LiveWorkspace>(
  desired: RoleResource | WorkspaceResource,
  live: readonly Found[],
  name: string,
  problems: Diagnostic[],
): Found | undefined {
  const now = live.find((candidate) => candidate.name === name);
  const earlier = live.filter(
    (candidate) => candidate !== now && desired.previously.includes(candidate.name),
  );
  const all = [...(now === undefined ? [] : [now]), ...earlier];
  if (earlier.length > 0 && all.length > 1)
    problems.push(
      bothNamesLive(
        desired,
        all.map((each) => each.name),
      ),
    );
  return now ?? earlier[0];
}
