/** The repository's git data: branches, commits, trees, blobs. Nothing needs a clone. */
import { type Blobs, blobsOf } from "./blobs.ts";
import type { Client } from "./client.ts";
import { type Comparison, compare } from "./compare.ts";
import { type Refs, refsOf } from "./refs.ts";
import { type Trees, treesOf } from "./trees.ts";

/** What can be done with git data. All throw GitHubError. */
export interface Git extends Refs, Trees, Blobs {
  /** All commits between; never some of them. */
  compare(base: string, head: string): Promise<Comparison>;
}

/** The git data of the client's repository. */
export function gitOf(client: Client): Git {
  return {
    ...refsOf(client),
    ...treesOf(client),
    ...blobsOf(client),
    compare: async (base, head) => await compare(client, base, head),
  };
}
