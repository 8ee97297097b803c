import { afterEach, describe, expect, it } from "vitest";
import { apimetrics } from "../../../src/connectors/apimetrics/index.ts";
import { openProject } from "../../conformance/project.ts";
import { type ApimetricsWorld, startWorld } from "./world.ts";

const worlds: ApimetricsWorld[] = [];

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function open(options: Parameters<typeof startWorld>[0] = {}) {
  const world = await startWorld(options);
  worlds.push(world);
  return { world, project: openProject(apimetrics, world) };
}

function manifest(spec: string): string {
  const head =
    "apiVersion: orgwright/v1\nkind: Organization\nmetadata: {name: acme}\nspec:\n  connection: main\n  slug: acme\n";
  return `${head}${spec.trim().replace(/^/gm, "  ")}\n`;
}

const lab = "workspaces: [{name: lab, displayName: Lab}]";

describe("the end of a project", () => {
  const ended = manifest(`
workspaces: [{name: lab, displayName: Lab, ensure: absent}]
confirmEmpty: [workspaces]`);

  it("comes after all access to it, the caller's own as well where it is a person", async () => {
    const { project } = await open({ byPerson: true });
    await project.apply(
      manifest(`
${lab}
roles: [{name: SRE}]
access: [{role: SRE, workspace: lab, levels: [EDITOR, VIEWER]}]`),
    );
    expect((await project.live("acme"))?.access.toSorted()).toEqual([
      "Lab ops@acme.test OWNER",
      "Lab role:SRE EDITOR",
      "Lab role:SRE VIEWER",
    ]);

    const { outcome } = await project.apply(ended);

    expect(outcome.complete).toBe(true);
    expect((await project.live("acme"))?.workspaces).toEqual([]);
    expect((await project.plan(ended)).verdict).toBe("empty");
  });

  it("is for a person where a service account has access, and where an outsider was only invited", async () => {
    const { project, world } = await open();
    await project.apply(
      manifest(`
${lab}
access: [{email: ext@partner.test, workspace: lab, level: VIEWER}]`),
    );
    const before = world.writes();

    const { plan } = await project.apply(ended);

    const [acme] = plan.organizations;
    expect(acme?.forPerson).toMatchObject([{ address: "acme/workspace/lab" }]);
    expect(acme?.forPerson[0]?.message).toContain("ext@partner.test (VIEWER, no member)");
    expect(acme?.forPerson[0]?.message).toContain("a service account");
    expect(world.writes()).toBe(before);
  });
});

describe("an outsider", () => {
  const given = (level: string) =>
    manifest(`
${lab}
access: [{email: Ext@partner.test, workspace: lab, level: ${level}}]`);

  it("is invited once, changed while invited, and found again once they accept", async () => {
    const { project, world } = await open();

    for (const level of ["VIEWER", "EDITOR"]) {
      expect((await project.apply(given(level))).outcome.complete).toBe(true);
      expect((await project.plan(given(level))).verdict).toBe("empty");
      expect(world.invitations()).toEqual(["ext@partner.test"]);
    }
    await world.accept("ext@partner.test");

    expect((await project.plan(given("EDITOR"))).verdict).toBe("empty");
    await project.apply(given("OWNER"));
    expect((await project.live("acme"))?.access).toContain("Lab ext@partner.test OWNER");
  });
});

describe("a role", () => {
  it("with another description is for a person", async () => {
    const { project } = await open();
    const described = (text: string) => manifest(`roles: [{name: SRE, description: ${text}}]`);
    await project.apply(described("Night"));

    const plan = await project.plan(described("Day"));

    expect(plan.organizations[0]?.changes).toEqual([]);
    expect(plan.organizations[0]?.forPerson).toMatchObject([{ address: "acme/role/SRE" }]);
  });

  it("goes after who had it, and DEFAULT and ADMIN stay undeclared", async () => {
    const { project, world } = await open();
    const with_ = manifest(`
roles: [{name: SRE}]
members:
  - {email: olga@acme.test, roles: [ADMIN]}
  - {email: bob@acme.test, roles: [SRE, DEFAULT]}`);
    const without = manifest(`
roles: []
members:
  - {email: olga@acme.test, roles: [DEFAULT, ADMIN]}
  - {email: bob@acme.test, roles: [DEFAULT]}
confirmEmpty: [roles]`);
    await project.apply(with_);
    await world.accept("olga@acme.test");
    await world.accept("bob@acme.test");
    expect((await project.plan(with_)).verdict).toBe("empty");

    expect((await project.apply(without)).outcome.complete).toBe(true);

    expect((await project.plan(without)).verdict).toBe("empty");
    expect((await project.state("acme"))?.roles.map(({ name }) => name).toSorted()).toEqual([
      "ADMIN",
      "DEFAULT",
    ]);
    expect((await project.live("acme"))?.members).toContain("bob@acme.test DEFAULT active");
  });
});

it("an organization that is not there is for a person to ask for", async () => {
  const { project } = await open();

  const plan = await project.plan(
    manifest("displayName: New")
      .replace("slug: acme", "slug: neworg")
      .replace("{name: acme}", "{name: neworg}"),
  );

  expect(plan.organizations[0]?.forPerson).toMatchObject([{ address: "neworg/organization" }]);
});

it("the same roles said in other ways are one wish", async () => {
  const { project, world } = await open();
  const wish = (roles: string) => manifest(`members: [{email: olga@acme.test, roles: [${roles}]}]`);
  await project.apply(wish("ADMIN"));

  for (const accept of [false, true]) {
    if (accept) await world.accept("olga@acme.test");
    for (const roles of ["ADMIN", "DEFAULT, ADMIN", "ADMIN, DEFAULT"])
      expect((await project.plan(wish(roles))).verdict).toBe("empty");
  }
});
