/** What a change of the manifests asks for, told from the manifests alone: no request is sent, no credential needed. */
import { check } from "./check.ts";
import type { Documents, Resolution } from "./manifest/index.ts";
import type { Connector } from "./model/connector.ts";
import type { Diagnostic, Plan, Project } from "./model/contract.ts";
import { compareText, hasErrors, sortDiagnostics } from "./model/diagnostic.ts";
import { InternalError } from "./model/errors.ts";
import type { Organization } from "./model/organization.ts";
import { nameOf, type Pair, pairsOf } from "./pairing.ts";
import { digest } from "./plan/digest.ts";
import { differing, type IntentOrganization, planIntent, type Side } from "./plan/intent.ts";

/** The manifests of two commits, and what they are understood with. */
export interface TwoCommits {
  /** The base's project: connections and guards are never the head's to say. */
  readonly project: Project;
  readonly connectors: Readonly<Record<string, Connector>>;
  /** Milliseconds since 1970, for both sides. */
  readonly now: number;
  /** Absent: what the base has cannot be read as manifests. */
  readonly base?: Documents | undefined;
  readonly head: Documents;
}

/** What is asked of `intend` beside the two commits. */
export interface IntentRequest extends TwoCommits {
  /** Organizations to show: by the head's metadata.name, those without a manifest there by the base's. */
  readonly only?: readonly string[];
  /** What the entry has to say, shown with the plan. */
  readonly notes?: readonly Diagnostic[];
}

/** Invalid manifests of the head have no plan. */
export type Intent =
  | { readonly valid: false; readonly diagnostics: readonly Diagnostic[] }
  | { readonly valid: true; readonly plan: Plan; readonly diagnostics: readonly Diagnostic[] };

/**
 * The head's manifests compared with the base's, as a plan whose organizations have `basis: "intent"`. An invalid base
 * counts as empty, with a warning. An intent plan is never a reviewed one: its change ids are those of no plan against
 * live. Throws only for our own bugs.
 */
export function intend(request: IntentRequest): Intent {
  const { project, now, notes, only } = request;
  const head = check({ ...request, documents: request.head });
  if (hasErrors(head.diagnostics)) return { valid: false, diagnostics: head.diagnostics };
  const base = baseOf(request);
  const diagnostics = sortDiagnostics([...head.diagnostics, ...(base.valid ? [] : [baseInvalid(base)])]);
  const pairs = pairsOf(head.organizations, base.valid ? base.organizations : []);
  const plan = planIntent({
    organizations: pairs.map((pair) => sidesOf(pair, request)),
    guards: project.guards ?? {},
    now,
    notes: sortDiagnostics([...(notes ?? []), ...diagnostics]),
    ...(only === undefined
      ? {}
      : { only: pairs.filter((pair) => only.includes(nameOf(pair))).map((pair) => pair.head.name) }),
  });
  return { valid: true, plan, diagnostics };
}

/**
 * The organizations that the head makes a difference to, sorted: by the head's metadata.name, those without a manifest
 * there by the base's. One also counts when only git says it otherwise (an entry that holds later), and when an Approval
 * for it is new, other or gone. With an invalid side nothing that the head declares passes for untouched.
 */
export function touched(request: TwoCommits): { readonly names: readonly string[] } {
  const head = check({ ...request, documents: request.head });
  const base = baseOf(request);
  if (hasErrors(head.diagnostics) || !base.valid) {
    const all = hasErrors(head.diagnostics) ? [request.head, request.base] : [request.head];
    return { names: sorted(all.flatMap(namesIn)) };
  }
  const approved = approvedNames(request);
  const all = pairsOf(head.organizations, base.organizations).filter((pair) => {
    const isApproved = approved.has(pair.head.name) || approved.has(pair.base?.name ?? "");
    return isApproved || isMoved(pair, request);
  });
  return { names: sorted(all.map(nameOf)) };
}

/** Both sides with their resources, all addresses under the name that the head has for it. */
function sidesOf({ head, base, gone }: Pair, { project, connectors }: TwoCommits): IntentOrganization {
  const found = project.connections[head.connection];
  const connector = found && connectors[found.system];
  if (found === undefined || connector === undefined)
    throw new InternalError(`There is no connection ${head.connection}.`);
  const { token: _token, ...connection } = found;
  const settings = { ...connection, name: head.connection };
  const sideOf = (organization: Organization): Side => ({
    organization,
    resources: connector.desired(organization, settings),
  });
  return {
    head: gone ? { organization: head, resources: [] } : sideOf(head),
    base: base && sideOf({ ...base, name: head.name }),
    gone,
    settings,
    title: connector.title,
    kinds: connector.kinds(settings),
  };
}

/** Whether the two commits say different things of an organization. */
function isMoved(pair: Pair, request: TwoCommits): boolean {
  const { head, base, gone } = pair;
  if (gone || head.name !== base?.name || digest(head.manifest) !== digest(base.manifest)) return true;
  const sides = sidesOf(pair, request);
  return differing(sides.base, sides.head).length > 0;
}

/** The organizations of the Approvals that are not the same on both sides. */
function approvedNames({ base, head }: TwoCommits): ReadonlySet<string> {
  const byValue = (documents: Documents | undefined) =>
    new Map((documents?.approvals ?? []).map(({ value }) => [digest(value), value.spec.organization]));
  const [before, after] = [byValue(base), byValue(head)];
  const moved = [...before, ...after].filter(([value]) => before.has(value) !== after.has(value));
  return new Set(moved.map(([, organization]) => organization));
}

function namesIn(documents: Documents | undefined): readonly string[] {
  return (documents?.organizations ?? []).map(({ value }) => value.metadata.name);
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareText);
}

type Base = ({ readonly valid: true } & Resolution) | { readonly valid: false; readonly problem?: string };

function baseOf(request: TwoCommits): Base {
  if (request.base === undefined) return { valid: false };
  const base = check({ ...request, documents: request.base });
  const error = base.diagnostics.find(({ severity }) => severity === "error");
  return error === undefined ? { ...base, valid: true } : { valid: false, problem: error.message };
}

function baseInvalid({ problem }: { readonly problem?: string }): Diagnostic {
  const what = problem === undefined ? "" : ` The first problem: ${problem}`;
  return {
    code: "intent/base-invalid",
    severity: "warning",
    message: `The manifests of the base are invalid.${what}`,
    why: "So all that the head declares is shown as new, and nothing as removed.",
    fix: "This goes away once the base is valid.",
  };
}
