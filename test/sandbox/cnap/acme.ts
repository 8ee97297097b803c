import type { CnapOptions } from "../../../src/sandbox/cnap/index.ts";
import type { Sandbox, SandboxSeed } from "../../../src/sandbox/index.ts";
import { open } from "../client.ts";

/** The moment at which the sandboxes of these tests begin. */
export const START: number = Date.parse("2026-11-21T12:00:00Z");

/** The same moment as the API has it. */
export const NOW: number = START / 1000;

/** A week later: when an invitation sent at the start runs out. */
export const WEEK_LATER: number = NOW + 7 * 24 * 60 * 60;

const NAMES = ["olga", "adam", "mia", "gus", "nora", "carl"];

/**
 * Acme, `org_1`: Olga owns it, Adam is its admin, Mia a member. Globex, `org_2`, is Gus's. Carl is a customer:
 * Acme manages his `ws_1` Shop, nobody his `ws_2` Lab; Mia works in Lab by herself. `ws_3` Home is Olga's own. Nora
 * belongs nowhere. Everybody's token is their first name, and `shop` is the token of `ws_1`.
 */
export const ACME: SandboxSeed = {
  cnap: {
    users: NAMES.map((name) => ({ id: name, email: `${name}@acme.test` })),
    tokens: [...NAMES.map((name) => ({ token: name, user: name })), { token: "shop", workspace: "shop" }],
    organizations: [
      {
        name: "Acme Corp",
        slug: "acme",
        members: [
          { user: "olga", role: "owner" },
          { user: "adam", role: "admin" },
          { user: "mia", role: "member" },
        ],
      },
      { name: "Globex", members: [{ user: "gus", role: "owner" }] },
    ],
    workspaces: [
      { name: "Shop", owner: "carl", management: { organization: "acme" } },
      { name: "Lab", owner: "carl", members: [{ user: "mia", role: "member" }] },
      { name: "Home", owner: "olga" },
    ],
  },
};

/** A sandbox with Acme in it, its clock standing still. */
export function acme(options: CnapOptions = {}): Promise<Sandbox> {
  return open({ seed: ACME, cnap: options, now: () => START });
}
