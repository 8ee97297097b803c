/** Finds the live thing that each wish means. One wish is one live thing, or an error that names them: never a guess. */
import { type Address, parseAddress } from "../../model/address.ts";
import type { Diagnostic } from "../../model/contract.ts";
import type { OrganizationInput } from "../input.ts";
import { matchAccess } from "./access.ts";
import { matchRoles, matchWorkspaces, toBeLinked } from "./named.ts";
import { type Matching, ofKind } from "./pairs.ts";
import { matchMembers } from "./people.ts";

/** Matches all wishes of an organization against what is live. */
export function match(input: OrganizationInput): Matching {
  const { organization, resources, live } = input;
  const problems: Diagnostic[] = [];
  const roles = matchRoles(organization.name, ofKind(resources, "role"), live?.roles ?? [], problems);
  const workspaces = matchWorkspaces(
    organization.name,
    ofKind(resources, "workspace"),
    live?.workspaces ?? [],
    problems,
  );
  const members = matchMembers(organization, ofKind(resources, "member"), live?.members ?? [], problems);
  const workspaceNames = new Map([
    ...toBeLinked(resources, input).map(({ desired, live: found }) => [found.id, desired.name] as const),
    ...workspaces.pairs.flatMap(({ desired, live: found }) =>
      found ? [[found.id, desired.name] as const] : [],
    ),
    ...workspaces.rest.map(({ address, live: found }) => [found.id, nameIn(address)] as const),
  ]);
  const access = matchAccess(input, workspaceNames, members, problems);
  const ids = new Map<Address, string>([
    ...[...workspaces.pairs, ...roles.pairs, ...members.pairs, ...access.pairs].flatMap(
      ({ desired, live: found }) => (found?.id === undefined ? [] : [[desired.address, found.id] as const]),
    ),
    ...[...workspaces.rest, ...roles.rest, ...members.rest, ...members.stale, ...access.rest].flatMap(
      ({ address, live: found }) => (found.id === undefined ? [] : [[address, found.id] as const]),
    ),
  ]);
  return { roles, workspaces, members, access, ids, workspaceNames, diagnostics: problems };
}

function nameIn(address: Address): string {
  const parsed = parseAddress(address);
  return parsed.kind === "workspace" ? parsed.workspace : address;
}
