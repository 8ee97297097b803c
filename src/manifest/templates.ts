/**
 * The first files of a project, as `orgwright init` writes them.
 * In: the chosen system and its dialect. Out: YAML text that is valid against schemas/ and already in canonical form.
 */
import type { Connection } from "../model/contract.ts";

/** What the files are made for; without a dialect the system's default. */
export interface TemplateChoice {
  readonly system: Connection["system"];
  readonly dialect?: NonNullable<Connection["dialect"]>;
}

interface DialectText {
  readonly endpoint: string;
  /** What a workspace entry means there. */
  readonly workspaces: string;
  readonly workspace: string;
}

const dialects: Readonly<Record<NonNullable<Connection["dialect"]>, DialectText>> = {
  guide: {
    endpoint: "https://your-workspace.signalsmith.dev/api/v1",
    workspaces: "Existing workspaces to link, by their id.",
    workspace: "{name: production, id: ws_abc123}",
  },
  "reference-a": {
    endpoint: "https://your-instance.signalsmith.io/api/v1",
    workspaces: "Found by their live name, created where there is none.",
    workspace: "{name: production, displayName: Production}",
  },
  "reference-b": {
    endpoint: "https://composable.zeotap.com/api/v1",
    workspaces: "Found by their live name, created where there is none.",
    workspace: "{name: production, displayName: Production}",
  },
};

/** The project file orgwright.yaml with one connection, named after its system. */
export function projectTemplate({ system, dialect = "guide" }: TemplateChoice): string {
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
    endpoint: ${dialects[dialect].endpoint}
    # The name of the environment variable that holds the credential, never the credential.
    token: {env: ${system.toUpperCase()}_TOKEN}
    # guide, reference-a or reference-b: which of the published interfaces the endpoint speaks.
    dialect: ${dialect}
    # The credential's own account; it is never invited, removed or demoted.
    # self: ops@example.com
    # The workspace that calls are made from; it is never unlinked by absence.
    # workspace: ws_abc123
# A plan that goes beyond these is blocked. These are the defaults.
guards:
  maxRemovals: {count: 10, percent: 25, total: 50}
  minOwners: 1
`;
}

/** The first manifest, orgs/example.yaml: it only adds, until its ownership is made exact. */
export function organizationTemplate({ system, dialect = "guide" }: TemplateChoice): string {
  const { workspaces, workspace } = dialects[dialect];
  return `# yaml-language-server: $schema=../.orgwright/schemas/manifest.schema.json

# Who belongs to this organization, with which role, on which workspaces.
apiVersion: orgwright/v1
kind: Organization
# The key in addresses like example/member/alice@example.com; never sent to the system.
metadata: {name: example}
spec:
  connection: ${system}
  # How the organization is found on the system.
  slug: example
  displayName: Example
  # ${workspaces}
  workspaces:
    - ${workspace}
  # Without \`workspaces\` a member keeps what access they have.
  members:
    - email: alice@example.com
      role: owner
      workspaces: {production: admin}
    - group: platform-team
      role: member
      # Access ends by itself.
      until: 2030-12-31
      reason: Why they are here; shown in the plan
  # additive leaves what is not declared. exact, the default, removes it.
  ownership: {workspaces: additive, members: additive}
---
# People under one name, for several organizations.
apiVersion: orgwright/v1
kind: Group
metadata: {name: platform-team}
spec:
  members: [bob@example.com, carol@example.com]
`;
}
