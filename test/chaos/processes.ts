/** The same with the built command: real processes that are killed with SIGKILL at a random system call, and started again. */
import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Change, Plan } from "../../src/model/contract.ts";
import { baseFor } from "./base.ts";
import { type Dice, dice } from "./dice.ts";
import { lenient, projectOf } from "./engine.ts";
import { type Holdings, lost, mailed, TWICE } from "./holdings.ts";
import { justifies } from "./justify.ts";
import { manifests } from "./manifest.ts";
import { CANARY } from "./systems.ts";
import { taleOf } from "./tale.ts";
import { oneTimeSecrets } from "./views.ts";
import { openWorld, START, type World } from "./world.ts";

/** What is asked for. */
export interface Killing {
  /** How many stories, each with one to three starts that are killed. */
  readonly count: number;
  readonly seed: number;
  readonly system: string;
  /** Where the project of the suite is, with `dist/` in it. */
  readonly root: string;
  readonly tell: (line: string) => void;
}

/** Kills, starts again, and looks; gives how many stories broke a law. */
export async function killProcesses({ count, seed, system, root, tell }: Killing): Promise<number> {
  let broken = 0;
  for (let next = seed; next < seed + count; next += 1) {
    const { breaches, story } = await killOne(next, system, root);
    if (breaches.length > 0) broken += 1;
    if (breaches.length > 0) tell([`seed ${next}, processes`, ...breaches, ...story].join("\n  "));
  }
  if (count > 0) tell(`${count} stories of killed processes, ${broken} broken`);
  return broken;
}

/** What one story gave. */
export interface KilledStory {
  readonly breaches: readonly string[];
  readonly story: readonly string[];
  /** Starts that died before their end. */
  readonly killed: number;
}

interface Ended {
  readonly code: number | null;
  readonly killed: boolean;
  readonly said: string;
}

/** Plays the story of a seed. */
export async function killOne(seed: number, system: string, root: string): Promise<KilledStory> {
  const tale = taleOf(seed, system);
  const own = dice(seed, "processes");
  const from = await baseFor(tale, fetch);
  const eye = createEye();
  const world = await openWorld(tale.ground, {
    ...(from === undefined ? {} : { from }),
    limited: false,
    real: fetch,
    now: eye.now,
  });
  eye.open(world.holdings);
  try {
    await project(world, manifests({ ...tale.wish, until: {}, from: {} }, world.words, START));
    const cli = (args: readonly string[], killAt = 0) => command(world, root, args, killAt);
    return await story({ world, own, eye, cli });
  } finally {
    await world.close();
  }
}

interface Scene {
  readonly world: World;
  readonly own: Dice;
  readonly eye: Eye;
  readonly cli: (args: readonly string[], killAt?: number) => Promise<Ended>;
}

async function story({ world, own, eye, cli }: Scene): Promise<KilledStory> {
  const told: string[] = [];
  const breaches: string[] = [];
  const changes: Change[] = [];
  let killed = 0;
  const planned = async (): Promise<Plan> => {
    const { said, code } = await cli(["plan", "--format", "json"]);
    listen(said);
    const at = said.indexOf("{");
    if (at < 0) throw new Error(`plan exits ${code}: ${said}`);
    const plan = JSON.parse(said.slice(at, said.lastIndexOf("}") + 1)) as Plan;
    changes.push(...plan.organizations.flatMap((each) => each.changes));
    return plan;
  };
  const listen = (said: string) => {
    const secrets = [CANARY, ...oneTimeSecrets(world.sandbox.state())];
    if (secrets.some((secret) => said.includes(secret))) breaches.push(`a secret was said: ${said}`);
  };
  const apply = async (killAt: number) => {
    const ended = await cli(["apply", "--yes", "--secrets-out", `secrets-${own.int(1e9)}`], killAt);
    told.push(`apply, killed at ${killAt}: ${ended.killed ? "killed" : `exit ${ended.code}`}`, ended.said);
    listen(ended.said);
    killed += ended.killed ? 1 : 0;
    return ended;
  };

  if ((await planned()).verdict === "blocked") return { breaches, story: ["blocked"], killed };
  await apply(1 + own.int(20));
  for (let more = own.int(3); more > 0; more -= 1) {
    await planned();
    await apply(1 + own.int(own.pick([20, 60, 140])));
  }
  let verdict: Plan["verdict"] = "applicable";
  for (let calm = 0; calm < 3 && verdict !== "empty"; calm += 1) {
    await apply(0);
    verdict = (await planned()).verdict;
  }
  if (verdict !== "empty") breaches.push(`converges: the plan is ${verdict} after three whole applies`);
  eye.look();
  breaches.push(...eye.breaches(changes));
  return { breaches, story: told, killed };
}

