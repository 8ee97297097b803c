/** Many blobs with few questions, and never another byte than their ids name. */
import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import type { GitHub } from "../../../src/io/github/index.ts";
import { type Answer, json, type ScriptedServer, startServer } from "../http-server.ts";
import { open } from "./open.ts";

let server: ScriptedServer | undefined;

afterEach(async () => {
  await server?.close();
});

function idOf(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.byteLength}\0`).update(bytes).digest("hex");
}

interface Wanted {
  readonly sha: string;
  readonly size: number;
}

interface Stage {
  readonly git: GitHub["git"];
  readonly wanted: readonly Wanted[];
  /** How many objects each GraphQL question was about, and which blobs were asked for by REST. */
  questions(): readonly (number | string)[];
}

type Node = Readonly<Record<string, unknown>> | null;

/** A server that has these blobs; `shown` says what GraphQL makes of one, `graphql` what it answers altogether. */
async function stage(
  blobs: readonly (string | Uint8Array)[],
  { shown = (node: Node): Node => node, graphql }: { shown?: (node: Node) => Node; graphql?: Answer } = {},
): Promise<Stage> {
  const all = new Map(
    blobs.map((blob) => {
      const bytes = new Uint8Array(Buffer.from(blob));
      return [idOf(bytes), bytes];
    }),
  );
  const questions: (number | string)[] = [];
  function ask(sent: string): Answer {
    const { query, variables } = JSON.parse(sent) as { query: string; variables: unknown };
    const ids = [...query.matchAll(/(\w+): object\(oid: "(\w+)"\)/g)];
    questions.push(ids.length);
    expect(variables).toEqual({ owner: "acme", name: "orgs" });
    const nodes = ids.map(([, alias, id]) => [alias, shown(nodeOf(all.get(id ?? "")))]);
    return graphql ?? json(200, { data: { repository: Object.fromEntries(nodes) } });
  }

  function read(id: string): Answer {
    questions.push(id);
    const bytes = all.get(id);
    if (bytes === undefined) return json(404, { message: "Not Found" });
    const content = Buffer.from(bytes).toString("base64");
    return json(200, { content, encoding: "base64", size: bytes.byteLength });
  }

  const started = await startServer((request, response) => {
    const path = request.url ?? "";
    // Questions come one after another.
    const sent = started.received.filter(({ url }) => url === "/graphql").at(-1)?.body ?? "";
    const answer = path === "/graphql" ? ask(sent) : read(path.split("/").at(-1) ?? "");
    answer(request, response);
  });
  server = started;
  const wanted = [...all].map(([sha, bytes]) => ({ sha, size: bytes.byteLength }));
  return { git: open(started.url).git, wanted, questions: () => questions };
}

function nodeOf(bytes: Uint8Array | undefined): Node {
  if (bytes === undefined) return null;
  const isBinary = bytes.includes(0);
  const text = isBinary ? null : Buffer.from(bytes).toString("utf8");
  return { text, byteSize: bytes.byteLength, isBinary, isTruncated: false };
}

function texts(blobs: ReadonlyMap<string, Uint8Array>): readonly string[] {
  return [...blobs.values()].map((bytes) => Buffer.from(bytes).toString("utf8")).sort();
}

const many = (count: number) => Array.from({ length: count }, (_, index) => `manifest ${index}: ä\n`);

describe("blobs in bulk", () => {
  test("a hundred come with one question, and none is asked for twice", async () => {
    const { git, wanted, questions } = await stage(many(250));

    const blobs = await git.blobs(wanted);
    await git.blobs([...wanted, ...wanted]);

    expect(texts(blobs)).toEqual(many(250).sort());
    expect(questions()).toEqual([100, 100, 50]);
  });

  test("no question is about more than a megabyte, and long ones are read by REST", async () => {
    const long = "l".repeat(256 * 1024 + 1);
    const { git, wanted, questions } = await stage([
      ...Array.from({ length: 9 }, (_, index) => `${index}`.repeat(256 * 1024)),
      long,
    ]);

    const blobs = await git.blobs(wanted);

    expect(blobs.size).toBe(10);
    expect(questions()).toEqual([4, 4, idOf(Buffer.from("8".repeat(256 * 1024))), idOf(Buffer.from(long))]);
  });

  test("one alone is read by REST", async () => {
    const { git, wanted, questions } = await stage(["a"]);

    expect(texts(await git.blobs(wanted))).toEqual(["a"]);
    expect(questions()).toEqual([wanted[0]?.sha]);
  });

  test.each<[string, (node: Node) => Node]>([
    ["cut", (node) => ({ ...node, isTruncated: true })],
    ["binary", (node) => ({ ...node, isBinary: true })],
    ["another", (node) => ({ ...node, text: "b: something else" })],
    ["without text", (node) => ({ ...node, text: null })],
    ["missing", () => null],
    ["no blob", () => ({})],
  ])("what is said to be %s is read by REST", async (_, spoil) => {
    const { git, wanted, questions } = await stage(["a", "b"], {
      shown: (node) => (node?.["text"] === "b" ? spoil(node) : node),
    });

    expect(texts(await git.blobs(wanted))).toEqual(["a", "b"]);
    expect(questions()).toEqual([2, wanted[1]?.sha]);
  });

  test("bytes that are no text come through unchanged", async () => {
    const binary = new Uint8Array([0, 1, 255]);
    const latin = new Uint8Array([0x61, 0xe4, 0x0a]);
    const { git, wanted } = await stage(["a", binary, latin]);

    const blobs = await git.blobs(wanted);

    expect(blobs.get(idOf(binary))).toEqual(binary);
    expect(blobs.get(idOf(latin))).toEqual(latin);
  });

  test.each([
    ["refused", json(403, { message: "Resource not accessible by integration" })],
    ["not there", json(404, { message: "Not Found" })],
    ["broken", json(502, { message: "Bad Gateway" })],
    ["refused in its answer", json(200, { data: { repository: null }, errors: [{ type: "FORBIDDEN" }] })],
    ["too long", json(200, { errors: [{ message: "Something went wrong" }] })],
  ])("without GraphQL, which is %s, all come by REST, and it is not tried again", async (_, graphql) => {
    const { git, wanted, questions } = await stage(many(150), { graphql });

    expect(texts(await git.blobs(wanted))).toEqual(many(150).sort());
    const tries = questions().filter((each) => typeof each === "number");
    expect(new Set(tries)).toEqual(new Set([100]));
    expect(questions().length - tries.length).toBe(150);
  });

  test("one that nobody has is an error, and so is one that is not what its id names", async () => {
    const { git, wanted } = await stage(["a", "b"]);
    const missing = { sha: "0".repeat(40), size: 1 };
    await expect(git.blobs([...wanted, missing])).rejects.toThrow(/read blob 0{40}: 404/);
    await server?.close();

    const wrong = json(200, { content: "Yg==", encoding: "base64", size: 1 });
    const other = await startServer((request, response) =>
      (request.url === "/graphql" ? json(404, {}) : wrong)(request, response),
    );
    server = other;
    await expect(open(other.url).git.blobs(wanted)).rejects.toThrow(/with another one/);
  });

  test("what is no id never becomes a part of a question", async () => {
    const { git, questions } = await stage([]);
    const hostile = { sha: '0") { id } } viewer { login', size: 1 };

    await expect(git.blobs([hostile, { ...hostile, sha: `${hostile.sha}2` }])).rejects.toThrow(/404/);
    expect(questions().every((each) => typeof each === "string")).toBe(true);
  });
});
