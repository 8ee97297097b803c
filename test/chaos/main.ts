/** `npm run chaos`: many runs, one after another, and the story of each that broke a law. */
import { parseArgs } from "node:util";
import { forgetBases } from "./base.ts";
import { type Played, play } from "./play.ts";
import { killProcesses } from "./processes.ts";
import { shrunk } from "./shrink.ts";
import { type Tale, taleOf } from "./tale.ts";
import { telling } from "./telling.ts";

const HELP = `npm run chaos -- [--runs N] [--seed N] [--system NAME] [--processes N] [--verbose]
  --runs N       tales that are played in this process (default 1000)
  --seed N       the first one's seed; the others follow it (default: another each time)
  --system NAME  only grounds whose name begins so: signalsmith, cnap, lumoauth, cantila, apimetrics
  --processes N  starts of the built command that are killed with SIGKILL (default 0)
  --verbose      tells every story, not only those in which a law broke`;

/** Plays the runs that the arguments ask for; gives how many broke a law. `root` is where the project is. */
export async function run(args: readonly string[], root: string): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: "string", default: "1000" },
      seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
      system: { type: "string", default: "" },
      processes: { type: "string", default: "0" },
      verbose: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const [runs, seed, processes] = [values.runs, values.seed, values.processes].map(Number);
  if (runs === undefined || seed === undefined || processes === undefined) return 0;
  console.log(`from seed ${seed}${values.system === "" ? "" : `, ${values.system}`}`);
  const score = newScore();
  for (let next = seed; next < seed + runs; next += 1) {
    const tale = taleOf(next, values.system);
    const played = await play(tale).catch(failed);
    count(score, played);
    if (played.breaches.length > 0) await complain(tale, played);
    else if (values.verbose) console.log(telling(tale, played));
    if (score.runs % 500 === 0) console.log(summary(score));
  }
  const broken = await killProcesses({
    count: processes,
    seed,
    system: values.system,
    root,
    tell: console.log,
  });
  await forgetBases();
  console.log(summary(score));
  console.log(
    [...score.struck]
      .sort()
      .map(([what, times]) => `${what} ${times}`)
      .join(", "),
  );
  return score.broken + broken;
}

async function complain(tale: Tale, played: Played): Promise<void> {
  console.log(telling(tale, played));
  const small = await shrunk(tale, played);
  if (small.tale !== tale) console.log(`as small as it gets: ${telling(small.tale, small.played)}`);
}

interface Score {
  runs: number;
  broken: number;
  requests: number;
  writes: number;
  readonly began: number;
  readonly struck: Map<string, number>;
}

function newScore(): Score {
  return { runs: 0, broken: 0, requests: 0, writes: 0, began: performance.now(), struck: new Map() };
}

function count(score: Score, { breaches, requests, writes, struck }: Played): void {
  score.runs += 1;
  score.broken += breaches.length > 0 ? 1 : 0;
  score.requests += requests;
  score.writes += writes;
  for (const [what, times] of struck) score.struck.set(what, (score.struck.get(what) ?? 0) + times);
}

function summary({ runs, broken, requests, writes, began }: Score): string {
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  return `${runs} runs, ${broken} broken, ${requests} requests (${writes} writes), ${seconds} s`;
}

function failed(error: unknown): Played {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    breaches: [{ law: "the suite itself", what }],
    story: [],
    struck: new Map(),
    requests: 0,
    writes: 0,
    calm: 0,
  };
}
