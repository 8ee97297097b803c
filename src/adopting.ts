/**
 * The story of an adoption: live moved, and the manifests are edited to say so. What is given back was read again as
 * `validate` reads it: edits that would make the project invalid are refused. Asks no system, writes no file.
 */
import { check } from "./check.ts";
import { facts } from "./connections.ts";
import { type Adoption, adopt, isAdoptable } from "./manifest/adopt/adopt.ts";
import { inOrder } from "./manifest/adopt/order.ts";
import { parseManifests, type Source } from "./manifest/index.ts";
import type { Change, Diagnostic, Plan } from "./model/contract.ts";
import type { ReconcileRequest } from "./request.ts";

/** What is adopted: the differences of a plan, into the texts that its documents were parsed from. */
export interface AdoptRequest extends Pick<ReconcileRequest, "project" | "documents" | "connectors" | "now"> {
  /** Every text that the documents come from, approvals included. */
  readonly sources: readonly Source[];
  readonly plan: Plan;
  /** metadata.name of the organizations to adopt; all of the plan by default. */
  readonly only?: readonly string[];
  /** Ids of changes that are seen and not adopted, each with its reason. */
  readonly except?: ReadonlyMap<string, string>;
}

/** Differences of one organization that somebody may want to review as edits; each costs a look at the whole manifest. */
const MOST_CHANGES = 200;

/** Change ids that are not adopted, with the reason. */
type Skipped = ReadonlyMap<string, string>;

/**
 * Adopts every difference that a manifest can say; the others are told with their reasons. A refused edit takes no other
 * with it. Throws only for our own bugs.
 */
export function adoptDrift(request: AdoptRequest): Adoption {
  const all = attempt(request, new Map());
  const known = errorsIn(check(request).diagnostics);
  const problemOf = (skipped: Skipped) =>
    firstNew(known, errorsAfter(request, skipped.size === 0 ? all : attempt(request, skipped)));
  if (problemOf(new Map()) === undefined) return all;
  return attempt(request, blamed(request, all, problemOf));
}

function attempt(request: AdoptRequest, skipped: Skipped): Adoption {
  const { project, documents, now, sources, connectors, plan, only, except = new Map() } = request;
  return adopt({
    sources,
    documents,
    organizations: plan.organizations.filter(({ name }) => only === undefined || only.includes(name)),
    systems: facts({ project, connectors }),
    now,
    skipped: new Map([...tooMany(plan, except), ...except, ...skipped]),
    ...(project.timezone === undefined ? {} : { timezone: project.timezone }),
  });
}

function tooMany({ organizations }: Plan, except: Skipped): Skipped {
  const reason = `more than ${MOST_CHANGES} differences: import the organization anew in their place`;
  const isMeant = (change: Change) => isAdoptable(change) && !except.has(change.id);
  const beyond = organizations.flatMap(({ changes }) => changes.filter(isMeant).slice(MOST_CHANGES));
  return new Map(beyond.map(({ id }) => [id, reason]));
}

/**
 * The changes whose edits make the manifests invalid. Organizations are tried one after another, each first as a whole,
 * then by halves; what may have failed for want of a later edit is tried once more.
 */
function blamed(
  { plan }: AdoptRequest,
  { adopted }: Adoption,
  problemOf: (skipped: Skipped) => string | undefined,
): Skipped {
  const candidates = new Set(adopted.map(({ id }) => id));
  const organizations = plan.organizations.map(({ changes }) =>
    inOrder(changes.filter(isAdoptable)).flatMap(({ id }) => (candidates.has(id) ? [id] : [])),
  );
  const skipped = new Map(organizations.flat().map((id) => [id, ""]));

  function take(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const without = new Map([...skipped].filter(([id]) => !ids.includes(id)));
    const problem = problemOf(without);
    const [first = "", ...more] = ids;
    if (problem === undefined) for (const id of ids) skipped.delete(id);
    else if (more.length === 0) skipped.set(first, `the manifests would not be valid with it: ${problem}`);
    else {
      const half = Math.ceil(ids.length / 2);
      take(ids.slice(0, half));
      take(ids.slice(half));
    }
  }

  for (const ids of organizations) take(ids);
  take([...skipped.keys()]);
  return skipped;
}

/** The errors of the edited texts, read and resolved as for a plan. */
function errorsAfter(request: AdoptRequest, { files }: Adoption): readonly string[] {
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  const sources = request.sources.map((source) => ({
    ...source,
    text: texts.get(source.file) ?? source.text,
  }));
  const parsed = parseManifests(sources);
  return errorsIn(
    parsed.ok ? check({ ...request, documents: parsed.value }).diagnostics : parsed.diagnostics,
  );
}

/** Errors in words; lines are left out, for edits move them. */
function errorsIn(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

/** The first error that is there more often than before. */
function firstNew(before: readonly string[], after: readonly string[]): string | undefined {
  const count = (errors: readonly string[], message: string) =>
    errors.filter((each) => each === message).length;
  return after.find((message) => count(after, message) > count(before, message));
}
