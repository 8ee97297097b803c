import type { SandboxSeed } from "../../../src/sandbox/index.ts";

/** The moment at which the sandboxes of these tests begin. */
export const START: number = Date.parse("2026-11-21T12:00:00Z");

/**
 * Acme, `org_1`: Olga owns it, Adam is its admin, Mia a member with access to Production through it, Dana a member
 * with direct access. `ws_1` Production and `ws_2` Staging are linked, `ws_3` Lab is free, `ws_4` is Globex's.
 * Everybody's token is their first name.
 */
export const ACME: SandboxSeed = {
  signalsmith: {
    accounts: ["olga", "adam", "mia", "dana", "gus", "nora"].map((name) => ({
      id: name,
      email: `${name}@acme.test`,
    })),
    tokens: ["olga", "adam", "mia", "dana", "gus", "nora"].map((name) => ({ token: name, account: name })),
    organizations: [
      {
        name: "Acme Corp",
        slug: "acme",
        members: [
          { account: "olga", role: "owner" },
          { account: "adam", role: "admin" },
          { account: "mia", role: "member" },
          { account: "dana", role: "member", last_active: "2026-11-20T08:00:00Z" },
        ],
      },
      { name: "Globex", members: [{ account: "gus", role: "owner" }] },
    ],
    workspaces: [
      {
        name: "Production",
        organization_id: "acme",
        members: [
          { account: "olga", role: "owner" },
          { account: "mia", role: "member", via: "organization" },
          { account: "dana", role: "admin" },
        ],
        roles: [{ name: "analyst" }],
      },
      { name: "Staging", organization_id: "acme", members: [{ account: "olga", role: "owner" }] },
      { name: "Lab", members: [{ account: "olga", role: "owner" }] },
      {
        name: "Globex Main",
        organization_id: "globex",
        members: [
          { account: "gus", role: "owner" },
          { account: "olga", role: "member" },
        ],
      },
    ],
  },
};
