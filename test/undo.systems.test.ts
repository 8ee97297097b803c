/** On each system: manifests A, then B, then A again by the undo of B alone: all is as it was but what the undo names. */
import { afterEach, describe, expect, it } from "vitest";
import { cnap } from "../src/connectors/cnap/index.ts";
import type { Outcome, Plan } from "../src/model/contract.ts";
import { type Chapter, manifestOf, sampleOf, story, written } from "./conformance/story.ts";
import { type Words, wordsOf } from "./conformance/words.ts";
import type { World } from "./conformance/world.ts";
import { startWorld } from "./connectors/cnap/world.ts";
import { type AppliedCommit, type UndoDesk, undoDesk, unnamed } from "./undo-desk.ts";
import { subjects } from "./undo-subjects.ts";

const plain: Chapter = {
  members: [
    { email: "olga@acme.test", role: "owner", workspaces: { production: "high", staging: "high" } },
    { email: "Bob@acme.test", role: "less", workspaces: { production: "low", staging: "mid" } },
    { email: "dora@acme.test", role: "less", status: "active", workspaces: {} },
  ],
  access: [{ role: "less", workspace: "production", level: "low" }],
};

/** Somebody joins, somebody leaves, roles and access change, a role goes. */
const other: Chapter = {
  roles: 2,
  members: [
    { email: "olga@acme.test", role: "owner", workspaces: { production: "high", staging: "high" } },
    { email: "bob@acme.test", role: "more", workspaces: { production: "mid" } },
    { email: "carol@acme.test", role: "less", workspaces: { production: "low" } },
  ],
  access: [{ role: "less", workspace: "production", level: "mid" }],
};

const worlds: World[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

interface Stage {
  readonly world: World;
  readonly words: Words;
  desk(commits: Readonly<Record<string, string>>): UndoDesk;
}

/** A system of its own, closed after the test. */
async function openOn(name: string): Promise<Stage> {
  const subject = subjects.find((each) => each.name === name);
  if (subject === undefined) throw new Error(`there is no system ${name}`);
  const world = await subject.start();
  worlds.push(world);
  return {
    world,
    words: wordsOf(subject, { ...world.connection, name: "main" }),
    desk: (commits) => undoDesk(subject.connector, world, commits),
  };
}

/** Chapters as commits, by name. */
function told(chapters: Readonly<Record<string, Chapter>>, words: Words): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(chapters).map(([name, chapter]) => [name, manifestOf(chapter, words)]),
  );
}

