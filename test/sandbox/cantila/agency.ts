import type { SandboxSeed } from "../../../src/sandbox/index.ts";

/** The moment at which the sandboxes of these tests begin. */
export const START: number = Date.parse("2026-11-21T12:00:00Z");

/**
 * The agency, owned by Olga, with Adam as an admin, and its sub-account acme, owned by Bob; beside them Rival, an
 * agency of its own. Keys are named after their account and scope; Olga's and Bob's sessions after them.
 */
export const AGENCY: SandboxSeed = {
  cantila: {
    accounts: [
      {
        handle: "agency",
        name: "The Agency",
        plan: "agency",
        members: [
          { email: "olga@agency.test", role: "owner" },
          { email: "adam@agency.test", role: "admin" },
        ],
      },
      {
        handle: "acme",
        name: "Acme",
        parent: "agency",
        members: [{ email: "bob@acme.test", role: "owner" }],
      },
      { handle: "rival", plan: "dedicated", members: [{ email: "rita@rival.test", role: "owner" }] },
    ],
    keys: [
      { key: "agency-admin", account: "agency" },
      { key: "agency-deploy", account: "agency", scope: "deploy" },
      { key: "agency-read", account: "agency", scope: "read" },
      { key: "acme-admin", account: "acme" },
      { key: "rival-admin", account: "acc_rival" },
    ],
    sessions: [
      { token: "olga", user: "olga@agency.test", account: "agency" },
      { token: "bob", user: "bob@acme.test", account: "acme" },
    ],
  },
};

/** A day, in milliseconds. */
export const DAY: number = 24 * 60 * 60 * 1000;
