/** What kinds say of attributes and operations is so: set, read back, cleared, or refused. */
import { describe, expect, it } from "vitest";
import { resolve } from "../../src/manifest/index.ts";
import type { OrganizationPlan, Value } from "../../src/model/contract.ts";
import type { AttributeSpec } from "../../src/model/kinds.ts";
import { documentsOf, InvalidManifest } from "./project.ts";
import { acme, type Stage, stagesOf } from "./stage.ts";
import { type Chapter, sampleOf, story, workspaces, written } from "./story.ts";
import type { Subject } from "./subject.ts";

/** The kinds whose attributes a manifest gives. */
type Attributed = "organization" | "role" | "workspace";
const attributed: readonly Attributed[] = ["organization", "role", "workspace"];

/** Everything that a connector says of itself as data. */
export function describeAttributes(subject: Subject): void {
  const { open } = stagesOf(subject);

  describe(`${subject.name} does what its kinds say`, () => {
    it.each(attributed)(
      "sets every managed attribute of its %s, reads it back and clears it",
      async (kind) => {
        const stage = await open();
        await stage.settle(story.start);
        const things = await thingsOf(stage);

        for (const { name, spec, value } of wishesOf(stage, kind)) {
          await stage.settle(having(kind, name, value, things));
          const live = (await liveThing(kind, stage, things))?.attributes[name] ?? null;
          expect({ [name]: comparable(live, spec) }).toEqual({ [name]: comparable(value, spec) });
        }
      },
    );

    it.each(attributed)(
      "refuses to change what is immutable of its %s, or leaves it to a person",
      async (kind) => {
        const stage = await open();
        await stage.settle(story.start);
        const things = await thingsOf(stage);

        for (const name of fixedOf(stage, kind)) {
          const chapter = having(kind, name, sampleOf(kind, name, stage.words), things);
          const answer = await stage.project
            .plan(stage.manifest(chapter))
            .then((plan) => answered(acme(plan), kind), refusal);
          expect({ name, ...answer }).toEqual({ name, changes: [], told: true });
        }
      },
    );

    it("renames an organization, or refuses to", async () => {
      const stage = await open();
      await stage.settle(story.start);
      const { slug } = stage.words.kinds.organization.attributes;

      if (slug?.mode !== "managed") {
        await expect(stage.project.plan(stage.manifest(story.renamed))).rejects.toThrow(InvalidManifest);
        return;
      }
      await stage.settle(story.renamed);

      expect(await stage.project.live("acme")).toBeUndefined();
      expect(await stage.project.live("acme-new")).toMatchObject({ attributes: { slug: "acme-new" } });
    });

    it("names operations and roles that fit together", async () => {
      const { words } = await open();
      const { member, access, workspace, role } = words.kinds;

      if (member !== undefined) {
        const known = new Set(
          member.customRoles ? [...member.ownerRoles, ...member.adminRoles] : member.rank,
        );
        expect(member.ownerRoles.length).toBeGreaterThan(0);
        expect([...member.ownerRoles, ...member.adminRoles].filter((name) => !known.has(name))).toEqual([]);
        expect(member.attributes["roles"]?.compare).toBe("set");
        expect(member.customRoles).toBe(role !== undefined);
      }
      if (access !== undefined) {
        expect(workspace).toBeDefined();
        expect(access.attributes["level"]?.mode).toBe("managed");
      }
    });

    it("wants and checks the same for the same manifests, and changes nothing that it is given", async () => {
      const stage = await open();
      const { connector } = subject;
      const organization = frozen(desiredOrganization(stage, subject));
      const settings = frozen(stage.project.settings);

      expect(connector.desired(organization, settings)).toEqual(connector.desired(organization, settings));
      expect(connector.check(organization, settings)).toEqual(connector.check(organization, settings));
      const addresses = connector.desired(organization, settings).map(({ address }) => address);
      expect(new Set(addresses).size).toBe(addresses.length);
    });
  });
}

/** Whether manifests of the story can have such things at all. */
function isTold(kind: Attributed, { words }: Stage): boolean {
  if (kind === "role") return words.custom.length > 0;
  return kind === "organization" || words.workspaces;
}

