import type { ConnectorExample } from "../../model/connector.ts";

const linked = [
  "# Existing workspaces to link, by their id.",
  "workspaces:",
  "  - {name: production, id: ws_abc123}",
];
const created = [
  "# Found by their live name, created where there is none.",
  "workspaces:",
  "  - {name: production, displayName: Production}",
];

const endpoints = {
  guide: "https://your-workspace.signalsmith.dev/api/v1",
  "reference-a": "https://your-instance.signalsmith.io/api/v1",
  "reference-b": "https://composable.zeotap.com/api/v1",
} as const;

/** A first project on SignalSmith. */
export function example(dialect: string | undefined): ConnectorExample {
  const chosen = dialect === "reference-a" || dialect === "reference-b" ? dialect : "guide";
  return {
    endpoint: endpoints[chosen],
    connection: [
      "# guide, reference-a or reference-b: which of the published interfaces the endpoint speaks.",
      `dialect: ${chosen}`,
      "# The credential's own account; it is never invited, removed or demoted.",
      "# self: ops@example.com",
      "# The workspace that calls are made from; it is never unlinked by absence.",
      "# workspace: ws_abc123",
    ],
    spec: [
      "# How the organization is found on the system.",
      "slug: example",
      "displayName: Example",
      ...(chosen === "guide" ? linked : created),
      "# Without `workspaces` a member keeps what access they have.",
      "members:",
      "  - email: alice@example.com",
      "    role: owner",
      "    workspaces: {production: admin}",
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
