import type { Objects } from "./objects.ts";

/** The commit and everything before it. */
export function ancestry(git: Objects, sha: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [sha];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!seen.has(next)) {
      seen.add(next);
      waiting.push(...(git.commit(next)?.parents ?? []));
    }
  }
  return seen;
}

/** Whether `old` is `recent` or comes before it. */
export function isAncestor(git: Objects, old: string, recent: string): boolean {
  return ancestry(git, recent).has(old);
}

/** The commits that `head` has and `base` has not, parents before their children. */
export function commitsBetween(git: Objects, base: string, head: string): readonly string[] {
  const known = ancestry(git, base);
  const done = new Set<string>();
  const waiting = [head];
  for (let next = waiting.at(-1); next !== undefined; next = waiting.at(-1)) {
    const open = (git.commit(next)?.parents ?? []).filter((each) => !(known.has(each) || done.has(each)));
    if (open.length === 0) {
      waiting.pop();
      if (!known.has(next)) {
        done.add(next);
      }
    } else {
      waiting.push(...open);
    }
  }
  return [...done];
}

/** The last commit that both have; undefined when they share none. */
export function mergeBase(git: Objects, one: string, other: string): string | undefined {
  const others = ancestry(git, other);
  const both = [...ancestry(git, one)].filter((sha) => others.has(sha));
  const passed = new Set(both.flatMap((sha) => git.commit(sha)?.parents ?? []));
  return both.find((sha) => !passed.has(sha));
}