interface Eye {
  readonly now: () => number;
  open(look: () => Holdings): void;
  look(): void;
  breaches(changes: readonly Change[]): readonly string[];
}

/** Looks at the server before each request: the sandbox asks for the time at each, and between two all is at rest. */
function createEye(): Eye {
  let holdings: (() => Holdings) | undefined;
  let held: Holdings | undefined;
  let isLooking = false;
  const found: string[] = [];
  const losses: ReturnType<typeof lost>[number][] = [];
  const mails = new Map<string, number>();

  function look(): void {
    if (holdings === undefined || isLooking) return;
    isLooking = true;
    const now = holdings();
    isLooking = false;
    const before = held ?? now;
    held = now;
    losses.push(...lost(before, now));
    found.push(...wrongIn(before, now));
    for (const email of mailed(before, now)) mails.set(email, (mails.get(email) ?? 0) + 1);
  }

  return {
    now: () => {
      if (!isLooking) queueMicrotask(look);
      return Date.now();
    },
    open: (given) => {
      holdings = given;
      look();
    },
    look,
    breaches: (changes) => [
      ...found,
      ...[...mails].flatMap(([email, count]) => (count > 1 ? [`${count} mails to ${email}`] : [])),
      ...losses
        .filter((loss) => !changes.some((change) => justifies(change, loss)))
        .map(({ name, before, now }) => `not planned: ${name}: ${before} became ${now ?? "nothing"}`),
    ],
  };
}

function wrongIn(before: Holdings, now: Holdings): readonly string[] {
  const isOrphaned = before.owners.length > 0 && now.owners.length === 0;
  const twice = [...now.things.keys()].filter((name) => name.endsWith(TWICE) && !before.things.has(name));
  return [
    ...(isOrphaned ? [`no owner after ${before.owners.join()}`] : []),
    ...twice.map((name) => `twice: ${name}`),
  ];
}

async function project(world: World, text: string): Promise<void> {
  const file = { ...projectOf(world, lenient), manifests: ["orgs/*.yaml"] };
  await mkdir(join(world.folder, "orgs"), { recursive: true });
  await writeFile(join(world.folder, "orgwright.yaml"), JSON.stringify(file));
  await writeFile(join(world.folder, "orgs/acme.yaml"), text);
}

/** Runs the command; with `killAt` it dies at that effect on a file or a system. */
async function command(world: World, root: string, args: readonly string[], killAt: number): Promise<Ended> {
  const preload = join(root, "test/entry/cli/kill-at.mjs");
  const child = spawn(process.execPath, ["--import", preload, join(root, "dist/cli.js"), ...args], {
    cwd: world.folder,
    env: { PATH: process.env["PATH"], TOKEN: CANARY, KILL_AT: String(killAt) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const texts: string[] = [];
  child.stdout.on("data", (chunk) => void texts.push(String(chunk)));
  child.stderr.on("data", (chunk) => void texts.push(String(chunk)));
  return await new Promise((done) =>
    child.once("close", (code, signal) => done({ code, killed: signal === "SIGKILL", said: texts.join("") })),
  );
}
