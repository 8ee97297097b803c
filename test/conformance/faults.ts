/** Trouble on the wire: a read that is cut is never "nothing there" (law 3), and an apply gets over whatever hits it. */
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ReadClient, Reply } from "../../src/model/connector.ts";
import { openProject, type TestProject } from "./project.ts";
import { acme, expectEmpty, stageOn, stagesOf, type WiredStage } from "./stage.ts";
import { type Chapter, story } from "./story.ts";
import type { Subject } from "./subject.ts";
import type { WiredWorld, World } from "./world.ts";

/** How many writes each kind of trouble hits, one at a time; all of them where the number is high. */
const HITS = Number(process.env["ORGWRIGHT_HITS"] ?? 2);
/** Under which a reply that is late by LATE counts as lost. */
const TIMEOUT = 150;
const LATE = 400;

/** What may hit a write: the fault, and what of the reply is lost beside. */
const troubles: Readonly<Record<string, string>> = {
  "429 that says when to come back": "429@N:1",
  "429 that does not": "429@N",
  "500": "500@N",
  "a connection that is cut before the work is done": "reset@N",
  "a connection that is cut after it": "reset-after@N",
  "half a reply": "truncate@N",
  "a page instead of a reply": "html@N",
  "a reply that comes too late": `slow@N:${LATE}`,
};

/** The second chapter where nothing undeclared goes. */
const wish: Chapter = { ...story.changed, ownership: "additive" };

/** The laws that only a wire can break; nothing where a connector has none. */
export function describeFaults(subject: Subject): void {
  if (subject.wireless) return;
  describe(`${subject.name} in bad weather`, () => {
    describeCutReads(subject);
    if (subject.variant !== true) describeHitWrites(subject);
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

function describeHitWrites(subject: Subject): void {
  const { openWired } = stagesOf(subject);
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** The first chapter with everybody in it, and a project that forgives and forgets. */
  async function ready(): Promise<{ readonly stage: WiredStage; readonly project: TestProject }> {
    const first = await openWired();
    await first.settle(story.start);
    await first.join(story.start);
    const tuning = { contract: false, timeoutMs: TIMEOUT };
    const invitations = { quietDays: 0, maxPerPerson: 100 };
    const stage = { ...stageOn(subject, first.world, { tuning, invitations }), world: first.world };
    return { stage, project: stage.project };
  }

  it.each(Object.entries(troubles))("gets over %s at any write", async (name, fault) => {
    if (name === "429 that does not") withoutRetryAfter();
    const calm = await ready();
    const before = calm.stage.world.requests().length;
    await converge(calm.project, calm.stage.manifest(wish));
    const good = await everything(calm.stage);
    const isListed = calm.stage.words.kinds.member?.invitation.listed ?? true;
    const sent = calm.stage.world
      .requests()
      .slice(before)
      .flatMap(({ method }) => (method === "GET" ? [] : [method]));

    for (const [at, method] of chosen(sent)) {
      const { stage, project } = await ready();
      const nth = sent.slice(0, at + 1).filter((each) => each === method).length;
      await stage.world.faults(`${fault.replace("N", String(nth))}=${method}:/`);
      const said = await converge(project, stage.manifest(wish));

      const hit = `${name} at write ${at + 1} of ${sent.length}, ${method}`;
      const end = await everything(stage);
      // Where nobody can see whether a mail went out, it counts as sent and rests, though it may be lost.
      const lost = isListed ? [] : good.invitations.filter((email) => !end.invitations.includes(email));
      const invitations = [...end.invitations, ...lost].sort();
      expect({ hit, ...end, invitations }).toEqual({ hit, ...good });
      expect(said).not.toContain(stage.world.token);
      expect(stage.world.requests().some((request) => request.fault !== undefined)).toBe(true);
    }
  });
}

/** Applies until there is nothing left to do; gives everything that was said on the way. */
async function converge(project: TestProject, manifest: string): Promise<string> {
  const said: unknown[] = [];
  for (let run = 0; run < 6; run += 1) {
    const { plan, outcome } = await project.apply(manifest);
    said.push(plan, outcome);
    if (outcome.complete && plan.verdict === "empty") break;
  }
  expectEmpty(await project.plan(manifest));
  return JSON.stringify(said);
}

/** What is live and who is invited, as often as it is so. */
async function everything({ project, world }: WiredStage) {
  return { live: await project.live("acme"), invitations: world.invitations() };
}

/** The places of a list that are tried, the first and the last among them. */
function chosen<T>(list: readonly T[]): readonly (readonly [number, T])[] {
  const step = Math.max(1, (list.length - 1) / Math.max(1, HITS - 1));
  const places = new Set(Array.from({ length: HITS }, (_, at) => Math.round(at * step)));
  return [...list.entries()].filter(([at]) => places.has(at));
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

/** Takes the header off every reply, as a server does that does not send it. */
function withoutRetryAfter(): void {
  const real = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (...request) => {
    const reply = await real(...request);
    const headers = new Headers(reply.headers);
    headers.delete("retry-after");
    const { status, statusText } = reply;
    return new Response([204, 304].includes(status) ? null : reply.body, { status, statusText, headers });
  });
}
