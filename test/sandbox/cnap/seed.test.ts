import { describe, expect, it } from "vitest";
import { type SandboxSeed, SandboxSeedError, startSandbox } from "../../../src/sandbox/index.ts";
import { open } from "../client.ts";
import { ACME, acme, NOW, START, WEEK_LATER } from "./acme.ts";
import { as, control, etagOf, match } from "./client.ts";

async function problems(cnap: unknown): Promise<readonly string[]> {
  const error = await startSandbox({ seed: { cnap } as SandboxSeed }).catch((thrown: unknown) => thrown);
  return error instanceof SandboxSeedError ? error.problems : [];
}

const owner = { user: "o@a.test", role: "owner" as const };

describe("a sandbox without a seed", () => {
  it("has one person with the token `sandbox` and one workspace", async () => {
    const sandbox = await open();

    const { body } = await as(sandbox, "sandbox").get("/workspaces");

    expect(sandbox.endpoints.cnap).toBe(`${sandbox.url}/cnap/v1`);
    expect(sandbox.credentials().cnap).toEqual([{ token: "sandbox", account: "owner@sandbox.test" }]);
    expect(body.data).toMatchObject([{ id: "ws_1", name: "Sandbox", slug: "sandbox" }]);
  });
});

describe("credentials", () => {
  it("tell whose they are, and the request log does", async () => {
    const users = [{ id: "user_x", email: null }];
    const tokens = [
      { token: "x", user: "user_x" },
      { token: "w", workspace: "shop" },
    ];
    const workspaces = [{ name: "Shop", owner: "c@a.test" }];
    const sandbox = await open({ seed: { cnap: { users, tokens, workspaces } } });

    await as(sandbox, "x").get("/workspaces");
    await as(sandbox, "w").get("/workspaces");
    await fetch(`${sandbox.endpoints.cnap}/workspaces`);

    expect(sandbox.credentials().cnap).toEqual([
      { token: "x", account: "user_x" },
      { token: "w", account: "ws_1" },
    ]);
    expect(sandbox.requests().map(({ account }) => account)).toEqual(["user_x", "ws_1", undefined]);
  });
});

describe("a short seed", () => {
  const seed: SandboxSeed = {
    cnap: {
      tokens: [{ token: "t", user: "olga@acme.test" }],
      organizations: [
        {
          name: "Acme Corp",
          members: [
            { user: "olga@acme.test", role: "owner" },
            { user: "MIA@acme.test", role: "member" },
          ],
          invitations: [
            { email: "new@acme.test", role: "member" },
            { email: "old@acme.test", role: "admin", invited_by: "mia@acme.test", expires_at: NOW - 1 },
          ],
        },
        { name: "AB", members: [owner] },
      ],
      workspaces: [
        { name: "EU", owner: "carl@shop.test", management: { organization: "acme-corp" } },
        { name: "Free Space", owner: "carl@shop.test" },
      ],
    },
  };

  it("is filled in, the same way every time", async () => {
    const { cnap } = (await open({ seed, now: () => START })).state();

    expect(cnap.users.map(({ id, email, name }) => [id, email, name])).toEqual([
      ["user_1", "olga@acme.test", "olga"],
      ["user_2", "MIA@acme.test", "MIA"],
      ["user_3", "o@a.test", "o"],
      ["user_4", "carl@shop.test", "carl"],
    ]);
    expect(cnap.organizations.map(({ id, slug }) => [id, slug])).toEqual([
      ["org_1", "acme-corp"],
      ["org_2", null],
    ]);
    expect(cnap.organizations[0]?.invitations).toMatchObject([
      { id: "orgi_1", status: "pending", invited_by: "user_1", expires_at: WEEK_LATER },
      { id: "orgi_2", status: "pending", invited_by: "user_2", expires_at: NOW - 1 },
    ]);
    expect(cnap.workspaces).toMatchObject([
      { id: "ws_1", slug: "ws-1", owner: "user_4", management: { organization: "org_1" } },
      { id: "ws_2", slug: "free-space", management: null },
    ]);
    expect(cnap).toEqual((await open({ seed, now: () => START })).state().cnap);
  });

  it("never has an id or an etag it chose itself given out again", async () => {
    const organizations = [
      { name: "One", members: [owner] },
      { id: "org_7", name: "Two", members: [owner], etag: "40" },
      { name: "Three", members: [owner] },
    ];

    const { cnap } = (await open({ seed: { cnap: { organizations } } })).state();

    expect(cnap.organizations.map(({ id }) => id)).toEqual(["org_8", "org_7", "org_9"]);
    expect(cnap.issued).toMatchObject({ org: 9, etag: 45 });
  });
});