/** The attributes of a kind but for the slug, which has a test of its own. */
function specsOf(stage: Stage, kind: Attributed): readonly (readonly [string, AttributeSpec])[] {
  const { attributes = {} } = stage.words.kinds[kind] ?? {};
  return isTold(kind, stage) ? Object.entries(attributes).filter(([name]) => name !== "slug") : [];
}

/** Each value that is to be set in turn: a sample, and null where that clears. */
function wishesOf(stage: Stage, kind: Attributed) {
  if (stage.words.kinds[kind]?.update !== "api") return [];
  return specsOf(stage, kind)
    .filter(([, { mode }]) => mode === "managed")
    .flatMap(([name, spec]) => {
      const sample = { name, spec, value: sampleOf(kind, name, stage.words) };
      return spec.clearable ? [sample, { ...sample, value: null }] : [sample];
    });
}

/** The attributes that the API cannot change. */
function fixedOf(stage: Stage, kind: Attributed): readonly string[] {
  const updates = stage.words.kinds[kind]?.update === "api";
  return specsOf(stage, kind)
    .filter(([, { mode }]) => mode === "immutable" || (mode === "managed" && !updates))
    .map(([name]) => name);
}

/** Names of the roles and ids of the workspaces, the first of which are changed. */
interface Things {
  readonly roles: readonly string[];
  readonly workspaces: readonly { readonly name: string; readonly id: string }[];
}

async function thingsOf({ project, words }: Stage): Promise<Things> {
  const live = await project.state("acme");
  const linked = Object.entries(workspaces).flatMap(([name, shown]) => {
    const found = live?.workspaces.find((each) => each.name === shown);
    return found === undefined ? [] : [{ name, id: found.id }];
  });
  return { roles: words.custom, workspaces: linked };
}

/** The first chapter with one attribute of one thing; a workspace is named by its id, for its name may change. */
function having(kind: Attributed, name: string, value: Value, things: Things): Chapter {
  const attribute = written(name, value);
  if (kind === "organization") return { ...story.start, spec: attribute };
  const section = {
    role: { roles: things.roles.map((role) => ({ name: role })) },
    workspace: { workspaces: things.workspaces },
  }[kind];
  const [[key, entries]] = Object.entries(section) as [[string, readonly object[]]];
  return {
    ...story.start,
    spec: { [key]: entries.map((each, at) => (at === 0 ? { ...each, ...attribute } : each)) },
  };
}

async function liveThing(kind: Attributed, { project }: Stage, things: Things) {
  const state = await project.state("acme");
  if (kind === "organization") return state?.organization;
  if (kind === "role") return state?.roles.find(({ name }) => name === things.roles[0]);
  return state?.workspaces.find(({ id }) => id === things.workspaces[0]?.id);
}

/** What a plan has for a kind: changes, and whether it says what a person has to do or why it does not go on. */
function answered({ changes, forPerson, verdict }: OrganizationPlan, kind: Attributed) {
  return {
    changes: changes.filter((change) => change.kind === kind).map(({ action }) => action),
    told: forPerson.some((each) => each.kind === kind) || verdict === "failed",
  };
}

function comparable(value: Value, { compare }: AttributeSpec): Value {
  return compare === "set" && Array.isArray(value) ? [...value].sort() : value;
}

function refusal(error: unknown) {
  if (!(error instanceof InvalidManifest)) throw error;
  return { changes: [], told: error.diagnostics.length > 0 };
}

function desiredOrganization(stage: Stage, { connector }: Subject) {
  const { settings } = stage.project;
  const facts = {
    title: connector.title,
    system: settings.system,
    kinds: stage.words.kinds,
    check: () => [],
  };
  const { organizations } = resolve(documentsOf(stage.manifest(story.start)), {
    project: {
      apiVersion: "orgwright/v1",
      kind: "Project",
      manifests: ["*.yaml"],
      connections: { main: { ...settings, token: { env: "TOKEN" } } },
    },
    now: 0,
    systems: new Map([["main", facts]]),
  });
  const organization = organizations.find(({ name }) => name === "acme");
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
