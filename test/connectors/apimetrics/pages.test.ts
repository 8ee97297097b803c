import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pagesOf, readAll, readWhole } from "../../../src/connectors/apimetrics/pages.ts";
import * as replies from "../../../src/connectors/apimetrics/replies.js";
import type { ReadClient, RequestOptions } from "../../../src/model/connector.ts";
import { ConnectorError } from "../../../src/model/errors.ts";

const list = { path: "/list", page: replies.RolePage };

/** A server of one list: what it answers to a cursor. */
function server(answer: (cursor: string | number | undefined) => unknown): ReadClient & {
  readonly asked: (RequestOptions | undefined)[];
} {
  const asked: (RequestOptions | undefined)[] = [];
  return {
    asked,
    get: (_path, options) => {
      asked.push(options);
      return Promise.resolve({
        status: 200,
        body: answer(options?.query?.["cursor"]),
        headers: {},
        requestId: "req_1",
      });
    },
  };
}

const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `ROLE_${from + at}` }));

/** Pages of at most 100 rows of a list, named by the number of rows before them. */
function paged(total: number, meta: (next: number | null) => object) {
  return server((cursor = 0) => {
    const results = rows(Number(cursor), Math.min(100, total - Number(cursor)));
    const next = Number(cursor) + results.length;
    return { meta: meta(next < total ? next : null), results };
  });
}

describe("a list", () => {
  it.each(["string", "number"] as const)(
    "is read whole whatever its length, with cursors that are a %s",
    async (type) => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 450 }), async (total) => {
          const client = paged(total, (next) => ({
            more: next !== null,
            next_cursor: next === null || type === "number" ? next : String(next),
          }));

          const all = await readAll(client, list);

          expect(all).toEqual(rows(0, total));
          expect(client.asked).toHaveLength(Math.max(1, Math.ceil(total / 100)));
          expect(client.asked.every((options) => options?.query?.["limit"] === 100)).toBe(true);
        }),
      );
    },
  );

  it("goes on where a page names another one and does not say that there is more", async () => {
    const client = paged(150, (next) => (next === null ? {} : { next_cursor: next }));

    expect(await readAll(client, list)).toHaveLength(150);
  });

  it("ends where a page says so, whatever cursor it names", async () => {
    const client = server(() => ({ meta: { more: false, next_cursor: "x" }, results: rows(0, 100) }));

    expect(await readAll(client, list)).toHaveLength(100);
    expect(client.asked).toHaveLength(1);
  });

  it.each([24, 26])("is whole at %i rows, which nobody cuts at", async (count) => {
    expect(
      await readAll(
        server(() => ({ meta: {}, results: rows(0, count) })),
        list,
      ),
    ).toHaveLength(count);
  });

  it("of the usual length is whole where it says so", async () => {
    const client = server(() => ({ meta: { more: false }, results: rows(0, 25) }));

    expect(await readAll(client, list)).toHaveLength(25);
  });

  it.each([{}, undefined, { next_cursor: null }, { project_id: "p" }])(
    "is whole where a page that is not full says nothing: %j",
    async (meta) => {
      expect(
        await readAll(
          server(() => ({ meta, results: rows(0, 99) })),
          list,
        ),
      ).toHaveLength(99);
    },
  );

  it.each([
    ["a full page that says nothing", () => ({ meta: {}, results: rows(0, 100) })],
    ["a full page without meta", () => ({ results: rows(0, 100) })],
    ["a page of the usual length that says nothing", () => ({ meta: {}, results: rows(0, 25) })],
    ["one of the usual length without meta", () => ({ results: rows(0, 25) })],
    ["more without a place", () => ({ meta: { more: true, next_cursor: null }, results: rows(0, 3) })],
    ["more with an empty place", () => ({ meta: { more: true, next_cursor: "" }, results: [] })],
    [
      "a circle",
      (cursor: unknown) => ({
        meta: { more: true, next_cursor: cursor === "a" ? "b" : "a" },
        results: [{ id: `R_${String(cursor)}` }],
      }),
    ],
    ["a row that comes twice", () => ({ meta: { more: false }, results: [{ id: "SRE" }, { id: "SRE" }] })],
  ])("is incomplete after %s", async (_, answer) => {
    const reading = readAll(server(answer), list);

    await expect(reading).rejects.toThrow(ConnectorError);
    await expect(reading).rejects.toThrow("GET /list is incomplete");
  });

  it.each([null, [], "x", {}, { results: null }, { results: [{ id: 1 }] }, { meta: [], results: [] }])(
    "is an error where the answer is something else: %j",
    async (body) => {
      await expect(
        readAll(
          server(() => body),
          list,
        ),
      ).rejects.toMatchObject({
        name: "ConnectorError",
        requestId: "req_1",
      });
    },
  );

  it("is asked for no further than somebody looks", async () => {
    const client = paged(450, (next) => ({ more: next !== null, next_cursor: next }));

    for await (const page of pagesOf(client, list)) if (page.rows.length > 0) break;

    expect(client.asked).toHaveLength(1);
  });
});

describe("a list that is not cut", () => {
  it("is whole, however long, unless it says that there is more", async () => {
    const long = server(() => ({ meta: {}, results: rows(0, 250) }));

    expect(await readWhole(long, list)).toHaveLength(250);
    expect(long.asked).toEqual([{ headers: {} }]);
    await expect(
      readWhole(
        server(() => ({ meta: { more: true }, results: [] })),
        list,
      ),
    ).rejects.toThrow("is incomplete");
  });

  it.each(["abc", 25])(
    "is a part where it names a next page and not whether there is more: %j",
    async (cursor) => {
      const client = server(() => ({ meta: { next_cursor: cursor }, results: [] }));

      await expect(readWhole(client, list)).rejects.toThrow("is incomplete");
    },
  );

  it("is whole where it says so, whatever cursor it names", async () => {
    const client = server(() => ({ meta: { more: false, next_cursor: "x" }, results: rows(0, 3) }));

    expect(await readWhole(client, list)).toHaveLength(3);
  });
});
