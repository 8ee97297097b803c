/** One case of planning in memory: `engine-case.mjs MEMBERS PERCENT` prints its figures as JSON. */
import { resourceUsage } from "node:process";
import { plan } from "../src/plan/plan.ts";
import { crowd } from "./crowd.ts";

/** What one case gives. */
export interface EngineFigures {
  readonly ms: number;
  readonly changes: number;
  readonly memoryMiB: number;
  readonly beforeMiB: number;
}

const [members = 0, percent = 0] = process.argv.slice(2).map(Number);
// Warms the engine up on a small one, as a run of any length would be.
plan(crowd(1000, 50));
const input = crowd(members, percent);
const beforeMiB = memory();
const start = performance.now();
const { organizations } = plan(input);
const ms = performance.now() - start;
const figures: EngineFigures = {
  ms,
  changes: organizations[0]?.changes.length ?? 0,
  memoryMiB: memory(),
  beforeMiB,
};
process.stdout.write(JSON.stringify(figures));

function memory(): number {
  return resourceUsage().maxRSS / 1024;
}
