import type { System } from "./system.ts";

/** A seed that does not describe a possible world; `problems` lists everything wrong with it. */
export class SandboxSeedError extends Error {
  override readonly name = "SandboxSeedError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The sandbox seed has problems:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

/** Starts every system from its part of the seed, all of them or, with a SandboxSeedError, none. */
export function plant(systems: readonly System[], seed: unknown = {}): void {
  const parts = readParts(systems, seed);
  const prepared = systems.map((system) => system.prepare(parts.get(system.name)));
  const problems = prepared.flatMap((part) => part.problems);
  if (problems.length > 0) {
    throw new SandboxSeedError(problems);
  }
  for (const part of prepared) {
    part.commit();
  }
}

function readParts(systems: readonly System[], seed: unknown): Map<string, unknown> {
  if (typeof seed !== "object" || seed === null || Array.isArray(seed)) {
    throw new SandboxSeedError(["A seed is an object with a system's name as each key."]);
  }
  const names = systems.map((system) => system.name);
  const unknown = Object.keys(seed).filter((key) => !names.includes(key));
  if (unknown.length > 0) {
    throw new SandboxSeedError(unknown.map((key) => `${key}: no such system; there is ${names.join(", ")}.`));
  }
  return new Map(Object.entries(seed));
}
