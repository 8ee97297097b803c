import { afterEach, describe, expect, it } from "vitest";
import { resolve } from "../../src/manifest/index.ts";
import type { Connector, WriteContext } from "../../src/model/connector.ts";
import type { Change, Outcome, Plan } from "../../src/model/contract.ts";
import { documentsOf, openProject, type TestProject, type World } from "./project.ts";
import { people, samples, story, withAttribute } from "./story.ts";

/** A connector in one dialect, and how to start a system for it that holds no organization. */
export interface Subject {
  readonly name: string;
  readonly connector: Connector;
  /**
   * Starts a system whose account is ops@acme.test. Where workspaces are linked, `Production` and `Staging` are there
   * and belong to nobody.
   */
  start(): Promise<World>;
}

/** The laws that every connector keeps, in every dialect (docs/design.md, Laws). */
export function describeConnector(subject: Subject): void {
  const worlds: World[] = [];

  afterEach(async () => {
    await Promise.all(worlds.splice(0).map((world) => world.close()));
  });

  async function open(times = 1): Promise<{ readonly world: World; readonly project: TestProject }> {
    const world = await subject.start();
    worlds.push(world);
    return { world, project: openProject(subject.connector, world, { times }) };
  }

  async function settle(project: TestProject, manifest: string): Promise<void> {
    expectComplete((await project.apply(manifest)).outcome);
    expectEmpty(await project.plan(manifest));
  }

  describe(`${subject.name} keeps the laws of connectors`, () => {
    it("finds nothing where nothing is", async () => {
      const { project } = await open();

      expect(await project.live("acme")).toBeUndefined();
    });

    it("has nothing left to do after one apply, before and after the invitations are accepted (law 1)", async () => {
      const { world, project } = await open();

      await settle(project, story.start);
      for (const email of people) await world.accept(email);

      expectEmpty(await project.plan(story.start));
      expect(await project.live("acme")).toMatchObject({
        members: expect.arrayContaining(["alice@acme.test owner active", "bob@acme.test member active"]),
        access: expect.arrayContaining([
          "Production alice@acme.test admin",
          "Production bob@acme.test member",
          "Staging bob@acme.test admin",
        ]),
      });
    });

    it("changes roles and access, adds and removes, and is done after each (law 1)", async () => {
      const { world, project } = await open();
      await settle(project, story.start);
      for (const email of people) await world.accept(email);

      await settle(project, story.changed);
      await world.accept("carol@acme.test");
      await settle(project, story.changed);

      expect(await project.live("acme")).toMatchObject({
        members: expect.arrayContaining([
          "bob@acme.test admin active",
          "carol@acme.test member active",
          "dora@acme.test member active",
        ]),
        access: expect.arrayContaining([
          "Production bob@acme.test owner",
          "Production carol@acme.test member",
          "Staging dora@acme.test member",
        ]),
      });
      const live = JSON.stringify(await project.live("acme"));
      expect(live).not.toContain("alice@acme.test");
      expect(live).not.toContain("Staging bob@acme.test");
    });

    it("changes and takes back what is only invited, as far as the system can (law 7)", async () => {
      const { project } = await open();
      await settle(project, story.start);

      await settle(project, story.changed);
    });

    it("does the same when each change is written twice (law 1)", async () => {
      const once = await open();
      const twice = await open(2);

      for (const { world, project } of [once, twice]) {
        expectComplete((await project.apply(story.start)).outcome);
        await world.accept("bob@acme.test");
        expectComplete((await project.apply(story.changed)).outcome);
      }

      expect(await twice.project.live("acme")).toEqual(await once.project.live("acme"));
    });

    it("writes nothing while it reads (law 2)", async () => {
      const { world, project } = await open();
      await project.plan(story.start);
      expect(world.writes()).toBe(0);
      await project.apply(story.start);
      const before = world.writes();

      await project.plan(story.changed);
      await project.live("acme");

      expect(before).toBeGreaterThan(0);
      expect(world.writes()).toBe(before);
    });

    it("removes everything that is declared and that its API can remove", async () => {
      const { world, project } = await open();
      await settle(project, story.start);
      for (const email of people) await world.accept(email);

      await settle(project, story.emptied);

      const live = JSON.stringify(await project.live("acme"));
      expect(people.filter((email) => live.includes(email))).toEqual([]);
    });

    it("deletes an organization, twice without harm, or says who can", async () => {
      const { world, project } = await open();
      await settle(project, story.start);

      const plan = await project.plan(story.deleted);

      const byApi = subject.connector.kinds(project.settings).organization.delete === "api";
      expect(plan.organizations[0]?.forPerson.map(({ kind }) => kind)).toEqual(byApi ? [] : ["organization"]);
      const changes = changesOf(plan);
      expect(changes.map(({ kind, action }) => `${kind} ${action}`)).toEqual(
        byApi ? ["organization delete"] : [],
      );
      const writer = subject.connector.writer(project.settings, world.writeClient());
      for (const change of [...changes, ...changes]) await writer.write(change, idsOf(change));
      expect((await project.live("acme")) === undefined).toBe(byApi);
    });

    it("can update every attribute of an organization that it calls managed, and reads it back", async () => {
      const { project } = await open();
      await settle(project, story.start);

      for (const [name, value] of sampleAttributes(subject.connector, project)) {
        await settle(project, withAttribute(name, value));
        expect((await project.live("acme"))?.attributes[name] ?? null).toBe(value);
      }
    });

    it("renames an organization", async () => {
      const { project } = await open();
      await settle(project, story.start);

      await settle(project, story.renamed);

      expect(await project.live("acme")).toBeUndefined();
      expect(await project.live("acme-new")).toMatchObject({ attributes: { slug: "acme-new" } });
    });

    it("names operations and roles that fit together", async () => {
      const { project } = await open();
      const { member, access, workspace, role } = subject.connector.kinds(project.settings);

      if (member !== undefined) {
        const known = member.customRoles ? undefined : member.rank;
        expect(known ?? [member.ownerRole, ...member.adminRoles]).toEqual(
          expect.arrayContaining([member.ownerRole, ...member.adminRoles]),
        );
        expect(member.attributes["roles"]?.compare).toBe("set");
        expect(member.customRoles).toBe(role !== undefined);
      }
      if (access !== undefined) expect(workspace).toBeDefined();
      expect(access?.attributes["level"]?.mode).toBe("managed");
    });

    it("wants and checks the same for the same manifests, and changes nothing that it is given", async () => {
      const { project } = await open();
      const { connector } = subject;
      const organization = frozen(desiredOrganization(project, connector));
      const settings = frozen(project.settings);

      expect(connector.desired(organization, settings)).toEqual(connector.desired(organization, settings));
      expect(connector.check(organization, settings)).toEqual(connector.check(organization, settings));
      const addresses = connector.desired(organization, settings).map(({ address }) => address);
      expect(new Set(addresses).size).toBe(addresses.length);
    });
  });
}

