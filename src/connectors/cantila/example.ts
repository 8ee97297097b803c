import type { ConnectorExample } from "../../model/connector.ts";

/** A first project on Cantila. */
export function example(dialect: string | undefined): ConnectorExample {
  const chosen = dialect === "documented" || dialect === "server" ? dialect : "auto";
  return {
    endpoint: "https://api.cantila.app/v1",
    connection: [
      "# documented as Cantila's pages say, server as its control plane does; auto asks which one answers.",
      `dialect: ${chosen}`,
    ],
    spec: [
      "# The account's handle, which never changes: the credential's own account, or one below it.",
      "slug: example",
      "# A sub-account names the Organization that it is below, and is created where it is not there.",
      "# parent: agency",
      "# branding: {displayName: Example Cloud, primaryColor: '#00bb55'}",
      "members:",
      "  - email: alice@example.com",
      "    role: owner",
      "  - group: platform-team",
      "    role: admin",
      "    # Access ends by itself.",
      "    until: 2030-12-31",
      "    reason: Why they are here; shown in the plan",
      "# additive leaves what is not declared. exact, the default, removes it.",
      "ownership: {members: additive}",
    ],
  };
}
