import { afterEach, describe, expect, it } from "vitest";
import { cnap } from "../../../src/connectors/cnap/index.ts";
import { openProject } from "../../conformance/project.ts";
import { type CnapWorld, control, startWorld, type WorldOptions } from "./world.ts";

const worlds: CnapWorld[] = [];

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function open(options: WorldOptions = {}, times = 1) {
  const world = await startWorld(options);
  worlds.push(world);
  return { world, project: openProject(cnap, world, { times }) };
}

function manifest(sections: string, name = "Acme"): string {
  return `
apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: main
  slug: acme
  displayName: ${name}
${sections}
`;
}

const start = manifest(`  members:
    - {email: ops@acme.test, role: owner}
    - {email: alice@acme.test, role: owner}
    - {email: Bob@acme.test, role: member}
    - {id: user_eve, role: admin}`);
const changed = manifest(
  `  branding: {logoUrl: https://acme.test/logo.png}
  members:
    - {email: ops@acme.test, role: owner}
    - {email: alice@acme.test, role: admin}
    - {email: carol@acme.test, role: member}
    - {id: user_eve, role: member}`,
  "Acme & Sons",
);
const people = { users: [{ id: "user_eve", email: "eve@acme.test" }] };
const seed = {
  cnap: {
    users: [{ id: "user_ops", email: "ops@acme.test" }, ...people.users],
    tokens: [{ token: "secret-token", user: "user_ops" }],
    workspaces: [{ id: "ws_production", name: "Production", owner: "carl@customer.test" }],
  },
};

const variants: readonly WorldOptions[] = [
  {},
  { memberChangesBumpOrganization: false, etagMetadata: "currentVersion" },
  { expiredInvitations: "replaced", managedWorkspaces: "hidden", asyncDeletes: true },
];

describe.each(variants)("a whole run on %o", (options) => {
  it.each([1, 2])("reaches the wish, each change written %i times, and plans nothing more", async (times) => {
    const { world, project } = await open({ seed, ...options }, times);

    for (const wish of [start, changed, start]) {
      const { outcome } = await project.apply(wish);
      expect(outcome).toMatchObject({ complete: true, counts: { failed: 0, unknown: 0, skipped: 0 } });
      expect((await project.plan(wish)).organizations[0]).toMatchObject({ verdict: "empty", changes: [] });
      await world.accept("bob@acme.test");
      expect((await project.plan(wish)).organizations[0]).toMatchObject({ verdict: "empty", changes: [] });
    }
    expect((await project.live("acme"))?.members).toEqual([
      "alice@acme.test owner invited",
      "bob@acme.test member active",
      "eve@acme.test admin active",
      "ops@acme.test owner active",
    ]);
  });
});

describe("a workspace", () => {
  const managed = manifest("  workspaces: [{name: production, id: ws_production}]");
  const gone = manifest(
    "  workspaces: [{name: production, id: ws_production, ensure: absent}]\n  ownership: {workspaces: additive}",
  );
  const undeclared = manifest("  workspaces: []\n  confirmEmpty: [workspaces]");

  it("is granted by its customer, stays when it is declared no more, and is theirs to take back", async () => {
    const { world, project } = await open({ seed });
    await project.apply(manifest(""));

    const wanted = await project.plan(managed);
    expect(wanted.organizations[0]?.forPerson).toMatchObject([{ address: "acme/workspace/production" }]);

    await control(world, "workspaces/grant", { workspace: "ws_production", organization: "acme" });
    expect((await project.plan(managed)).organizations[0]).toMatchObject({ changes: [], forPerson: [] });
    expect((await project.plan(undeclared)).organizations[0]).toMatchObject({
      changes: [],
      unmanaged: expect.arrayContaining([expect.objectContaining({ code: "irrevocable" })]),
    });
    const ended = await project.plan(gone);
    expect(ended.organizations[0]).toMatchObject({
      changes: [],
      forPerson: [{ address: "acme/workspace/production" }],
    });
  });

  it("that the credential's user owns is ended by the API", async () => {
    const own = { id: "ws_production", name: "Production", owner: "user_ops" };
    const { world, project } = await open({ seed: { cnap: { ...seed.cnap, workspaces: [own] } } });
    await project.apply(manifest(""));
    await control(world, "workspaces/grant", { workspace: "ws_production", organization: "acme" });

    const { plan, outcome } = await project.apply(gone);

    expect(plan.organizations[0]?.changes).toMatchObject([
      { address: "acme/workspace/production", action: "delete", nativeId: "ws_production" },
    ]);
    expect(outcome.complete).toBe(true);
    expect((await project.plan(gone)).organizations[0]).toMatchObject({ verdict: "empty", changes: [] });
    expect((await project.live("acme"))?.workspaces).toEqual([]);
  });
});
