/** What is live when a tale begins: played once in fine weather, kept for all tales that begin so. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manifests } from "./manifest.ts";
import { perform, type Stage } from "./stage.ts";
import type { Tale } from "./tale.ts";
import { watching } from "./watch.ts";
import { copied, type Kept, openWorld, START } from "./world.ts";

const kept = new Map<string, Promise<Kept>>();

/** What a tale begins with. Throws where it cannot come to be: fine weather breaks no law. */
export function baseFor(tale: Tale, real: typeof fetch): Promise<Kept> | undefined {
  const { base } = tale;
  if (base === undefined) return undefined;
  const known = kept.get(base.key) ?? played(tale, base, real);
  kept.set(base.key, known);
  return known;
}

async function played(
  { ground }: Tale,
  { key, wish, accepted }: NonNullable<Tale["base"]>,
  real: typeof fetch,
): Promise<Kept> {
  const world = await openWorld(ground, { limited: false, real });
  const stage: Stage = {
    tale: { seed: 0, concurrency: 8, strict: false },
    world,
    watch: watching({ look: world.holdings, isStill: world.isStill, isSerial: false }),
    story: [],
    secrets: [],
    timed: [],
    struck: new Map(),
    real,
    count: 0,
  };
  const text = manifests(wish, world.words, START);
  const act = { command: "apply", troubles: [] } as const;
  try {
    await perform(stage, { act, manifests: text });
    await stage.watch.others({ emails: accepted }, async () => {
      for (const email of accepted) await world.accept(email);
    });
    await perform(stage, { act, manifests: text });
    const last = await perform(stage, { act, manifests: text });
    const fine = last.how === "done" && last.value.valid && last.value.outcome?.complete === true;
    if (!fine || stage.watch.breaches.length > 0) {
      const why = stage.watch.breaches.map(({ law, what }) => `${law}: ${what}`);
      throw new Error(
        `${key} did not come to be:\n${[...why, ...stage.story].join("\n")}\n${JSON.stringify(last).slice(0, 3000)}`,
      );
    }
    const folder = await mkdtemp(join(tmpdir(), "orgwright-chaos-base-"));
    await copied(world.folder, folder);
    return { state: world.sandbox.state(), folder };
  } finally {
    await world.close();
  }
}

/** Removes what is kept on the disk. */
export async function forgetBases(): Promise<void> {
  const all = await Promise.allSettled(kept.values());
  kept.clear();
  for (const each of all) {
    if (each.status === "fulfilled") await rm(each.value.folder, { recursive: true, force: true });
  }
}
