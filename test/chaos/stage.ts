/** What one run has at hand, and one start of the command in it. */
import type { Plan } from "../../src/model/contract.ts";
import type { ToldSecret } from "../../src/model/secret.ts";
import type { Reconciliation } from "../../src/reconcile.ts";
import { dice } from "./dice.ts";
import { elsewhere, start, tear } from "./engine.ts";
import { meddling } from "./manifest.ts";
import { CANARY } from "./systems.ts";
import type { Act, Tale } from "./tale.ts";
import { type Cut, createTheatre, type Ended } from "./theatre.ts";
import { type Event, inWords, type Trouble } from "./trouble.ts";
import { oneTimeSecrets } from "./views.ts";
import type { Watch } from "./watch.ts";
import { fetchThrough } from "./wire.ts";
import type { World } from "./world.ts";

/** One run on its way. */
export interface Stage {
  readonly tale: Pick<Tale, "seed" | "concurrency" | "strict">;
  readonly world: World;
  readonly watch: Watch;
  /** What happened, line by line. */
  readonly story: string[];
  readonly secrets: ToldSecret[];
  /** Who comes or goes with time: for them a clock that is set is somebody else's move. */
  readonly timed: readonly string[];
  /** How often each kind of trouble struck. */
  readonly struck: Map<string, number>;
  /** The fetch that nothing disturbs. */
  readonly real: typeof fetch;
  count: number;
}

/** What is asked of one start. */
export interface Asked {
  readonly act: Act;
  readonly manifests: string;
  readonly approvals?: string | undefined;
  readonly reviewed?: Plan | undefined;
}

/** Starts the command, lets the act's trouble strike, and looks at everything that was said. */
export async function perform(stage: Stage, asked: Asked): Promise<Ended<Reconciliation>> {
  const { world, watch, story, real, tale } = stage;
  const { act } = asked;
  stage.count += 1;
  const own = dice(tale.seed, `act ${stage.count}`);
  const stopping = new AbortController();
  const said: unknown[] = [];
  story.push(
    `— ${act.command}${act.troubles.length === 0 ? "" : `: ${act.troubles.map(inWords).join("; ")}`}`,
  );
  watch.command(act.command);
  const striking = createStriking(stage, act, stopping);
  const theatre = createTheatre(world.clock, own, striking.cut);
  const { act: engine, bury } = await start(world, {
    command: act.command,
    manifests: asked.manifests,
    ...(asked.approvals === undefined ? {} : { approvals: asked.approvals }),
    ...(asked.reviewed === undefined ? {} : { reviewed: asked.reviewed }),
    concurrency: tale.concurrency,
    strict: tale.strict,
    ...(act.budget === undefined ? {} : { budget: act.budget }),
    random: own.number,
    stop: stopping.signal,
    theatre,
    watch,
    said: (what) => void said.push(what),
    secrets: stage.secrets,
  });
  const { sandbox, clock } = world;
  const tell = (line: string) => void story.push(`  ${line}`);
  globalThis.fetch = fetchThrough(
    { sandbox, clock, dice: own, watch, theatre, trouble: striking.onTheWire, tell },
    real,
  );
  try {
    const ended = await theatre.play(engine);
    said.push(saidBy(ended));
    story.push(`  ${ended.how}${ended.how === "threw" ? `: ${String(ended.error)}` : ""}`);
    return ended;
  } finally {
    globalThis.fetch = real;
    await bury();
    if (striking.torn()) await tear(world);
    await listen(stage, JSON.stringify(said));
  }
}

function saidBy(ended: Ended<Reconciliation>): unknown {
  if (ended.how === "done") return ended.value;
  if (ended.how === "killed") return "killed";
  const { error } = ended;
  return error instanceof Error ? [error.stack, error.message, String(error.cause)] : String(error);
}

/** Nothing that was said or written may hold a secret. */
async function listen({ world, watch }: Stage, said: string): Promise<void> {
  const all = said + (await world.texts());
  const law = "no secret in any output";
  if (all.includes(CANARY)) watch.breach(law, `the credential: ${around(all, CANARY)}`);
  for (const secret of oneTimeSecrets(world.sandbox.state())) {
    if (all.includes(secret)) watch.breach(law, `what is told once: ${around(all, secret)}`);
  }
}

