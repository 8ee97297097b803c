import type { ConnectorExample } from "../../model/connector.ts";

/** A first project on LumoAuth. */
export function example(dialect: string | undefined): ConnectorExample {
  return {
    endpoint: "https://app.lumoauth.dev",
    connection: [
      "# t or orgs: which of the two the addresses have.",
      `dialect: ${dialect === "orgs" ? "orgs" : "t"}`,
      "# The tenant's slug: the part of LumoAuth's addresses behind /t/ or /orgs/.",
      "tenant: your-tenant",
    ],
    spec: [
      "# How the organization is found on the system.",
      "slug: example",
      "displayName: Example",
      "# Roles of this organization beside those that come with it; name is the slug.",
      "roles:",
      "  - {name: viewer, displayName: Viewer, description: Read only}",
      "# Who is a user of the tenant is added at once; others get an invitation.",
      "members:",
      "  - email: alice@example.com",
      "    role: owner",
      "  - group: platform-team",
      "    role: viewer",
      "    # Membership ends by itself.",
      "    until: 2030-12-31",
      "    reason: Why they are here; shown in the plan",
      "# additive leaves what is not declared. exact, the default, removes it.",
      "ownership: {roles: additive, members: additive}",
    ],
  };
}
