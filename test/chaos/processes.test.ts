/** A sample of the built command's processes, killed with SIGKILL and started again, on each system. */
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { forgetBases } from "./base.ts";
import { killOne } from "./processes.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const SEED = Number(process.env["ORGWRIGHT_CHAOS_SEED"] ?? 1);

describe("the command, killed at a random system call", () => {
  afterAll(forgetBases);

  it.each(["signalsmith", "cnap", "lumoauth", "cantila", "apimetrics"])(
    `goes on where it was on %s, from seed ${SEED} on`,
    async (system) => {
      let killed = 0;
      // A plan that guards hold kills nobody: then it is the next one's turn.
      for (let seed = SEED; killed === 0 && seed < SEED + 5; seed += 1) {
        const played = await killOne(seed, system, root);
        expect(played.breaches, [`seed ${seed}`, ...played.story].join("\n")).toEqual([]);
        killed += played.killed;
      }

      expect(killed).toBeGreaterThan(0);
    },
    600_000,
  );
});
