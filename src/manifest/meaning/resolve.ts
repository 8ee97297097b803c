/** Documents to organizations: the whole meaning of manifests at one moment, told in one straight function. */
import { organizationAddress } from "../../model/address.ts";
import type { CheckProblem } from "../../model/connector.ts";
import type { Diagnostic, Project } from "../../model/contract.ts";
import { compareText, sortDiagnostics } from "../../model/diagnostic.ts";
import type { Organization } from "../../model/organization.ts";
import type { Documents } from "../schema/manifests.ts";
import { type Acknowledgement, resolveAcknowledgements } from "./acknowledgements.ts";
import { acrossProblems } from "./across.ts";
import { type Approval, resolveApprovals } from "./approvals.ts";
import { documentProblems } from "./documents.ts";
import { inexpressible } from "./express.ts";
import { resolveOrganization } from "./organization.ts";
import { peopleOn, personsByEmail } from "./people.ts";
import { referenceProblems } from "./references.ts";
import type { Found, Group, Scope, SystemFacts } from "./scope.ts";
import { sectionProblems } from "./sections.ts";

/** What the manifests want at one moment, and all that is wrong with them. */
export interface Resolution {
  /** By name. Those on unknown connections are left out; with errors among the diagnostics none may be applied. */
  readonly organizations: readonly Organization[];
  readonly approvals: readonly Approval[];
  readonly acknowledgements: readonly Acknowledgement[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What the meaning of manifests depends on beside their text. */
export interface ResolveContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly project: Project;
  /** By connection name. */
  readonly systems: ReadonlyMap<string, SystemFacts>;
}

/** Resolves documents at a time. Pure: the same input gives the same output; problems are collected, never thrown. */
export function resolve(documents: Documents, context: ResolveContext): Resolution {
  const { project, now, systems } = context;
  const names = documents.organizations.map(({ value }) => value.metadata.name);
  const clock = { now, timezone: project.timezone ?? "UTC" };
  const approvals = resolveApprovals(documents.approvals, names, clock);
  const acknowledgements = resolveAcknowledgements(documents.acknowledgements, names, clock);
  const organizations = scopesOf(documents, context).map(resolveOne);
  return {
    organizations: organizations.map(({ value }) => value).sort((a, b) => compareText(a.name, b.name)),
    approvals: approvals.value,
    acknowledgements: acknowledgements.value,
    diagnostics: sortDiagnostics([
      ...documentProblems(documents, project, systems),
      ...acrossProblems(documents.organizations),
      ...organizations.flatMap(({ diagnostics }) => diagnostics),
      ...approvals.diagnostics,
      ...acknowledgements.diagnostics,
    ]),
  };
}

function scopesOf(
  { organizations, groups, persons }: Documents,
  { now, project, systems }: ResolveContext,
): readonly Scope[] {
  const byEmail = personsByEmail(persons);
  const people = new Map(
    [...systems].map(([name, { system }]) => [name, peopleOn({ name, system }, persons, byEmail)] as const),
  );
  const byName = new Map(groups.map((group) => [group.value.metadata.name, groupOf(group)]));
  const manifests = new Map(organizations.map(({ value }) => [value.metadata.name, value]));
  return organizations.flatMap((manifest): Scope[] => {
    const { spec } = manifest.value;
    const facts = systems.get(spec.connection);
    const own = people.get(spec.connection);
    if (facts === undefined || own === undefined) return [];
    const parent = manifests.get(spec.parent ?? "");
    const around = { facts, people: own, groups: byName, now, timezone: project.timezone ?? "UTC" };
    return [{ manifest, spec, ...(parent === undefined ? {} : { parent }), ...around }];
  });
}

function groupOf(manifest: Documents["groups"][number]): Group {
  const people = manifest.value.spec.members.map((email, index) => ({
    email,
    line: manifest.locate(["spec", "members", index]),
  }));
  return { manifest, people };
}

function placed({ at, ...problem }: CheckProblem, { manifest }: Scope): Diagnostic {
  return at === undefined ? problem : { ...problem, location: manifest.locate(["spec", ...at]) };
}

function resolveOne(scope: Scope): Found<Organization> {
  const { value, diagnostics } = resolveOrganization(scope);
  const { organization } = value;
  const found = [
    ...diagnostics,
    ...inexpressible(scope),
    ...referenceProblems(value),
    ...sectionProblems(value),
    ...scope.facts.check(organization).map((problem) => placed(problem, scope)),
  ];
  const address = organizationAddress(organization.name);
  return { value: organization, diagnostics: found.map((diagnostic) => ({ address, ...diagnostic })) };
}