describe("the state", () => {
  it("is itself a seed, also amid a deletion and after answers that are kept", async () => {
    const sandbox = await acme({ asyncDeletes: true });
    const gus = as(sandbox, "gus");
    const headers = { ...match(await etagOf(gus, "/organizations/org_2")), "idempotency-key": "k" };
    await gus.delete("/organizations/org_2", headers);
    await as(sandbox, "olga").post("/organizations/org_1/invitations", { email: "new@acme.test" });
    await control(sandbox, "/invitations/accept", { email: "new@acme.test" });

    const state = sandbox.state();
    const next = await open({ seed: state, cnap: { asyncDeletes: true }, now: () => START });

    expect(next.state()).toEqual(state);
    const again = as(next, "gus");
    expect((await again.delete("/organizations/org_2", headers)).body.id).toBe("op_1");
    await again.get("/operations/op_1");
    expect((await again.get("/operations/op_1")).body.done).toBe(true);
  });

  it("can be put back while the sandbox runs", async () => {
    const sandbox = await acme();
    const before = sandbox.state();
    await as(sandbox, "nora").post("/organizations", { name: "New" });

    await fetch(`${sandbox.url}/_sandbox/state`, { method: "PUT", body: JSON.stringify(ACME) });

    expect(sandbox.state().cnap).toEqual(before.cnap);
  });
});

describe("a bad seed", () => {
  it("is refused with every problem of its shape, each with its place", async () => {
    const found = await problems({
      organizations: [{ name: "-", members: [{ user: "a@b.test", role: "boss" }], colour: "red" }],
      workspaces: [{ name: "W" }],
    });

    expect(found).toHaveLength(5);
    expect(found.join("\n")).toContain("cnap.organizations.0.members.0.role:");
    expect(found.join("\n")).toContain("cnap.workspaces.0.owner:");
  });

  it("is refused with everything that cannot be so", async () => {
    const found = await problems({
      users: [
        { id: "a", email: "a@b.test" },
        { id: "a", email: "A@b.test" },
      ],
      tokens: [{ token: "t", user: "nobody" }, { token: "t" }, { token: "u", workspace: "nowhere" }],
      organizations: [
        {
          name: "Acme",
          members: [
            { user: "a", role: "admin" },
            { user: "a", role: "member" },
          ],
          invitations: [
            { email: "x@b.test", role: "member", invited_by: "ghost" },
            { email: "X@b.test", role: "member" },
          ],
        },
        { name: "Acme", members: [{ user: "z", role: "owner" }] },
      ],
      workspaces: [
        { name: "Shop", owner: "a", members: [{ user: "a", role: "admin" }] },
        { name: "Shop", owner: "q", management: { organization: "none" } },
      ],
      deletions: [deletion("op_1", "org_9", null), deletion("op_2", "org_1", 5)],
    });

    expect(found).toEqual([
      "cnap: user id a is there twice",
      "cnap: user e-mail a@b.test is there twice",
      "cnap: token t is there twice",
      "cnap: organization slug acme is there twice",
      "cnap: workspace slug shop is there twice",
      "cnap: a token: there is no user nobody",
      "cnap: a token speaks for a user or for a workspace",
      "cnap: a token: there is no workspace nowhere",
      "cnap: organization org_1: member a is there twice",
      "cnap: organization org_1: a pending invitation of x@b.test is there twice",
      "cnap: organization org_1: has no owner",
      "cnap: organization org_1: there is no user ghost",
      "cnap: organization org_2: there is no user z",
      "cnap: workspace ws_1: member a is there twice",
      "cnap: workspace ws_2: there is no user q",
      "cnap: workspace ws_2: there is no organization none",
      "cnap: operation op_1: there is no organization org_9",
      "cnap: operation op_2: organization org_1 is still there",
    ]);
  });

  function deletion(id: string, organization: string, completed_at: number | null) {
    return { id, organization, started_by: "a", started_at: 1, completed_at, polls_left: 1 };
  }
});
