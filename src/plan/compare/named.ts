/** Roles and workspaces: things with a name, created, renamed, updated and removed alike. */
import type { Attributes, Ownership } from "../../model/contract.ts";
import type { LiveRole, LiveWorkspace } from "../../model/live.ts";
import type { RoleResource, WorkspaceResource } from "../../model/resource.ts";
import { diff, side } from "../diff.ts";
import { combine, type Findings, found } from "../findings.ts";
import type { OrganizationInput } from "../input.ts";
import { candidatesFor, liveName } from "../match/named.ts";
import type { Matching, Rest } from "../match/pairs.ts";
import { ambiguousWorkspace, impossible, previouslySatisfied, unknownWorkspace } from "../problems.ts";
import { removal, undeclared } from "../undeclared.ts";
import { emptying } from "./emptying.ts";

/** What roles need. */
export function compareRoles(input: OrganizationInput, { roles }: Matching): Findings {
  const { organization } = input;
  return combine([
    ...roles.pairs.map(({ desired, live }) => {
      if (live !== undefined) return settled(desired, live, input);
      return desired.ensure === "absent" ? found({ unchanged: 1 }) : create(desired, desired.attributes);
    }),
    ...roles.rest.map((rest) => leftover(rest, "role", organization.roles?.ownership)),
  ]);
}

/** What workspaces need: linked or created, updated, let go. */
export function compareWorkspaces(input: OrganizationInput, matching: Matching): Findings {
  const { organization } = input;
  const { workspaces } = matching;
  const emptied = emptying(input, matching);
  return combine([
    ...workspaces.pairs.map(({ desired, live }) => {
      const keepers = emptied.get(live?.id ?? "")?.keepers ?? [];
      if (keepers.length > 0) return kept(desired, keepers);
      if (live !== undefined) return settled(desired, live, input);
      return desired.ensure === "absent" ? found({ unchanged: 1 }) : join(desired, input);
    }),
    ...workspaces.rest.map((rest) => leftover(rest, "workspace", organization.workspaces?.ownership)),
  ]);
}

/** It ends only once nobody has access, and somebody has whose access is not ours to revoke. */
function kept({ address, kind, origins }: WorkspaceResource, keepers: readonly string[]): Findings {
  const message = `it ends only once nobody has access, and this is not ours to revoke: ${keepers.join(", ")}; end it there, then plan again`;
  return found({ forPerson: [{ address, kind, message, origins }] });
}

function settled(
  desired: RoleResource | WorkspaceResource,
  live: LiveRole | LiveWorkspace,
  { kinds, live: state }: OrganizationInput,
): Findings {
  const { address, kind, origins, ownership } = desired;
  if (desired.ensure === "absent") {
    const thing = { address, kind, live, nativeId: live.id, attributes: namedAttributes(live), ownership };
    return found({ changes: [removal(thing, "declared-absent", desired)] });
  }
  const others = [...(state?.roles ?? []), ...(state?.workspaces ?? [])].filter(
    (other) => other.kind === kind,
  );
  const earlierLive = others.some(({ name }) => desired.previously.includes(name));
  const satisfied = desired.previously.length > 0 && isCurrent(desired, live) && !earlierLive;
  const diagnostics = satisfied ? [previouslySatisfied(desired, desired.previously)] : [];
  const wanted = renamed(desired, live);
  const fields = diff(wanted, namedAttributes(live), kinds[kind]?.attributes ?? {});
  if (fields.length === 0) return found({ unchanged: 1, diagnostics });
  return found({
    diagnostics,
    changes: [
      {
        address,
        kind,
        action: "update",
        reason: wanted === desired.attributes ? "differs" : "renamed",
        nativeId: live.id,
        before: side(fields, "before"),
        after: side(fields, "after"),
        fields,
        mails: 0,
        origins,
        ownership,
        live,
      },
    ],
  });
}

function isCurrent(desired: RoleResource | WorkspaceResource, live: LiveRole | LiveWorkspace): boolean {
  return live.name === (desired.kind === "role" ? desired.name : liveName(desired));
}

/** What was found by an earlier name is given the current one. */
function renamed(desired: RoleResource | WorkspaceResource, live: LiveRole | LiveWorkspace): Attributes {
  if (desired.kind === "role")
    return desired.name === live.name ? desired.attributes : { ...desired.attributes, name: desired.name };
  const byName = desired.id === undefined && desired.previously.includes(live.name);
  return byName ? { displayName: liveName(desired), ...desired.attributes } : desired.attributes;
}

function namedAttributes(live: LiveRole | LiveWorkspace): Attributes {
  return live.kind === "role"
    ? { name: live.name, ...live.attributes }
    : { displayName: live.name, ...live.attributes };
}

function create(
  desired: RoleResource | WorkspaceResource,
  after: Attributes,
  live?: LiveWorkspace,
): Findings {
  const { address, kind, origins, ownership } = desired;
  return found({
    changes: [
      {
        address,
        kind,
        action: "create",
        reason: "not-live",
        after,
        fields: [],
        mails: 0,
        origins,
        ownership,
        ...(live === undefined ? {} : { live }),
      },
    ],
  });
}

/** A workspace that is not here yet: the existing one that is meant, or a new one where the system can. */
function join(desired: WorkspaceResource, { kinds, candidates, organization }: OrganizationInput): Findings {
  const name = liveName(desired);
  // Whoever can grant it is told so, whatever we can see of it.
  if (kinds.workspace?.creation === "granted") return create(desired, { displayName: name });
  const links = kinds.workspace?.creation === "link";
  const matching = candidatesFor(desired, candidates, kinds);
  const [existing, ...more] = matching;
  if (more.length > 0) return found({ diagnostics: [ambiguousWorkspace(desired, name, matching)] });
  if (links && existing !== undefined)
    return create(desired, { id: existing.id, ...renamed(desired, existing) }, existing);
  if (desired.id !== undefined)
    return found({ diagnostics: [unknownWorkspace(desired, `the id ${desired.id}`)] });
  if (links) return found({ diagnostics: [unknownWorkspace(desired, `the name ${JSON.stringify(name)}`)] });
  if (kinds.workspace?.create === "none") {
    const what = `${organization.name} has no workspace called ${JSON.stringify(name)}, and the system's API cannot create one.`;
    return found({
      diagnostics: [impossible(desired, what, "Create it on the system, or correct the name.")],
    });
  }
  return create(desired, { displayName: name, ...desired.attributes });
}

function leftover(
  { address, live }: Rest<LiveRole | LiveWorkspace>,
  kind: "role" | "workspace",
  ownership: Ownership | undefined,
): Findings {
  const attributes = namedAttributes(live);
  return undeclared({
    address,
    kind,
    live,
    nativeId: live.id,
    attributes,
    protection: live.protection,
    ownership,
  });
}
