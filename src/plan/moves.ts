/** What ties organizations of one connection together: workspaces that move, and sub-accounts under a parent. */
import { type Address, organizationAddress } from "../model/address.ts";
import type { Diagnostic } from "../model/contract.ts";
import { InternalError } from "../model/errors.ts";
import type { LiveWorkspace } from "../model/live.ts";
import type { WorkspaceResource } from "../model/resource.ts";
import type { Outline, Outlined } from "./outline.ts";
import { workspaceTaken } from "./problems.ts";

/** The outlines with dependencies across organizations, and errors where a workspace is not let go by those that are kept. */
export function tie(outlines: readonly Outline[], only?: readonly string[]): readonly Outline[] {
  const kept = outlines.filter(({ input }) => only === undefined || only.includes(input.organization.name));
  const unlinks = new Map(
    kept.flatMap((outline) =>
      outline.changes.flatMap(({ change, draft }) =>
        change.action === "delete" && draft.live?.kind === "workspace"
          ? [[place(outline, draft.live.id), change.address] as const]
          : [],
      ),
    ),
  );
  const created = new Set(
    kept.flatMap(({ changes }) =>
      changes.flatMap(({ change }) =>
        change.kind === "organization" && change.action === "create" ? [change.address] : [],
      ),
    ),
  );
  return outlines.map((outline) => tieOne(outline, unlinks, created));
}

function tieOne(
  outline: Outline,
  unlinks: ReadonlyMap<string, Address>,
  created: ReadonlySet<Address>,
): Outline {
  const problems: Diagnostic[] = [];
  const changes = outline.changes.map((outlined): Outlined => {
    const more = [
      ...afterMove(outline, outlined, unlinks, problems),
      ...afterParent(outline, outlined, created),
    ];
    const { change } = outlined;
    return more.length === 0
      ? outlined
      : { ...outlined, change: { ...change, dependsOn: [...change.dependsOn, ...more].sort() } };
  });
  if (problems.length > 0)
    return { ...outline, changes: [], diagnostics: [...outline.diagnostics, ...problems] };
  return { ...outline, changes };
}

function afterMove(
  outline: Outline,
  { change, draft }: Outlined,
  unlinks: ReadonlyMap<string, Address>,
  problems: Diagnostic[],
): readonly Address[] {
  const workspace = draft.live;
  if (change.action !== "create" || workspace?.kind !== "workspace") return [];
  if (workspace.organization === undefined || workspace.organization === outline.input.live?.organization.id)
    return [];
  const unlink = unlinks.get(place(outline, workspace.id));
  if (unlink !== undefined) return [unlink];
  problems.push(workspaceTaken(wishOf(outline, change.address), ownerName(workspace)));
  return [];
}

function afterParent(
  { input }: Outline,
  { change }: Outlined,
  created: ReadonlySet<Address>,
): readonly Address[] {
  const { parent } = input.organization.key;
  if (change.kind !== "organization" || change.action !== "create" || parent === undefined) return [];
  const address = organizationAddress(parent.name);
  return created.has(address) ? [address] : [];
}

function place({ input }: Outline, workspace: string): string {
  return `${input.organization.connection}\u0000${workspace}`;
}

function wishOf({ input }: Outline, address: Address): WorkspaceResource {
  const wish = input.resources.find((resource) => resource.address === address);
  if (wish?.kind !== "workspace") throw new InternalError(`${address} is no workspace of this organization.`);
  return wish;
}

function ownerName({ organization }: LiveWorkspace): string {
  return organization ?? "unknown";
}
