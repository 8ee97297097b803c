import type { SandboxSeed } from "../../../src/sandbox/index.ts";

/** The moment at which the sandboxes of these tests begin. */
export const START: number = Date.parse("2026-11-21T12:00:00Z");

/** How long an invitation lives. */
export const WEEK: number = 7 * 24 * 60 * 60 * 1000;

/** The id of the nth organization that got none by the seed. */
export const organizationId = (nth: number): string => `a0000000-0000-4000-8000-00000000000${nth}`;

/** The path of Engineering. */
export const ENG: string = `/organizations/${organizationId(1)}`;

/** The path of Sales. */
export const SALES: string = `/organizations/${organizationId(2)}`;

/**
 * Tenant acme-corp: Engineering has roles owner (1), member (2), viewer (3) and lead (4, nobody's), Olga its owner, Mia
 * a member, Vic a suspended viewer; Sales has roles owner (5) and member (6), and Mia alone. Nora belongs nowhere. Keys: `ci` may
 * all, `reader` only read, `writer` only write. Tenant globex has the key `globex` and nothing else.
 */
export const ACME: SandboxSeed = {
  lumoauth: {
    tenants: [
      {
        slug: "acme-corp",
        keys: [
          { token: "ci", name: "CI" },
          { token: "reader", scopes: ["admin:read"] },
          { token: "writer", scopes: ["admin:write"] },
        ],
        users: ["olga", "mia", "vic", "nora"].map((name) => ({ id: name, email: `${name}@acme.test` })),
        organizations: [
          {
            name: "Engineering",
            roles: [{ name: "Viewer" }, { name: "Lead", description: "Leads" }],
            members: [
              { user: "olga", role: "owner" },
              { user: "mia" },
              { user: "vic", role: "viewer", status: "suspended" },
            ],
          },
          { name: "Sales", members: [{ user: "mia@acme.test", role: "member" }] },
        ],
      },
      { slug: "globex", keys: [{ token: "globex" }] },
    ],
  },
};
