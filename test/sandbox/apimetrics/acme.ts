import type { SandboxSeed } from "../../../src/sandbox/index.ts";

/** The moment at which the sandboxes of these tests begin. */
export const START: number = Date.parse("2026-11-21T12:00:00Z");

/** The same moment as the API writes it. */
export const STARTED = "2026-11-21T12:00:00.000000Z";

/** When everything in a seed was made. */
export const LONG_AGO = "2026-01-01T00:00:00.000000Z";

/**
 * Acme: Olga and the service account ci are ADMIN, Mia has the role SRE, Sam only DEFAULT; Sam's e-mail has a second
 * account, outside. `proj_1` Production: Olga owns it, Nora, an outsider, views, SRE edits. `proj_2` Staging: Mia owns it.
 * Globex: Gus is ADMIN and owns `proj_3`. Tokens are first names, and ci.
 */
export const ACME: SandboxSeed = {
  apimetrics: {
    accounts: [
      ...["olga", "mia", "sam", "nora", "gus"].map((name) => ({
        id: `auth0|${name}`,
        email: `${name}@acme.test`,
      })),
      { id: "google-oauth2|sam", email: "sam@acme.test" },
    ],
    tokens: [
      { token: "ci", account: "ci@clients" },
      ...["olga", "mia", "sam", "nora", "gus"].map((name) => ({ token: name, account: `auth0|${name}` })),
    ],
    organizations: [
      {
        id: "acme",
        name: "Acme Corp",
        roles: [{ id: "SRE", description: "On call" }],
        members: [
          { account: "auth0|olga", roles: ["ADMIN"] },
          { account: "auth0|mia", roles: ["SRE"] },
          { account: "auth0|sam" },
        ],
        service_accounts: [{ name: "ci", roles: ["ADMIN"] }],
      },
      { name: "Globex", members: [{ account: "gus@acme.test", roles: ["ADMIN"] }] },
    ],
    projects: [
      {
        name: "Production",
        org_id: "acme",
        tags: ["live"],
        access: [
          { account: "olga@acme.test", access_level: "OWNER" },
          { account: "nora@acme.test", access_level: "VIEWER" },
        ],
        role_access: [{ role: "SRE", access_level: "EDITOR" }],
      },
      { name: "Staging", org_id: "acme", access: [{ account: "mia@acme.test", access_level: "OWNER" }] },
      { name: "Main", org_id: "globex", access: [{ account: "gus@acme.test", access_level: "OWNER" }] },
    ],
  },
};
