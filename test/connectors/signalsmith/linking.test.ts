/** Linking a workspace in which people have access already: seen in the plan, never found out later. */
import { afterEach, describe, expect, it } from "vitest";
import { signalsmith } from "../../../src/connectors/signalsmith/index.ts";
import type { SignalSmithSeed } from "../../../src/sandbox/index.ts";
import { openProject } from "../../conformance/project.ts";
import { type SignalSmithWorld, startWorld } from "./world.ts";

const worlds: SignalSmithWorld[] = [];

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

const seed: SignalSmithSeed = {
  tokens: [{ token: "secret-token", account: "ops@acme.test" }],
  organizations: [
    {
      name: "Acme",
      slug: "acme",
      members: [
        { account: "ops@acme.test", role: "owner" },
        { account: "bob@acme.test", role: "member" },
      ],
    },
  ],
  workspaces: [
    { id: "ws_home", name: "Home", members: [{ account: "ops@acme.test", role: "owner" }] },
    {
      id: "ws_prod",
      name: "Production",
      members: [
        { account: "ops@acme.test", role: "owner" },
        { account: "bob@acme.test", role: "owner", via: "direct" },
        { account: "ext@partner.test", role: "admin", via: "direct" },
      ],
    },
  ],
};

async function open() {
  const world = await startWorld({ dialect: "guide", seed: { signalsmith: seed } });
  worlds.push(world);
  return openProject(signalsmith, world);
}

const manifest = (workspaces: string) => `
apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: main
  slug: acme
  workspaces: [{name: production, id: ws_prod}]
  members:
    - {email: bob@acme.test, role: member, workspaces: ${workspaces}}
`;

describe("linking a workspace", () => {
  it("shows a demotion as one, and the second plan is empty", async () => {
    const project = await open();

    const { plan, outcome } = await project.apply(manifest("{production: member}"));
    const second = await project.plan(manifest("{production: member}"));

    expect(
      plan.organizations[0]?.changes.map(({ address, action, before }) => [address, action, before]),
    ).toEqual([
      ["acme/access/production/bob@acme.test", "update", { level: "owner" }],
      ["acme/workspace/production", "create", undefined],
    ]);
    expect(plan.stages).toEqual([["acme/workspace/production"], ["acme/access/production/bob@acme.test"]]);
    expect(outcome.complete).toBe(true);
    expect(second.verdict).toBe("empty");
  });

  it("revokes what the member shall not have in the same plan, and leaves outsiders alone", async () => {
    const project = await open();

    const { plan } = await project.apply(manifest("{}"));
    const second = await project.plan(manifest("{}"));

    expect(plan.organizations[0]?.changes.map(({ address, action }) => `${action} ${address}`)).toEqual([
      "delete acme/access/production/bob@acme.test",
      "create acme/workspace/production",
    ]);
    expect(plan.organizations[0]?.unmanaged).toContainEqual(
      expect.objectContaining({ address: "acme/access/production/ext@partner.test", code: "outsider" }),
    );
    expect(second.verdict).toBe("empty");
    expect((await project.live("acme"))?.access.filter((each) => each.includes("bob"))).toEqual([]);
  });
});
