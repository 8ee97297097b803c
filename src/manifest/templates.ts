/**
 * The first files of a project, as `orgwright init` writes them.
 * In: the chosen system and what its connector says of a first project. Out: YAML text that is valid against schemas/ and already in canonical form.
 */
import type { Connection } from "../model/contract.ts";

/** What the files are made for. The lines come from the system's connector, without indentation at their beginning. */
export interface TemplateChoice {
  readonly system: Connection["system"];
  readonly endpoint: string;
  /** Further lines of the connection. */
  readonly connection: readonly string[];
  /** Lines of the manifest's `spec`, behind `connection`. */
  readonly spec: readonly string[];
}

/** The project file orgwright.yaml with one connection, named after its system. */
export function projectTemplate({ system, endpoint, connection }: TemplateChoice): string {
  return `# yaml-language-server: $schema=.orgwright/schemas/project.schema.json

# Where the manifests are, which systems they speak to, and which guards hold.
apiVersion: orgwright/v1
kind: Project
manifests: [orgs/**/*.yaml]
# Documents that let named changes pass a guard. Give the folder owners of its own.
approvals: [approvals/**/*.yaml]
# Dates without a time are read in this zone.
timezone: UTC
connections:
  ${system}:
    system: ${system}
    endpoint: ${endpoint}
    # The name of the environment variable that holds the credential, never the credential.
    token: {env: ${system.toUpperCase()}_TOKEN}
${indented(connection, 4)}# A plan that goes beyond these is blocked. These are the defaults.
guards:
  maxRemovals: {count: 10, percent: 25, total: 50}
  minOwners: 1
`;
}

/** The first manifest, orgs/example.yaml: it only adds, until its ownership is made exact. */
export function organizationTemplate({ system, spec }: TemplateChoice): string {
  return `# yaml-language-server: $schema=../.orgwright/schemas/manifest.schema.json

# Who belongs to this organization, with which role, on which workspaces.
apiVersion: orgwright/v1
kind: Organization
# The key in addresses like example/member/alice@example.com; never sent to the system.
metadata: {name: example}
spec:
  connection: ${system}
${indented(spec, 2)}---
# People under one name, for several organizations.
apiVersion: orgwright/v1
kind: Group
metadata: {name: platform-team}
spec:
  members: [bob@example.com, carol@example.com]
`;
}

function indented(lines: readonly string[], by: number): string {
  return lines.map((line) => `${" ".repeat(by)}${line}\n`).join("");
}
