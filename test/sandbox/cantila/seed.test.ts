import { describe, expect, it } from "vitest";
import { type SandboxSeed, SandboxSeedError, startSandbox } from "../../../src/sandbox/index.ts";
import { AGENCY, DAY, START } from "./agency.ts";
import { as, open } from "./client.ts";

async function problems(cantila: unknown): Promise<readonly string[]> {
  const error = await startSandbox({ seed: { cantila } as SandboxSeed }).catch((thrown: unknown) => thrown);
  return error instanceof SandboxSeedError ? error.problems : [];
}

async function stateOf(seed: SandboxSeed) {
  return (await open({}, { seed })).state().cantila;
}

describe("a short seed", () => {
  it("is filled in, the same way every time", async () => {
    const seed: SandboxSeed = {
      cantila: {
        accounts: [
          { handle: "agency", plan: "agency", members: [{ email: "Olga@agency.test", role: "owner" }] },
          { handle: "acme", parent: "acc_agency", invites: [{ email: "New@acme.test" }] },
        ],
        keys: [{ key: "k", account: "agency" }],
        sessions: [{ token: "olga", user: "olga@agency.test", account: "acme" }],
        events: [{ account: "acme", kind: "app.created", actor: "agency" }],
      },
    };

    const state = await stateOf(seed);

    expect(state.accounts[0]).toMatchObject({
      name: "agency",
      parent: null,
      members: [{ id: "mem_1", email: "olga@agency.test", name: "Olga", role: "owner" }],
      memberships: [],
    });
    expect(state.accounts[1]).toMatchObject({
      plan: "hobby",
      parent: "agency",
      invites: [{ id: "inv_1", email: "new@acme.test", role: "developer", token: "cti_inv_1" }],
      memberships: [{ id: "ms_1", user: "olga@agency.test", role: "developer" }],
    });
    expect(state.keys).toMatchObject([{ id: "key_1", scope: "admin" }]);
    expect(state).toEqual(await stateOf(seed));
  });

  it("lets a session's user in with their role on the team", async () => {
    const { accounts } = await stateOf(AGENCY);

    expect(accounts[0]?.memberships).toEqual([{ id: "ms_1", user: "olga@agency.test", role: "owner" }]);
  });

  it("may hold an invitation that is overdue, and still pending", async () => {
    const accounts = [{ handle: "acme", invites: [{ email: "a@acme.test", overdue: true }] }];

    const { accounts: filled } = await stateOf({ cantila: { accounts } });

    expect(filled[0]?.invites[0]).toMatchObject({ status: "pending" });
    expect(Date.parse(filled[0]?.invites[0]?.expiresAt ?? "")).toBeLessThan(START);
  });

  it("never has an id it chose itself given out again", async () => {
    const members = [{ email: "a@b.test" }, { id: "mem_7", email: "b@b.test" }, { email: "c@b.test" }];

    const state = await stateOf({ cantila: { accounts: [{ handle: "acme", members }] } });

    expect(state.accounts[0]?.members.map(({ id }) => id)).toEqual(["mem_8", "mem_7", "mem_9"]);
  });
});

it("a state is a seed", async () => {
  const sandbox = await open();
  const agency = as(sandbox, "agency-admin", "acme");
  await agency.post("/invites", { email: "a@acme.test" });
  await agency.patch("/accounts/me/branding", { brandPrimaryColor: "#00bb5a" });
  await as(sandbox, "").post("/invites/accept", { token: "cti_inv_1" });
  await agency.post("/invites", { email: "b@acme.test" });
  sandbox.advance(8 * DAY);
  const { cantila } = sandbox.state();

  expect((await open({}, { seed: { cantila } })).state().cantila).toEqual(cantila);
});

describe("a bad seed", () => {
  it("is refused with every problem of its shape, each with its place", async () => {
    const found = await problems({
      accounts: [{ handle: "acme", members: [{ email: "bob", role: "boss" }], colour: "red" }],
      keys: [{}],
    });

    expect(found.map((problem) => problem.split(":")[0])).toEqual([
      "cantila.accounts.0.members.0.email",
      "cantila.accounts.0.members.0.role",
      "cantila.accounts.0",
      "cantila.keys.0.key",
      "cantila.keys.0.account",
    ]);
  });

  it("is refused with every reference to nothing and everything that is there twice", async () => {
    const found = await problems({
      users: [{ email: "a@b.test" }, { email: "A@b.test" }],
      accounts: [
        {
          handle: "agency",
          parent: "nowhere",
          branding: { primaryColor: "#0b5", logoUrl: "ftp://a.test" },
          members: [{ email: "a@b.test", role: "member" }, { email: "A@b.test" }],
        },
        { handle: "acme", parent: "agency", invites: [{ email: "x@b.test" }, { email: "X@b.test" }] },
        {
          handle: "deep",
          parent: "acme",
          invites: [{ email: "y@b.test", status: "pending", acceptedAt: "2026-01-01T00:00:00Z" }],
        },
        { handle: "No", parent: null },
      ],
      keys: [{ key: "same", account: "gone" }],
      sessions: [{ token: "same", user: "a@b.test", account: "gone" }],
      events: [{ account: "gone", kind: "x", actor: "gone" }],
    });

    expect(found).toEqual([
      "cantila: user a@b.test is there twice",
      "cantila: a key or session token is there twice",
      "cantila: account agency: there is no account nowhere",
      "cantila: account agency: #0b5 is no color",
      "cantila: account agency: the logo url is not http or https",
      "cantila: account agency: member a@b.test is there twice",
      "cantila: account agency: a@b.test: the dialect server has no role member",
      "cantila: account acme: its parent agency has a parent itself",
      "cantila: account acme: pending invite of x@b.test is there twice",
      "cantila: account deep: its parent acme has a parent itself",
      "cantila: account deep: invite inv_3 is pending, and acceptedAt says otherwise",
      "cantila: account No: a handle is 3 to 40 lower-case letters, digits and inner hyphens",
      "cantila: key key_1: there is no account gone",
      "cantila: a session of a@b.test: there is no account gone",
      "cantila: event evt_1: there is no account gone",
      "cantila: event evt_1: there is no account gone",
    ]);
  });
});
