/** The record that a story begins with: what a complete apply left, and what record.yaml says beside it. */

import { check } from "../../../src/check.ts";
import type { Documents } from "../../../src/manifest/index.ts";
import { parseManifests } from "../../../src/manifest/index.ts";
import type { Connector } from "../../../src/model/connector.ts";
import type { Project } from "../../../src/model/contract.ts";
import { hasErrors } from "../../../src/model/diagnostic.ts";
import type { Organization } from "../../../src/model/organization.ts";
import type { OrganizationRecord } from "../../../src/model/record.ts";
import { declaredDigests } from "../../../src/plan/digest.ts";
import { clockOf, type Files } from "./files.ts";

interface World {
  readonly project: Project;
  readonly connectors: Readonly<Record<"signalsmith", Connector>>;
}

interface Applied {
  readonly documents: Documents;
  readonly at: number;
}

/** run.yaml, the half that is about the record. */
interface Run {
  /** When these very manifests were last applied completely; before.yaml holds other ones. */
  readonly applied?: string;
}

/** Records by organization. */
export function recordsOf(files: Files, manifests: Documents, world: World): Map<string, OrganizationRecord> {
  const more = files.value<Readonly<Record<string, Partial<OrganizationRecord>>>>("record.yaml", {});
  const applied = lastApply(files, manifests);
  const organizations = applied === undefined ? [] : resolved(applied, world);
  const names = [...new Set([...organizations.map(({ name }) => name), ...Object.keys(more)])];
  return new Map(
    names.map((name) => {
      const organization = organizations.find((each) => each.name === name);
      return [
        name,
        {
          formatVersion: 1,
          organization: name,
          connection: "main",
          declared: {},
          released: [],
          invitations: {},
          ...(organization === undefined || applied === undefined
            ? {}
            : left(organization, applied.at, world)),
          ...more[name],
        },
      ];
    }),
  );
}

function lastApply(files: Files, manifests: Documents): Applied | undefined {
  const before = files.text("before.yaml");
  const { applied } = files.value<Run>("run.yaml", {});
  if (before !== undefined) return { documents: parsed(before), at: clockOf(before) };
  return applied === undefined ? undefined : { documents: manifests, at: Date.parse(applied) };
}

function parsed(text: string): Documents {
  const documents = parseManifests([{ file: "before.yaml", text }]);
  if (!documents.ok) throw new TypeError(JSON.stringify(documents.diagnostics, null, 2));
  return documents.value;
}

function resolved({ documents, at }: Applied, world: World): readonly Organization[] {
  const { organizations, diagnostics } = check({ ...world, documents, now: at });
  if (hasErrors(diagnostics)) throw new TypeError(JSON.stringify(diagnostics, null, 2));
  return organizations;
}

/** What a complete apply at that time leaves of an organization. */
function left(
  organization: Organization,
  at: number,
  { project, connectors }: World,
): Partial<OrganizationRecord> {
  const { slug, id } = organization.key;
  const { token: _, ...settings } = project.connections[organization.connection] ?? {
    system: "signalsmith",
    endpoint: "",
    token: undefined,
  };
  const resources = connectors.signalsmith.desired(organization, {
    name: organization.connection,
    ...settings,
  });
  return {
    connection: organization.connection,
    ...(slug === undefined ? {} : { slug }),
    ...(id === undefined ? {} : { id }),
    appliedAt: new Date(at).toISOString(),
    declared: declaredDigests(organization, resources),
  };
}
