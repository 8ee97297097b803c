/** Blobs: many with one question, by GraphQL; what that does not give exactly, one by one by REST. */
import { createHash } from "node:crypto";
import * as z from "zod";
import type { Client } from "./client.ts";
import { GitHubError } from "./errors.ts";

/** A blob to read, with its bytes as far as they are known. */
export interface WantedBlob {
  readonly sha: string;
  readonly size?: number;
}

/** What can be done with blobs. All throw GitHubError. */
export interface Blobs {
  /** The bytes of a blob of at most `MAX_BLOB_BYTES`. */
  blob(sha: string): Promise<Uint8Array>;
  /**
   * The bytes of all of them by id, in few requests, and each asked for once; each is what its id names. One that is not
   * there, or too large, is an error.
   */
  blobs(wanted: readonly WantedBlob[]): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** Bytes that a blob may have. */
export const MAX_BLOB_BYTES: number = 4 * 1024 * 1024;

/** GitHub cuts longer text, and ends questions that take it too long. */
const MOST_TEXT = 256 * 1024;
const MOST_AT_ONCE = 100;
const MOST_BYTES = 1024 * 1024;
const REST_AT_ONCE = 8;
const READ = "contents: read";
const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

const blobShape = z.object({
  content: z.string(),
  encoding: z.literal("base64"),
  size: z.int().nonnegative(),
});

const found = z.object({
  text: z.string().nullish(),
  byteSize: z.int().nonnegative().optional(),
  isBinary: z.boolean().nullish(),
  isTruncated: z.boolean().optional(),
});
const answer = z.object({
  data: z.object({ repository: z.record(z.string(), found.nullable()) }),
});

/** Whether bytes are the blob that an id names. */
export function isBlob(sha: string, bytes: Uint8Array): boolean {
  const hash = createHash(sha.length === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${bytes.byteLength}\0`).update(bytes).digest("hex") === sha;
}

/** The blobs of the client's repository. */
export function blobsOf(client: Client): Blobs {
  const known = new Map<string, Uint8Array>();
  let refused = false;

  /** Nothing where GraphQL is not to be had: some tokens and servers are without. */
  async function several(batch: readonly WantedBlob[]): Promise<ReadonlyMap<string, Uint8Array>> {
    if (refused || batch.length < 2) return new Map();
    try {
      return await ask(client, batch);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      refused = true;
      return new Map();
    }
  }

  async function load(wanted: readonly WantedBlob[]): Promise<void> {
    for (const batch of batches(wanted.filter(isShort)))
      for (const [sha, bytes] of await several(batch)) known.set(sha, bytes);
    const rest = wanted.filter(({ sha }) => !known.has(sha));
    for (let start = 0; start < rest.length; start += REST_AT_ONCE) {
      const group = rest.slice(start, start + REST_AT_ONCE);
      await Promise.all(group.map(async ({ sha }) => known.set(sha, await named(client, sha))));
    }
  }

  return {
    blob: async (sha) => await readBlob(client, sha),
    blobs: async (wanted) => {
      const all = new Map(wanted.map((each) => [each.sha, each]));
      await load([...all.values()].filter(({ sha }) => !known.has(sha)));
      return new Map([...known].filter(([sha]) => all.has(sha)));
    },
  };
}

/** The id becomes a part of the question, so it has to be one. */
function isShort({ sha, size = MOST_TEXT }: WantedBlob): boolean {
  return ID.test(sha) && size <= MOST_TEXT;
}

function batches(wanted: readonly WantedBlob[]): readonly (readonly WantedBlob[])[] {
  const all: WantedBlob[][] = [];
  let bytes = 0;
  for (const each of wanted) {
    const { size = MOST_TEXT } = each;
    const last = all.at(-1);
    const fits = last !== undefined && last.length < MOST_AT_ONCE && bytes + size <= MOST_BYTES;
    if (fits) last.push(each);
    else all.push([each]);
    bytes = (fits ? bytes : 0) + size;
  }
  return all;
}

/** Those of a batch that came whole. */
async function ask(
  { request, here, graphqlUrl, one }: Client,
  batch: readonly WantedBlob[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const fields = batch.map(
    ({ sha }, index) =>
      `b${index}: object(oid: "${sha}") { ... on Blob { text byteSize isBinary isTruncated } }`,
  );
  const query = `query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${fields.join(" ")} } }`;
  const { data } = await one(
    { operation: `read ${batch.length} blobs`, permission: READ },
    request({
      method: "POST",
      url: graphqlUrl,
      query,
      variables: { owner: here.owner, name: here.repo },
    }),
    answer,
  );
  return new Map(
    batch.flatMap(({ sha }, index) => {
      const { text, isBinary, isTruncated } = data.repository[`b${index}`] ?? {};
      if (typeof text !== "string" || isBinary === true || isTruncated === true) return [];
      const bytes = new Uint8Array(Buffer.from(text, "utf8"));
      // What is not UTF-8 comes as something else.
      return isBlob(sha, bytes) ? [[sha, bytes] as const] : [];
    }),
  );
}

async function named(client: Client, sha: string): Promise<Uint8Array> {
  const bytes = await readBlob(client, sha);
  if (isBlob(sha, bytes)) return bytes;
  throw new GitHubError(`GitHub answered for the blob ${sha} with another one`, `read blob ${sha}`);
}

async function readBlob({ request, here, one }: Client, sha: string): Promise<Uint8Array> {
  const operation = `read blob ${sha}`;
  const { content, size } = await one(
    { operation, permission: READ },
    request("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", { ...here, file_sha: sha }),
    blobShape,
  );
  if (size > MAX_BLOB_BYTES) {
    throw new GitHubError(`Blob ${sha} has ${size} bytes; at most ${MAX_BLOB_BYTES} are read`, operation);
  }
  const bytes = new Uint8Array(Buffer.from(content, "base64"));
  if (bytes.byteLength === size) return bytes;
  throw new GitHubError(
    `GitHub gave ${bytes.byteLength} of ${size} bytes when asked to ${operation}`,
    operation,
  );
}
