/** Roles and workspaces: found by name or id, by an earlier name only when the current one is not live. */
import { roleAddress, workspaceAddress } from "../../model/address.ts";
import type { Diagnostic } from "../../model/contract.ts";
import type { Kinds } from "../../model/kinds.ts";
import type { LiveRole, LiveState, LiveWorkspace } from "../../model/live.ts";
import type { Resource, RoleResource, WorkspaceResource } from "../../model/resource.ts";
import type { OrganizationInput } from "../input.ts";
import { ambiguousWorkspace, bothNamesLive, oneWorkspaceTwoEntries } from "../problems.ts";
import { type Matched, ofKind, unmatched } from "./pairs.ts";

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
  problems.push(...sameWorkspace(pairs));
  const taken = new Set(desired.map(({ name }) => name));
  const names = live.map(({ name }) => name);
  const isPlain = (name: string) => !taken.has(name) && names.indexOf(name) === names.lastIndexOf(name);
  const rest = unmatched(live, pairs, ({ name, id }) =>
    workspaceAddress(organization, isPlain(name) ? name : `id:${id}`),
  );
  return { pairs, rest };
}

/** Two entries that come to one live workspace would pull it in two directions. */
function sameWorkspace(pairs: Matched<WorkspaceResource, LiveWorkspace>["pairs"]): readonly Diagnostic[] {
  const first = new Map<LiveWorkspace, WorkspaceResource>();
  return pairs.flatMap(({ desired, live }) => {
    const other = live === undefined ? undefined : first.get(live);
    if (live !== undefined && other === undefined) first.set(live, desired);
    return live === undefined || other === undefined ? [] : [oneWorkspaceTwoEntries(desired, other, live.id)];
  });
}

/** The live workspaces elsewhere that an entry may mean, where existing ones are linked: by id, else by the live or an earlier name. */
export function candidatesFor(
  desired: WorkspaceResource,
  candidates: readonly LiveWorkspace[],
  kinds: Kinds,
): readonly LiveWorkspace[] {
  if (desired.id !== undefined) return candidates.filter(({ id }) => id === desired.id);
  const names = [liveName(desired), ...desired.previously];
  return kinds.workspace?.creation === "link" ? candidates.filter(({ name }) => names.includes(name)) : [];
}

/** The workspaces that a plan would link: wished for, not here, free, and meant by one entry without doubt. */
export function toBeLinked(
  resources: readonly Resource[],
  { live, candidates, kinds }: Pick<OrganizationInput, "live" | "candidates" | "kinds">,
): readonly { readonly desired: WorkspaceResource; readonly live: LiveWorkspace }[] {
  if (kinds.workspace?.creation !== "link") return [];
  const here = new Set(live?.workspaces.map(({ id }) => id));
  return ofKind(resources, "workspace").flatMap((desired) => {
    const [found, ...more] = candidatesFor(desired, candidates, kinds);
    const isFree = found !== undefined && found.organization === undefined && !here.has(found.id);
    return isFree && more.length === 0 && desired.ensure === "present" ? [{ desired, live: found }] : [];
  });
}

/** The live workspaces that the manifests want gone. */
export function toBeEnded(
  resources: readonly Resource[],
  { workspaces }: Pick<LiveState, "workspaces">,
): readonly LiveWorkspace[] {
  const gone = ofKind(resources, "workspace").filter(({ ensure }) => ensure === "absent");
  return workspaces.filter(({ id, name }) =>
    gone.some((each) => (each.id === undefined ? liveName(each) === name : each.id === id)),
  );
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