describe.each(subjects)("an undo on $name", (subject) => {
  const open = () => openOn(subject.name);

  /** Applied, everybody accepts, and what waited for that is done. */
  async function settle(desk: UndoDesk, commit: string, world: World, people = plain.members) {
    await desk.apply(commit);
    for (const { email } of people) await world.accept(email);
    expect(problems((await desk.apply(commit)).outcome)).toEqual([]);
  }

  it("takes back people, roles and access", async () => {
    const { world, words, desk: deskOf } = await open();
    const desk = deskOf(told({ a: plain, b: other }, words));
    await settle(desk, "a", world);
    const before = await desk.live("acme");

    const { undo } = await desk.apply("b");
    await goBack(desk, undo?.plan);
    for (const { email } of plain.members) await world.accept(email);
    await desk.apply("a");

    expect(undo?.commits).toEqual(["a"]);
    expect(await desk.live("acme")).toEqual(before);
    expect(codesOf({ undo })).toContain(words.kinds.member?.invitation.token ? "undo/secret" : "undo/mailed");
  });

  it("has the very changes that the earlier manifests have then", async () => {
    const { world, words, desk: deskOf } = await open();
    const desk = deskOf(told({ a: story.start, b: story.changed }, words));
    await settle(desk, "a", world, story.start.members);

    const { undo } = await desk.apply("b");

    expect(idsOf(undo?.plan).length).toBeGreaterThan(2);
    expect(idsOf(undo?.plan)).toEqual(idsOf(await desk.plan("a")));
  });

  it("takes back what an organization is like, and names what the earlier manifests do not say", async () => {
    const { world, words, desk: deskOf } = await open();
    const { attributes } = words.kinds.organization;
    const paths = Object.keys(attributes).filter(
      (path) => attributes[path]?.mode === "managed" && path !== "slug" && path !== "displayName",
    );
    const changed = together(paths.map((path) => written(path, sampleOf("organization", path, words))));
    const name = attributes["displayName"]?.mode === "managed" ? { displayName: "Acme Renamed" } : {};
    const desk = deskOf(told({ a: plain, b: { ...plain, spec: { ...changed, ...name } } }, words));
    await settle(desk, "a", world);
    const before = await desk.live("acme");

    const { undo, plan } = await desk.apply("b");
    await goBack(desk, undo?.plan);

    const after = await desk.live("acme");
    const left = Object.keys(after?.attributes ?? {}).filter(
      (path) =>
        JSON.stringify(after?.attributes[path]) !== JSON.stringify(before?.attributes[path]) &&
        plan.organizations.some(({ changes }) =>
          changes.some((change) => change.after?.[path] !== undefined),
        ),
    );
    const said = undo?.diagnostics.find(({ code }) => code === "undo/unsaid")?.message ?? "";
    expect(left.filter((path) => !said.includes(path))).toEqual([]);
    expect(left).not.toContain("displayName");
    expect(left.length).toBeGreaterThan(0);
    expect({ ...after, attributes: {} }).toEqual({ ...before, attributes: {} });
  });

  it("takes back workspaces and roles that came, and makes anew what went", async () => {
    const { world, words, desk: deskOf } = await open();
    const small: Chapter = {
      roles: 2,
      workspaces: ["production"],
      members: [
        { email: "olga@acme.test", role: "owner", workspaces: { production: "high" } },
        { email: "bob@acme.test", role: "less", workspaces: { production: "low" } },
      ],
      access: [],
    };
    const large: Chapter = { ...small, roles: 3, workspaces: ["production", "staging"] };
    if (!words.workspaces && words.custom.length === 0) return;
    const desk = deskOf(told({ small, large }, words));
    await settle(desk, "small", world, small.members);
    const before = await desk.live("acme");

    const up = await desk.apply("large");
    await goBack(desk, up.undo?.plan, "small");
    expect(unnamed(before, await desk.live("acme"), up)).toEqual([]);

    await settle(desk, "large", world, small.members);
    const whole = await desk.live("acme");
    const down = await desk.apply("small");
    await goBack(desk, down.undo?.plan, "large");
    expect(unnamed(whole, await desk.live("acme"), down)).toEqual([]);
    const made = words.custom.length > 0 ? ["undo/made-anew"] : [];
    expect(codesOf(down)).toEqual(expect.arrayContaining(made));
  });

  it("stops where somebody has accepted meanwhile: that was not shown", async () => {
    const { world, words, desk: deskOf } = await open();
    const desk = deskOf(told({ a: plain, b: other }, words));
    await settle(desk, "a", world);
    const { undo } = await desk.apply("b");
    await world.accept("carol@acme.test");

    const { outcome } = await desk.apply("a", undo === undefined ? {} : { reviewed: undo.plan });

    expect(outcome.organizations.find(({ name }) => name === "acme")?.status).toBe("stopped");
  });

  it("leaves an organization that is new, and says so", async () => {
    const { words, desk: deskOf } = await open();
    if (words.exists) return;
    const both = `${manifestOf(plain, words)}\n---\n${another(words)}`;
    const desk = deskOf({ a: manifestOf(plain, words), b: both });
    await desk.apply("a");

    const { undo } = await desk.apply("b");
    await goBack(desk, undo?.plan);

    expect(undo?.plan.organizations).toEqual([]);
    expect(undo?.diagnostics.map(({ code, address }) => [code, address])).toEqual([
      ["undo/organization", "other/organization"],
    ]);
    expect(await desk.state("other")).toBeDefined();
  });

  it("makes an organization anew that was deleted", async () => {
    const { world, words, desk: deskOf } = await open();
    if (words.kinds.organization.delete !== "api") return;
    const desk = deskOf(told({ a: plain, b: story.deleted }, words));
    await settle(desk, "a", world);
    const before = await desk.live("acme");

    const { undo } = await desk.apply("b", { approved: await desk.plan("b") });
    expect(await desk.live("acme")).toBeUndefined();
    await goBack(desk, undo?.plan);

    const after = await desk.live("acme");
    expect(after?.attributes).toEqual(before?.attributes);
    expect(unnamed(before, after, { undo })).toEqual([]);
    expect(codesOf({ undo })).toContain("undo/made-anew");
  });

  it("finds an organization by its slug of now, and says what the reverted manifest needs", async () => {
    const { world, words, desk: deskOf } = await open();
    if (words.kinds.organization.attributes["slug"]?.mode !== "managed") return;
    const reverted = { ...plain, spec: { previously: { slugs: ["acme-new"] } } };
    const renamed = { ...plain, spec: { slug: "acme-new", previously: { slugs: ["acme"] } } };
    const desk = deskOf(told({ a: plain, b: renamed, reverted }, words));
    await settle(desk, "a", world);
    const before = await desk.live("acme");

    const { undo } = await desk.apply("b");
    const blind = await desk.apply("a", undo === undefined ? {} : { reviewed: undo.plan });
    await goBack(desk, undo?.plan, "reverted");

    expect(codesOf({ undo })).toEqual(["undo/slug"]);
    expect(blind.outcome.counts.applied).toBe(0);
    expect(blind.outcome.complete).toBe(false);
    expect(await desk.live("acme")).toEqual(before);
  });
});

