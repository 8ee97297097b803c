import { describe, expect, it } from "vitest";
import { type SandboxSeed, SandboxSeedError, startSandbox } from "../../../src/sandbox/index.ts";
import { open } from "../client.ts";
import { START } from "./acme.ts";

async function problems(signalsmith: unknown): Promise<readonly string[]> {
  const error = await startSandbox({ seed: { signalsmith } as SandboxSeed }).catch(
    (thrown: unknown) => thrown,
  );
  return error instanceof SandboxSeedError ? error.problems : [];
}

describe("a short seed", () => {
  it("is filled in, the same way every time", async () => {
    const seed: SandboxSeed = {
      signalsmith: {
        tokens: [{ token: "t", account: "olga@acme.test" }],
        organizations: [
          {
            name: "Acme Corp",
            members: [
              { account: "olga@acme.test", role: "owner" },
              { account: "MIA@acme.test", role: "member" },
            ],
            invitations: [
              {
                email: "new@acme.test",
                org_role: "member",
                workspace_access: [{ workspace_id: "eu", role: "admin" }],
              },
            ],
          },
        ],
        workspaces: [
          {
            id: "ws_abc123",
            name: "EU",
            organization_id: "acme-corp",
            members: [{ account: "mia@acme.test", role: "admin", via: "organization" }],
          },
        ],
      },
    };

    const { signalsmith } = (await open({ seed, now: () => START })).state();

    expect(signalsmith.accounts).toEqual([
      { id: "acc_1", email: "olga@acme.test", name: "olga" },
      { id: "acc_2", email: "MIA@acme.test", name: "MIA" },
    ]);
    expect(signalsmith.organizations[0]).toMatchObject({
      id: "org_1",
      slug: "acme-corp",
      created_by: "acc_1",
    });
    expect(signalsmith.workspaces[0]).toMatchObject({
      slug: "eu",
      organization_id: "org_1",
      members: [{ account: "acc_2" }],
    });
    expect(signalsmith.organizations[0]?.invitations[0]).toEqual({
      id: "inv_1",
      email: "new@acme.test",
      org_role: "member",
      workspace_access: [{ workspace_id: "ws_abc123", role: "admin" }],
      created_at: "2026-11-21T12:00:00.000Z",
      expires_at: "2026-11-28T12:00:00.000Z",
      sends: 1,
    });
    expect(signalsmith).toEqual((await open({ seed, now: () => START })).state().signalsmith);
  });

  it("never has an id it chose itself given out again", async () => {
    const seed: SandboxSeed = {
      signalsmith: {
        organizations: [{ name: "A" }, { id: "org_7", name: "B" }, { name: "C" }, { id: "org_3", name: "D" }],
      },
    };

    const { organizations, issued } = (await open({ seed })).state().signalsmith;

    expect(organizations.map(({ id }) => id)).toEqual(["org_8", "org_7", "org_9", "org_3"]);
    expect(issued.org).toBe(9);
  });

  it("may hold an invitation that has run out", async () => {
    const invitations = [{ email: "a@b.test", org_role: "member" as const, status: "expired" as const }];

    const sandbox = await open({
      seed: { signalsmith: { organizations: [{ name: "A", invitations }] } },
      now: () => START,
    });

    expect(sandbox.state().signalsmith.organizations[0]?.invitations[0]?.expires_at).toBe(
      "2026-11-21T12:00:00.000Z",
    );
  });
});

it("a seed may leave open who created an organization", async () => {
  const members = [{ account: "o@a.test", role: "owner" as const }];
  const organizations = [
    { name: "A", members, created_by: null },
    { name: "B", members, created_by: "x@a.test" },
    { name: "C", members },
  ];

  const { signalsmith } = (await open({ seed: { signalsmith: { organizations } } })).state();

  expect(signalsmith.organizations.map(({ created_by }) => created_by)).toEqual([null, "acc_2", "acc_1"]);
});

describe("a bad seed", () => {
  it("is refused with every problem of its shape, each with its place", async () => {
    const found = await problems({
      organizations: [{ name: "A", members: [{ account: "a@b.test", role: "boss" }], colour: "red" }],
      workspaces: [{}],
    });

    expect(found).toHaveLength(3);
    expect(found.join("\n")).toContain("signalsmith.organizations.0.members.0.role");
    expect(found.join("\n")).toContain("colour");
    expect(found.join("\n")).toContain("signalsmith.workspaces.0.name");
  });

  it("is refused with every reference to nothing and everything that is there twice", async () => {
    const found = await problems({
      accounts: [
        { id: "a", email: "a@b.test" },
        { id: "a", email: "A@B.test" },
      ],
      tokens: [{ token: "t", account: "nobody" }],
      organizations: [
        { name: "A" },
        {
          name: "A",
          invitations: [
            {
              email: "x@b.test",
              org_role: "member",
              workspace_access: [{ workspace_id: "ws_9", role: "member" }],
            },
          ],
        },
      ],
      workspaces: [
        { name: "W", organization_id: "nowhere", members: [{ account: "a", role: "pilot" }] },
        {
          name: "V",
          organization_id: "org_1",
          members: [{ account: "a", role: "member", via: "organization" }],
        },
      ],
    });

    expect(found).toEqual([
      "signalsmith: account id a is there twice",
      "signalsmith: account e-mail a@b.test is there twice",
      "signalsmith: organization slug a is there twice",
      "signalsmith: a token: there is no account nobody",
      "signalsmith: workspace ws_1: there is no organization nowhere",
      "signalsmith: workspace ws_1: workspace ws_1 has no role pilot",
      "signalsmith: workspace ws_2: a has access via the organization without being its member",
      "signalsmith: organization org_2: the invitation of x@b.test names workspace ws_9, which does not exist",
    ]);
  });

  it.each([[null], [[]], ["seed"]])("%j is no seed", async (seed) => {
    const started = startSandbox({ seed: seed as unknown as SandboxSeed });

    await expect(started).rejects.toThrow("A seed is an object");
  });
});
