/** Trouble on the wire during an apply: whatever hits a write, the next runs get over it, and nothing comes double. */
import { afterEach, describe, expect, it, vi } from "vitest";
import type { SandboxRequest } from "../../src/sandbox/index.ts";
import type { TestProject } from "./project.ts";
import { expectEmpty, stageOn, stagesOf, type WiredStage } from "./stage.ts";
import { type Chapter, story } from "./story.ts";
import type { Subject } from "./subject.ts";

/** How many writes of each form every kind of trouble hits, one at a time. */
const HITS = Number(process.env["ORGWRIGHT_HITS"] ?? 1);
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

interface Tale {
  readonly when: string;
  /** What everybody joined before. */
  readonly base?: Chapter;
  readonly wish: Chapter;
}

/** The beginning, and the second chapter where nothing undeclared goes. */
const tales: readonly Tale[] = [
  { when: "while all is made", wish: story.start },
  { when: "while things change", base: story.start, wish: { ...story.changed, ownership: "additive" } },
];

/** Each kind of trouble at each form of write; nothing where a connector has no wire. */
export function describeFaults(subject: Subject): void {
  if (subject.wireless || subject.variant) return;
  describe(`${subject.name} in bad weather`, () => {
    describeHitWrites(subject);
  });
}

function describeHitWrites(subject: Subject): void {
  const { openWired } = stagesOf(subject);
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** A world as it is before the wish, and a project on it that looks at no contract and lets nobody rest. */
  async function ready({ base }: Tale, fault: string): Promise<WiredStage> {
    const first = await openWired();
    if (base !== undefined) {
      await first.settle(base);
      await first.join(base);
    }
    const tuning = { contract: false, ...(fault.startsWith("slow") ? { timeoutMs: TIMEOUT } : {}) };
    const invitations = { quietDays: 0, maxPerPerson: 100 };
    return { ...stageOn(subject, first.world, { tuning, invitations }), world: first.world };
  }

  describe.each(tales)("$when", (tale) => {
    it.each(Object.entries(troubles))(
      "gets over %s at any write",
      async (name, fault) => {
        if (name === "429 that does not") withoutRetryAfter();
        const calm = await ready(tale, fault);
        const before = calm.world.requests().length;
        await converge(calm.project, calm.manifest(tale.wish));
        const good = await everything(calm);

        for (const { at, method, path } of chosen(calm.world.requests().slice(before))) {
          const stage = await ready(tale, fault);
          await stage.world.faults(`${fault.replace("N", String(at))}=${method}:${path}`);
          const said = await converge(stage.project, stage.manifest(tale.wish));

          const hit = `${name} at ${method} ${path}`;
          expect({ hit, ...(await everything(stage, good.invitations)) }).toEqual({ hit, ...good });
          expect(said).not.toContain(stage.world.token);
          expect(stage.world.requests().filter((request) => request.fault !== undefined)).toHaveLength(1);
        }
      },
      60_000,
    );
  });
}

/** Applies until nothing fails; then there is nothing left to do. Gives everything that was said on the way. */
async function converge(project: TestProject, manifest: string): Promise<string> {
  const said: unknown[] = [];
  for (let run = 0; run < 6; run += 1) {
    const { plan, outcome } = await project.apply(manifest);
    said.push(plan, outcome);
    if (outcome.complete) break;
  }
  expectEmpty(await project.plan(manifest));
  return JSON.stringify(said);
}

/**
 * What is live and who is invited, as often as it is so. Where nobody can see whether a mail went out, it counts as sent
 * and rests, though it may be lost: such `hoped` ones count as there.
 */
async function everything({ project, world, words }: WiredStage, hoped: readonly string[] = []) {
  const open = world.invitations();
  const isListed = words.kinds.member?.invitation.listed ?? true;
  const lost = isListed ? [] : hoped.filter((email) => !open.includes(email));
  return { live: await project.live("acme"), invitations: [...open, ...lost].sort() };
}

interface Hit {
  /** Which of the requests whose path contains this one, from 1. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
}

/** Of each form of write, which is its method and its path without ids, the first ones. */
function chosen(requests: readonly SandboxRequest[]): readonly Hit[] {
  const seen = new Map<string, number>();
  return requests.flatMap(({ method, path }, index) => {
    const form = `${method} ${path.replace(/[^/]*[\d%@|_][^/]*/g, "*")}`;
    const count = (seen.get(form) ?? 0) + 1;
    seen.set(form, count);
    if (method === "GET" || count > HITS) return [];
    const earlier = requests
      .slice(0, index + 1)
      .filter((each) => each.method === method && each.path.includes(path));
    return [{ at: earlier.length, method, path }];
  });
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
