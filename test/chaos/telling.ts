/** How a run that broke a law is told. */
import type { Played } from "./play.ts";
import type { Tale } from "./tale.ts";

/** Which laws broke, how to see it again, and what happened, line by line. */
export function telling(tale: Tale, { breaches, story }: Played): string {
  return [
    `seed ${tale.seed}: ${tale.ground.name}`,
    ...breaches.map(({ law, what }) => `  BROKEN ${law}: ${what}`),
    `  again: npm run chaos -- --runs 1 --seed ${tale.seed}${tale.only === "" ? "" : ` --system ${tale.only}`}`,
    ...story.map((line) => `  ${line}`),
  ].join("\n");
}
