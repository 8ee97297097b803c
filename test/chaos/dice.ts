/** Chance that repeats: all that a run leaves to luck comes from one number. */

/** A die of many uses; the same seed throws the same. */
export interface Dice {
  /** A whole number from 0 to `below`, which is not reached. */
  int(below: number): number;
  /** A number from 0 to 1. */
  number(): number;
  /** True in so many of a hundred throws. */
  chance(percent: number): boolean;
  /** One of several. Throws where there is none. */
  pick<T>(from: readonly T[]): T;
  /** Some of them, each in so many of a hundred throws, in their order. */
  some<T>(from: readonly T[], percent: number): readonly T[];
}

/** Dice for a seed; `label` gives independent ones of the same seed. */
export function dice(seed: number, label = ""): Dice {
  let state = mixed(seed, label);
  const number = () => {
    // mulberry32: small, and good enough to scatter trouble.
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number) => Math.floor(number() * below);
  const chance = (percent: number) => number() * 100 < percent;
  return {
    int,
    number,
    chance,
    pick: (from) => {
      if (from.length === 0) throw new Error("there is nothing to pick from");
      return from[int(from.length)] as (typeof from)[number];
    },
    some: (from, percent) => from.filter(() => chance(percent)),
  };
}

/** FNV-1a over the label, with the seed in it. */
function mixed(seed: number, label: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed} ${label}`) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  return hash | 0;
}
