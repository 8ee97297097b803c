import type { ConnectorExample } from "../../model/connector.ts";

/** A first project on CNAP. */
export function example(): ConnectorExample {
  return {
    endpoint: "https://api.akua.dev/v1",
    connection: [
      "# The user whose credential it is, by e-mail or id; never invited, removed or demoted.",
      "# self: ops@example.com",
    ],
    spec: [
      "# How the organization is found on the system.",
      "slug: example",
      "displayName: Example",
      "# Workspaces that their customers let the organization manage. Every member is an admin of each.",
      "workspaces:",
      "  - {name: production, id: ws_abc123}",
      "members:",
      "  - email: alice@example.com",
      "    role: owner",
      "  - group: platform-team",
      "    role: member",
      "    # Access ends by itself.",
      "    until: 2030-12-31",
      "    reason: Why they are here; shown in the plan",
      "# additive leaves what is not declared. exact, the default, removes it.",
      "ownership: {workspaces: additive, members: additive}",
    ],
  };
}
