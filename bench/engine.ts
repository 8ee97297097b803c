/** How fast the pure core plans, and what it needs: each case in a process of its own. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { EngineFigures } from "./engine-case.ts";
import type { Bench } from "./figures.ts";
import { median, type Row } from "./figures.ts";

const ROUNDS = 5;
const cases: readonly (readonly [members: number, changedPercent: number])[] = [
  [10_000, 0],
  [10_000, 10],
  [100_000, 0],
  [100_000, 10],
];

/** Members for each second, and memory; round after round, so that a busy moment hits every case. */
export async function measureEngine({ folder }: Bench): Promise<readonly Row[]> {
  const rounds = Array.from({ length: ROUNDS }, () =>
    cases.map(([members, percent]) => runCase(folder, members, percent)),
  );
  const all = cases.map(([members, percent], index) => {
    const runs = rounds.flatMap((round) => round[index] ?? []);
    const ms = median(runs.map((one) => one.ms));
    return {
      members: members.toLocaleString("en"),
      "of these differ": `${percent} %`,
      changes: (runs[0]?.changes ?? 0).toLocaleString("en"),
      "median ms": ms.toFixed(0),
      "members/s": Math.round(members / (ms / 1000)).toLocaleString("en"),
      memory: `${Math.round(median(runs.map((one) => one.memoryMiB)))} MiB`,
      "of it before planning": `${Math.round(median(runs.map((one) => one.beforeMiB)))} MiB`,
    };
  });
  return await Promise.resolve(all);
}

function runCase(folder: string, members: number, percent: number): EngineFigures {
  const args = [join(folder, "engine-case.mjs"), String(members), String(percent)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`planning ${members} members ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as EngineFigures;
}
