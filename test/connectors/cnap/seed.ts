import type { CnapSeed } from "../../../src/sandbox/index.ts";

/** Unix seconds long past, and long ahead. */
export const past = 1_600_000_000;
export const ahead = 4_000_000_000;

/** A CNAP with an organization: an owner, an admin, a member, two invitations, two managed workspaces; and another one. */
export const acmeSeed: CnapSeed = {
  users: [
    { id: "user_ops", email: "ops@acme.test", name: "Ops" },
    { id: "user_alice", email: "Alice@acme.test", name: "Alice" },
    { id: "user_bob", email: "bob@acme.test", name: "Bob" },
    { id: "user_carl", email: "carl@customer.test", name: "Carl" },
    { id: "user_eve", email: "eve@acme.test", name: "Eve" },
  ],
  tokens: [
    { token: "secret-token", user: "user_ops" },
    { token: "alice-token", user: "user_alice" },
    { token: "bob-token", user: "user_bob" },
  ],
  organizations: [
    {
      id: "org_acme",
      name: "Acme",
      slug: "acme",
      members: [
        { user: "user_ops", role: "owner" },
        { user: "user_alice", role: "admin" },
        { user: "user_bob", role: "member" },
      ],
      invitations: [
        { id: "orgi_nina", email: "nina@acme.test", role: "member", expires_at: ahead },
        { id: "orgi_olaf", email: "olaf@acme.test", role: "member", expires_at: past },
      ],
    },
    { id: "org_other", name: "Other", slug: "other", members: [{ user: "user_ops", role: "owner" }] },
  ],
  workspaces: [
    {
      id: "ws_prod",
      name: "Production",
      slug: "production",
      owner: "user_carl",
      management: { organization: "org_acme" },
    },
    {
      id: "ws_own",
      name: "Own",
      slug: "own-one",
      owner: "user_ops",
      management: { organization: "org_acme" },
    },
    { id: "ws_free", name: "Free", slug: "free", owner: "user_carl" },
  ],
};
