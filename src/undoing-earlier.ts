/** The manifests that were applied before an apply, and what they want of its organizations. */
import { check } from "./check.ts";
import type { Documents } from "./manifest/index.ts";
import type { Diagnostic, OrganizationOutcome, OrganizationPlan } from "./model/contract.ts";
import { compareText } from "./model/diagnostic.ts";
import { ConfigurationError } from "./model/errors.ts";
import type { Organization } from "./model/organization.ts";
import type { OrganizationInput } from "./plan/input.ts";
import { noManifests, organizationKept } from "./plan/undo-words.ts";
import type { ReconcileRequest } from "./request.ts";

/** An organization that an apply has written to. */
export interface Applied {
  readonly input: OrganizationInput;
  readonly plan: OrganizationPlan;
  readonly outcome: OrganizationOutcome;
}

/** The same as the manifests before want it. */
export interface Earlier extends Applied {
  readonly organization: Organization;
  readonly documents: Documents;
  /** Undefined: the manifests came with the request. */
  readonly commit: string | undefined;
}

/** Gives the manifests at a commit. Throws ConfigurationError where they cannot be had. */
export type ManifestsAt = (commit: string) => Promise<Documents>;

interface Manifests {
  readonly documents: Documents;
  readonly organizations: readonly Organization[];
  readonly commit: string | undefined;
}

/** Finds what the manifests before want of an organization, or says why nobody knows. Each commit is asked for once. */
export function earlierManifests(
  request: ReconcileRequest,
  manifestsAt: ManifestsAt,
): (applied: Applied) => Promise<Earlier | { readonly problem: Diagnostic }> {
  const known = new Map<string, Promise<Manifests | string>>();
  const at = (commit: string): Promise<Manifests | string> => {
    const manifests = known.get(commit) ?? load(commit, request, manifestsAt);
    known.set(commit, manifests);
    return manifests;
  };
  return async (applied) => {
    const { name } = applied.plan;
    const commit = commitBefore(applied.input, request);
    const manifests =
      request.base !== undefined
        ? understood(request.base, undefined, request)
        : commit === undefined
          ? "Neither the record nor git knows manifests that were applied before."
          : await at(commit);
    if (typeof manifests === "string") return { problem: noManifests(name, manifests) };
    const { organizations, ...from } = manifests;
    const organization = counterpart(applied.input.organization, organizations);
    if (organization === undefined) return { problem: organizationKept(name) };
    return { ...applied, organization, ...from };
  };
}

async function load(
  commit: string,
  request: ReconcileRequest,
  manifestsAt: ManifestsAt,
): Promise<Manifests | string> {
  try {
    const isNow = commit === request.writing?.commit;
    return understood(isNow ? request.documents : await manifestsAt(commit), commit, request);
  } catch (error) {
    if (error instanceof ConfigurationError) return `${error.message}.`;
    throw error;
  }
}

/** The manifests with what they mean at the time of the request. */
function understood(
  documents: Documents,
  commit: string | undefined,
  request: ReconcileRequest,
): Manifests | string {
  const { organizations, diagnostics } = check({ ...request, documents });
  const error = diagnostics.find(({ severity }) => severity === "error");
  if (error === undefined) return { documents, organizations, commit };
  return `The manifests before are not valid any more: ${error.message}`;
}

/**
 * The commit that live was of: that of an apply that stopped on its way, else of the last complete one. What nobody
 * remembers was not declared when the others were applied; where nothing is remembered, the commit before this one counts.
 */
function commitBefore(
  { record }: OrganizationInput,
  { records, writing }: ReconcileRequest,
): string | undefined {
  const current = writing?.commit;
  const attempted = record?.attempted?.status === "partial" ? record.attempted.commit : undefined;
  if (attempted !== undefined && attempted !== current) return attempted;
  const [last] = records
    .filter(({ commit }) => commit !== undefined)
    .sort((a, b) => compareText(b.appliedAt ?? "", a.appliedAt ?? ""));
  return record?.commit ?? last?.commit ?? (current === undefined ? undefined : `${current}^1`);
}

/** The organization under the name and slug that it had: found as records are, by connection and key before name. */
function counterpart(now: Organization, before: readonly Organization[]): Organization | undefined {
  const near = before.filter(({ connection }) => connection === now.connection);
  const slugs = [now.key.slug, ...now.key.previousSlugs];
  return (
    near.find(({ key }) => key.id !== undefined && key.id === now.key.id) ??
    near.find(({ key }) => key.slug !== undefined && slugs.includes(key.slug)) ??
    near.find(({ name }) => [now.name, ...now.previousNames].includes(name))
  );
}
