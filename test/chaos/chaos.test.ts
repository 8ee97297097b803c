/** A sample of the chaos suite; `npm run chaos` plays as many runs as wanted. */
import { afterAll, describe, expect, it } from "vitest";
import type { SystemName } from "../../src/sandbox/index.ts";
import { forgetBases } from "./base.ts";
import { play } from "./play.ts";
import { taleOf } from "./tale.ts";
import { telling } from "./telling.ts";

/** How many runs each system has, and from which seed on. */
const RUNS = Number(process.env["ORGWRIGHT_CHAOS_RUNS"] ?? 8);
const SEED = Number(process.env["ORGWRIGHT_CHAOS_SEED"] ?? 1);
const systems: readonly SystemName[] = ["signalsmith", "cnap", "lumoauth", "cantila", "apimetrics"];

describe("chaos", () => {
  afterAll(forgetBases);

  it.each(systems)(
    `breaks no law of an apply on %s, seeds ${SEED} to ${SEED + RUNS - 1}`,
    async (system) => {
      const struck = new Set<string>();
      let writes = 0;
      for (let seed = SEED; seed < SEED + RUNS; seed += 1) {
        const tale = taleOf(seed, system);
        const played = await play(tale);
        expect(played.breaches, telling(tale, played)).toEqual([]);
        for (const what of played.struck.keys()) struck.add(what);
        writes += played.writes;
      }

      // Trouble that never strikes would prove nothing.
      expect(writes).toBeGreaterThan(2 * RUNS);
      expect(struck.size).toBeGreaterThan(Math.min(10, RUNS / 2));
    },
    600_000,
  );

  it("is the same each time, from its seed alone", async () => {
    for (const seed of [3, 7]) {
      const first = await play(taleOf(seed, "lumoauth"));
      const second = await play(taleOf(seed, "lumoauth"));

      expect(second.story).toEqual(first.story);
      expect(first.story.length).toBeGreaterThan(20);
    }
  });
});