function around(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return text.slice(Math.max(0, at - 80), at + 80).replace(secret, "[…]");
}

interface Striking {
  readonly stage: Stage;
  readonly stopping: AbortController;
  readonly counts: { effect: number; request: number; write: number };
  /** Whether the effect under way writes. */
  isWrite: boolean;
  /** Whether it is the engine's last. */
  isDying: boolean;
  isTorn: boolean;
}

/** Lets trouble strike at its moment. */
function createStriking(stage: Stage, { troubles }: Act, stopping: AbortController) {
  const striking: Striking = {
    stage,
    stopping,
    counts: { effect: 0, request: 0, write: 0 },
    isWrite: false,
    isDying: false,
    isTorn: false,
  };
  const isNow = ({ of, n }: Trouble) => striking.counts[of] === n && (of !== "write" || striking.isWrite);
  const cut: Cut = {
    before: async (label) => {
      const isRequest = counted(striking, label);
      for (const trouble of troubles.filter(isNow)) {
        if ("event" in trouble && (await happen(striking, trouble.event))) return true;
      }
      if (!isRequest) stage.story.push(`  ${label}`);
      return false;
    },
    after: () => Promise.resolve(striking.isDying),
  };
  return {
    cut,
    torn: () => striking.isTorn,
    onTheWire: () => {
      const hit = troubles.find((trouble) => "what" in trouble && isNow(trouble));
      if (hit === undefined || !("what" in hit)) return undefined;
      strikes(stage, hit.what);
      return hit.what;
    },
  };
}

/** Counts an effect; says whether it is a request. */
function counted(striking: Striking, label: string): boolean {
  const { counts } = striking;
  const isRequest = /^[A-Z]+ \//.test(label);
  striking.isWrite = isRequest && !label.startsWith("GET ") && !label.endsWith(":wait");
  counts.effect += 1;
  counts.request += isRequest ? 1 : 0;
  counts.write += striking.isWrite ? 1 : 0;
  return isRequest;
}

function strikes({ struck }: Stage, what: string): void {
  struck.set(what, (struck.get(what) ?? 0) + 1);
}

/** Lets an event happen; says whether it ends the engine at once. */
async function happen(striking: Striking, event: Event): Promise<boolean> {
  const { stage, stopping } = striking;
  stage.story.push(`  * ${Object.values(event).join(" ")}`);
  strikes(stage, event.kind === "kill" ? `kill ${event.when}` : event.kind);
  if (event.kind === "stop") stopping.abort();
  if (event.kind !== "kill" && event.kind !== "stop") await others(stage, event);
  if (event.kind !== "kill") return false;
  striking.isTorn = event.torn;
  striking.isDying = event.when === "after";
  return event.when === "before";
}

const HALF_A_DAY = 12 * 3_600_000;

/** What others do meanwhile: people, somebody else with the same rights, and time. */
async function others(stage: Stage, event: Exclude<Event, { kind: "kill" | "stop" }>): Promise<void> {
  const { world, watch } = stage;
  if (event.kind === "accept") {
    await watch.others({ emails: [event.email] }, () => world.accept(event.email));
  } else if (event.kind === "meddle") {
    await watch.others({ emails: [event.email] }, () => meddle(stage, event));
  } else {
    const all = Math.abs(event.ms) > HALF_A_DAY;
    await watch.others({ all, emails: stage.timed }, () => {
      if (event.whose === "both") world.clock.pass(event.ms);
      else world.clock.skew(event.ms);
      return Promise.resolve();
    });
  }
}

/** Another engine, elsewhere, which nothing disturbs and no law watches. */
async function meddle(stage: Stage, { email, how }: Extract<Event, { kind: "meddle" }>): Promise<void> {
  const disturbed = globalThis.fetch;
  globalThis.fetch = stage.real;
  const before = stage.world.holdings();
  try {
    await elsewhere(stage.world, meddling({ email, how }, stage.world.words));
  } finally {
    globalThis.fetch = disturbed;
    const now = stage.world.holdings();
    const same = JSON.stringify([...before.things]) === JSON.stringify([...now.things]);
    stage.story.push(`    ${same ? "in vain" : "done"}`);
  }
}