describe("an undo of what only some systems have", () => {
  it("asks for an approval where a guard holds it, and goes on with one of its own changes", async () => {
    const { world, words, desk: deskOf } = await openOn("APImetrics");
    const desk = deskOf(told({ a: story.start, b: story.changed }, words));
    await desk.apply("a");
    for (const { email } of story.start.members) await world.accept(email);
    await desk.apply("a");

    const { undo } = await desk.apply("b");
    if (undo === undefined) throw new Error("there is no undo");
    const held = await desk.apply("a", { reviewed: undo.plan });
    const approved = await desk.apply("a", { reviewed: undo.plan, approved: undo.plan });

    expect(undo.plan.verdict).toBe("blocked");
    expect(undo.diagnostics.find(({ code }) => code === "undo/blocked")?.message).toContain("last-owner");
    expect(held.outcome.counts.applied).toBe(0);
    expect(problems(approved.outcome)).toEqual([]);
  });

  it("leaves to the customer what only the customer can grant", async () => {
    const { words } = await openOn("CNAP");
    const world = await startWorld({
      seed: {
        cnap: {
          users: [{ id: "user_ops", email: "ops@acme.test" }],
          tokens: [{ token: "secret-token", user: "user_ops" }],
          workspaces: [{ id: "ws_production", name: "Production", owner: "user_ops" }],
        },
      },
    });
    worlds.push(world);
    const entry = { name: "production", id: "ws_production" };
    const absent = { workspaces: [{ ...entry, ensure: "absent" }], ownership: { workspaces: "additive" } };
    const granted = { workspaces: [entry], ownership: { workspaces: "additive" } };
    const desk = undoDesk(
      cnap,
      world,
      told({ bare: plain, a: { ...plain, spec: granted }, b: { ...plain, spec: absent } }, words),
    );
    await desk.apply("bare");
    await grant(world, { workspace: "ws_production", organization: "acme" });
    await desk.apply("a");

    const { undo } = await desk.apply("b");
    await goBack(desk, undo?.plan);

    expect(undo?.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ["undo/for-person", expect.stringContaining("acme/workspace/production")],
    ]);
    expect((await desk.live("acme"))?.workspaces).toEqual([]);
  });
});

/** What only a customer can do: lets the organization manage a workspace. */
async function grant({ connection }: World, body: object): Promise<void> {
  const { origin } = new URL(connection.endpoint);
  const url = `${origin}/_sandbox/cnap/workspaces/grant`;
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}

/** An organization beside the story's. */
function another(words: Words): string {
  const spec = { connection: "main", slug: "other", displayName: "Other", ...words.vocabulary.spec };
  return JSON.stringify({
    apiVersion: "orgwright/v1",
    kind: "Organization",
    metadata: { name: "other" },
    spec,
  });
}

/** Objects as one, with what they have under the same key together. */
function together(all: readonly object[]): Readonly<Record<string, unknown>> {
  const entries = all.flatMap((each) => Object.entries(each));
  const keys = [...new Set(entries.map(([key]) => key))];
  return Object.fromEntries(
    keys.map((key) => {
      const values = entries.flatMap(([own, value]) => (own === key ? [value] : []));
      return [key, typeof values[0] === "object" ? Object.assign({}, ...values) : values[0]];
    }),
  );
}

async function goBack(desk: UndoDesk, reviewed: Plan | undefined, commit = "a"): Promise<void> {
  if (reviewed === undefined) throw new Error("there is no undo");
  const { outcome } = await desk.apply(commit, { reviewed });
  expect(problems(outcome)).toEqual([]);
}

function problems({ organizations }: Outcome): readonly string[] {
  return organizations.flatMap(({ name, status, diagnostics, results }) => [
    ...(status === "complete" || status === "unchanged" ? [] : [`${name} ${status}`]),
    ...diagnostics.map(({ message }) => message),
    ...results.flatMap(({ error }) => error?.message ?? []),
  ]);
}

function idsOf(plan: Plan | undefined): readonly string[] {
  return (plan?.organizations ?? []).flatMap(({ changes }) => changes.map(({ id }) => id)).sort();
}

function codesOf({ undo }: Pick<AppliedCommit, "undo">): readonly string[] {
  return (undo?.diagnostics ?? []).map(({ code }) => code);
}