function expectComplete(outcome: Outcome): void {
  expect({ complete: outcome.complete, problems: problemsOf(outcome) }).toEqual({
    complete: true,
    problems: [],
  });
}

function problemsOf({ organizations }: Outcome): readonly unknown[] {
  return organizations.flatMap(({ results, diagnostics }) => [
    ...diagnostics.map(({ message }) => message),
    ...results.flatMap(({ error }) => (error === undefined ? [] : [error.message])),
  ]);
}

function expectEmpty(plan: Plan): void {
  const [organization] = plan.organizations;
  expect({
    verdict: organization?.verdict,
    changes: organization?.changes.map(({ address, action, fields }) => ({ address, action, fields })),
    diagnostics: organization?.diagnostics.filter(({ severity }) => severity === "error"),
  }).toEqual({ verdict: "empty", changes: [], diagnostics: [] });
}

function changesOf({ organizations }: Plan): readonly Change[] {
  return organizations.flatMap(({ changes }) => changes);
}

function idsOf({ refs }: Change): WriteContext {
  return { id: (address) => refs[address] ?? address };
}

function desiredOrganization(project: TestProject, connector: Connector) {
  const { settings } = project;
  const systems = new Map([
    [
      "main",
      { title: connector.title, system: settings.system, kinds: connector.kinds(settings), check: () => [] },
    ],
  ]);
  const { organizations } = resolve(documentsOf(story.start), {
    project: {
      apiVersion: "orgwright/v1",
      kind: "Project",
      manifests: ["*.yaml"],
      connections: { main: { ...settings, token: { env: "TOKEN" } } },
    },
    now: 0,
    systems,
  });
  const [organization] = organizations;
  if (organization === undefined) throw new Error("the story's manifest gives no organization");
  return organization;
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

/** Each managed attribute with a value and, where it can be cleared, without. */
function sampleAttributes(
  connector: Connector,
  { settings }: TestProject,
): readonly (readonly [string, string | null])[] {
  const { attributes } = connector.kinds(settings).organization;
  return Object.entries(attributes)
    .filter(([name, { mode }]) => mode === "managed" && name !== "slug")
    .flatMap(([name, { clearable }]) => [
      [name, samples[name] ?? "changed"] as const,
      ...(clearable ? [[name, null] as const] : []),
    ]);
}
