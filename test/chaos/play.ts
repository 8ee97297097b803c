/** Plays a tale from its first line to its last, with the laws watching, and says what broke. */
import type { Plan } from "../../src/model/contract.ts";
import { approvalsOf } from "./approve.ts";
import { baseFor } from "./base.ts";
import { told } from "./holdings.ts";
import { bugsIn, isDone, leftIn, outcomeIn, planOf, reached } from "./judging.ts";
import { manifests } from "./manifest.ts";
import { type Asked, perform, type Stage } from "./stage.ts";
import type { Act, Tale } from "./tale.ts";
import { type Breach, watching } from "./watch.ts";
import { openWorld, START } from "./world.ts";

/** What became of a tale. */
export interface Played {
  readonly breaches: readonly Breach[];
  readonly story: readonly string[];
  /** How often each kind of trouble struck. */
  readonly struck: ReadonlyMap<string, number>;
  readonly requests: number;
  readonly writes: number;
  /** Applies that it took once the trouble was over. */
  readonly calm: number;
}

/** Applies after the trouble within which everything has to be done. */
const BOUND = 5;

/** Plays a tale. Breaches are told, not thrown; what is thrown is a bug of the suite or of the engine. */
export async function play(tale: Tale): Promise<Played> {
  const real = globalThis.fetch;
  const clock = Date.now;
  const from = await baseFor(tale, real);
  const world = await openWorld(tale.ground, {
    ...(from === undefined ? {} : { from }),
    limited: tale.limited,
    real,
  });
  const watch = watching({
    look: world.holdings,
    isStill: world.isStill,
    isSerial: tale.concurrency === 1,
  });
  const stage: Stage = {
    tale,
    world,
    watch,
    story: [],
    secrets: [],
    timed: Object.keys({ ...tale.wish.until, ...tale.wish.from }),
    struck: new Map(),
    real,
    count: 0,
  };
  Date.now = world.clock.client;
  let calm = 0;
  try {
    calm = await tell(tale, stage);
  } catch (error) {
    watch.breach("converges", error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    Date.now = clock;
    globalThis.fetch = real;
    await world.close();
  }
  const requests = world.sandbox.requests();
  return {
    breaches: watch.breaches,
    story: stage.story,
    struck: stage.struck,
    requests: requests.length,
    writes: requests.filter(({ method }) => method !== "GET").length,
    calm,
  };
}

/** The trouble, and what comes after it; gives how many applies that took. */
async function tell(tale: Tale, stage: Stage): Promise<number> {
  const text = manifests(tale.wish, stage.world.words, START);
  const { approvals, reviewed } = await prepared(tale, stage, text);
  for (const act of tale.acts) await run(stage, { act, manifests: text, approvals, reviewed });
  stage.story.push("— the trouble is over");
  await stage.watch.others({ emails: stage.timed }, () => Promise.resolve(stage.world.clock.right()));
  const { plan, applies } = await calmed(stage, { act: calmly("apply"), manifests: text, approvals });
  if (plan === undefined || !isDone(plan)) {
    const what = `not after ${BOUND} applies in fine weather: ${leftIn(plan)}`;
    stage.watch.breach("converges", what);
  } else {
    stage.story.push(...told(stage.world.holdings()).map((line) => `  = ${line}`));
    for (const what of reached(tale.wish, stage.world, plan)) stage.watch.breach("converges", what);
  }
  return applies;
}

/** What somebody approved and reviewed before the trouble began. */
async function prepared(
  tale: Tale,
  stage: Stage,
  text: string,
): Promise<Pick<Asked, "approvals" | "reviewed">> {
  if (!tale.approved && !tale.reviewed) return {};
  const before = await look(stage, text);
  const approvals = tale.approved && before !== undefined ? approvalsOf(before) : undefined;
  return { approvals, ...(tale.reviewed ? { reviewed: await look(stage, text, approvals) } : {}) };
}

/** Applies, approving what is held, until nothing is left to do; gives the last plan. */
async function calmed(
  stage: Stage,
  asked: Asked,
): Promise<{ readonly plan: Plan | undefined; readonly applies: number }> {
  let { approvals } = asked;
  let plan = await look(stage, asked.manifests, approvals);
  let applies = 0;
  while (applies < BOUND && (plan === undefined || !isDone(plan))) {
    // Those of before still count: each passes the changes that it names.
    approvals = [approvals, plan && approvalsOf(plan)].filter(Boolean).join("\n---\n") || undefined;
    await run(stage, { ...asked, approvals });
    applies += 1;
    plan = await look(stage, asked.manifests, approvals);
  }
  return { plan, applies };
}

async function run(stage: Stage, asked: Asked) {
  const ended = await perform(stage, asked);
  for (const what of bugsIn(ended)) stage.watch.breach("converges", what);
  stage.story.push(...outcomeIn(ended));
  return ended;
}

async function look(stage: Stage, text: string, approvals?: string): Promise<Plan | undefined> {
  return planOf(await run(stage, { act: calmly("plan"), manifests: text, approvals }));
}

function calmly(command: Act["command"]): Act {
  return { command, troubles: [] };
}
