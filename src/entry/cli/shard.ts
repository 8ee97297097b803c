/** `--shard I/N`: which organizations are this run's. */
import { inShard, parseShard } from "../../index.ts";
import { ConfigurationError } from "../../model/errors.ts";

/** Whether an organization, by its metadata.name, is this run's; all are where nothing is said. Throws for what is no `I/N`. */
export function sharded(text: string | undefined): (name: string) => boolean {
  if (text === undefined) return () => true;
  const shard = parseShard(text);
  if (shard === undefined) {
    throw new ConfigurationError(
      `--shard ${text} is no part of a whole`,
      "Write it like `--shard 2/4`: the second of four runs, which count from 1, and are 1000 at most.",
    );
  }
  return (name) => inShard(name, shard);
}
