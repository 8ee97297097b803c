/** The seed that random properties draw from: a commit draws the same in every run, and the next one draws anew. */
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";

declare module "vitest" {
  interface ProvidedContext {
    readonly seed: number;
  }
}

/** The commit that this tree is on; undefined where it is no clone. */
export function commitHere(): string | undefined {
  const { status, stdout } = spawnSync("git", ["rev-parse", "HEAD"], {
    cwd: import.meta.dirname,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** The seed that is asked for (`ORGWRIGHT_SEED`), else the commit's, else any. Throws where what is asked for is no whole number. */
export function seedOf(asked: string | undefined, commit: string | undefined): number {
  if (asked !== undefined && asked !== "") {
    if (/^-?\d{1,10}$/.test(asked)) return Number(asked) | 0;
    throw new Error(`ORGWRIGHT_SEED is ${asked}; it must be a whole number, such as the seed of a failure.`);
  }
  return commit === undefined ? randomInt(2 ** 31) : Number.parseInt(commit.slice(0, 7), 16);
}
