/** A read that is cut short is never "nothing there" (law 3). */
import { describe, expect, it } from "vitest";
import type { ReadClient, Reply } from "../../src/model/connector.ts";
import { openProject, type TestProject } from "./project.ts";
import { acme, stagesOf, type WiredStage } from "./stage.ts";
import { story } from "./story.ts";
import type { Subject } from "./subject.ts";
import type { WiredWorld, World } from "./world.ts";

/** The law that only a wire can break; nothing where a connector has none. */
export function describeReads(subject: Subject): void {
  if (subject.wireless) return;
  describe(`${subject.name} reads wholly or not at all`, () => {
    describeCutReads(subject);
  });
}

function describeCutReads(subject: Subject): void {
  const { openWired } = stagesOf(subject);

  async function joined(): Promise<WiredStage> {
    const stage = await openWired();
    await stage.settle(story.start);
    await stage.join(story.start);
    return stage;
  }

  it.each(["500", "reset", "truncate", "html"])(
    "fails the organization and plans nothing when any read ends in %s (law 3)",
    async (fault) => {
      const { world, project, manifest } = await joined();
      const before = world.requests().length;
      await project.plan(manifest(story.changed));
      const paths = new Set(
        world
          .requests()
          .slice(before)
          .map(({ path }) => path),
      );

      const outcomes: string[] = [];
      const calm = openProject(subject.connector, world, { tuning: { contract: false } });
      for (const path of paths) {
        await world.faults(`${fault}%100=GET:${path}`);
        outcomes.push(`${path}: ${saidOf(await calm.plan(manifest(story.changed)))}`);
      }

      expect(outcomes).toEqual([...paths].map((path) => `${path}: failed, 0 changes, told why`));
    },
  );

  it("fails the organization and plans nothing when any list lacks rows (law 3)", async () => {
    const { world, manifest } = await joined();
    const untold = subject.vocabulary?.untold ?? [];
    const lists = new Set<string>();
    const whole = await onCut(subject, world, (where) => void lists.add(where)).plan(manifest(story.changed));

    const outcomes: string[] = [];
    const told = [...lists].filter((where) => !untold.some((pattern) => pattern.test(where)));
    for (const list of told) {
      const project = onCut(subject, world, () => undefined, list);
      const plan = await project.plan(manifest(story.changed));
      // A plan that needed none of the missing rows may be as it would have been.
      const isHarmed = JSON.stringify(plan) !== JSON.stringify(whole);
      if (isHarmed) outcomes.push(`${list}: ${saidOf(plan)}`);
    }

    expect(outcomes.filter((line) => !line.endsWith(": failed, 0 changes, told why"))).toEqual([]);
    expect(lists.size).toBeGreaterThan(0);
    expect(untold.filter((pattern) => ![...lists].some((where) => pattern.test(where)))).toEqual([]);
  });
}

function saidOf(plan: Parameters<typeof acme>[0]): string {
  const { verdict, changes, diagnostics } = acme(plan);
  const told = diagnostics.some(({ severity }) => severity === "error");
  return `${verdict}, ${changes.length} changes, ${told ? "told why" : "no word of it"}`;
}

/** A project that tells of each list of things that it reads, and for which one of them lacks the second half. */
function onCut(
  subject: Subject,
  world: WiredWorld,
  seen: (where: string) => void,
  cut?: string,
): TestProject {
  const watched = (client: ReadClient): ReadClient => ({
    get: async (path, options = {}) => {
      const reply = await client.get(path, options);
      const query = new URLSearchParams(
        Object.entries(options.query ?? {}).map(([key, value]): [string, string] => [key, `${value}`]),
      );
      const act = Object.entries(options.headers ?? {}).map(([key, value]) => ` ${key}: ${value}`);
      const where = [path, ...(query.size === 0 ? [] : ["?", query]), ...act].join("");
      const rows = rowsOf(reply.body);
      if (rows !== undefined) seen(where);
      return where === cut && rows !== undefined ? halved(reply, rows) : reply;
    },
  });
  const altered: World = { ...world, readClient: (tuning) => watched(world.readClient(tuning)) };
  return openProject(subject.connector, altered);
}

/** The key of a body's list of things, "" where the body is that list; undefined for every other body. */
function rowsOf(body: unknown): string | undefined {
  if (Array.isArray(body)) return isThings(body) ? "" : undefined;
  if (typeof body !== "object" || body === null) return undefined;
  return Object.entries(body).find(([, value]) => isThings(value))?.[0];
}

function isThings(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.some((each) => typeof each === "object");
}

function halved(reply: Reply, key: string): Reply {
  const half = (rows: unknown) => (Array.isArray(rows) ? rows.slice(0, Math.floor(rows.length / 2)) : rows);
  const body = reply.body as Readonly<Record<string, unknown>>;
  return { ...reply, body: key === "" ? half(body) : { ...body, [key]: half(body[key]) } };
}
