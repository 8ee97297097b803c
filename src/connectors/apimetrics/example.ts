import type { ConnectorExample } from "../../model/connector.ts";

/** A first project on APImetrics. */
export function example(): ConnectorExample {
  return {
    endpoint: "https://client.apimetrics.io",
    connection: ["# The token is that of a service account with the role ADMIN; it tells who it is."],
    spec: [
      "# The id of the organization, which is how it is found.",
      "slug: example",
      "displayName: Example",
      "# DEFAULT and ADMIN are always there.",
      "roles:",
      "  - {name: SRE, description: On call}",
      "# Projects: found by their live name, created where there is none.",
      "workspaces:",
      "  - {name: production, displayName: Production}",
      "# Without `workspaces` a member keeps what access they have.",
      "members:",
      "  - email: alice@example.com",
      "    role: ADMIN",
      "    workspaces: {production: OWNER}",
      "  - group: platform-team",
      "    roles: [SRE]",
      "    # Access ends by itself.",
      "    until: 2030-12-31",
      "    reason: Why they are here; shown in the plan",
      "# What everybody with a role may do on a project.",
      "access:",
      "  - {role: SRE, workspace: production, level: EDITOR}",
      "# additive leaves what is not declared. exact, the default, removes it.",
      "ownership: {roles: additive, workspaces: additive, members: additive, access: additive}",
    ],
  };
}
