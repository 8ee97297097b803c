import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Workspace } from "../../../src/connectors/cnap/contract.ts";
import { type Page, readAll } from "../../../src/connectors/cnap/pages.ts";
import { WorkspacePage } from "../../../src/connectors/cnap/replies.js";
import type { ReadClient, RequestOptions } from "../../../src/model/connector.ts";
import { ConnectorError } from "../../../src/model/errors.ts";

interface Asked {
  readonly client: ReadClient;
  readonly queries: readonly RequestOptions["query"][];
}

/** A client whose pages are these, by the cursor that asks for them. */
function serving(pages: Readonly<Record<string, unknown>>): Asked {
  const queries: RequestOptions["query"][] = [];
  const get: ReadClient["get"] = (_, { query } = {}) => {
    queries.push(query);
    const body = pages[String(query?.["cursor"] ?? "")];
    return Promise.resolve({ status: 200, body, headers: {}, requestId: "req-1" });
  };
  return { client: { get }, queries };
}

const list = { path: "/workspaces", page: WorkspacePage, id: ({ id }: Workspace) => id };
const row = (id: string): Workspace => ({ id, name: id, slug: id, etag: "1" });
const page = (ids: readonly string[], next: string | null, more = next !== null): Page<Workspace> => ({
  data: ids.map(row),
  has_more: more,
  next_cursor: next,
});

describe("a list of pages", () => {
  it("is all of them, however the rows are spread", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 8 }), async (sizes) => {
        const chunks = sizes.map((size, index) =>
          Array.from({ length: size }, (_, at) => `ws_${index}_${at}`),
        );
        const pages = Object.fromEntries(
          chunks.map((ids, index) => [
            index === 0 ? "" : `c${index}`,
            page(ids, index === chunks.length - 1 ? null : `c${index + 1}`),
          ]),
        );
        const { client, queries } = serving(pages);

        expect((await readAll(client, list)).map(({ id }) => id)).toEqual(chunks.flat());
        expect(queries).toHaveLength(chunks.length);
        expect(queries[0]).toEqual({ limit: 100 });
      }),
    );
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ["goes on and does not say where", { "": page(["a"], null, true) }],
    ["goes on nowhere", { "": page(["a"], "", true) }],
    ["ends and goes on", { "": page(["a"], "c1", false) }],
    ["turns in a circle", { "": page(["a"], "c1"), c1: page(["b"], "c2"), c2: page(["c"], "c1") }],
    ["turns on the spot", { "": page(["a"], "c1"), c1: page([], "c1") }],
    ["has a row twice", { "": page(["a", "b"], "c1"), c1: page(["b"], null) }],
  ])("that %s is incomplete", async (_, pages) => {
    await expect(readAll(serving(pages).client, list)).rejects.toMatchObject({
      message: expect.stringContaining("GET /workspaces is incomplete"),
      retryable: true,
      requestId: "req-1",
    });
  });

  it("that repeats itself under ever new cursors ends at the first row that is known", async () => {
    let asked = 0;
    const get: ReadClient["get"] = () => {
      asked += 1;
      const body = page(["a", "b"], asked < 50 ? `c${asked}` : null);
      return Promise.resolve({ status: 200, body, headers: {} });
    };

    await expect(readAll({ get }, list)).rejects.toThrow("a row came twice");
    expect(asked).toBe(2);
  });

  it.each<[string, unknown]>([
    ["bare rows", [row("a")]],
    ["nothing", undefined],
    ["no word of what follows", { data: [row("a")] }],
    [
      "a row without an etag",
      { data: [{ id: "a", name: "a", slug: "a" }], has_more: false, next_cursor: null },
    ],
    ["an error", { success: false, errors: [], result: {} }],
  ])("that is %s is unknown", async (_, body) => {
    const error = await readAll(serving({ "": body }).client, list).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ConnectorError);
    expect(error).toMatchObject({ retryable: false, unknownResult: false, requestId: "req-1" });
  });
});
