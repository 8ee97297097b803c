import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apiOn, metaOf, paged } from "./answering.ts";

const users = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({
    id: `u${from + index}`,
    email: `m${from + index}@acme.test`,
  }));
const all = async ({ api }: ReturnType<typeof apiOn>) => await api.usersLike("");

describe("a list", () => {
  it("is read whole, whatever its length and the server's page, with one request for each page", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 450 }), fc.integer({ min: 1, max: 120 }), async (total, size) => {
        const rows = users(0, total);
        const answering = apiOn((query) => paged(rows, query, size));

        expect(await all(answering)).toEqual(rows);
        expect(answering.asked).toHaveLength(Math.max(1, Math.ceil(total / Math.min(size, 100))));
        expect(answering.asked.every(({ limit }) => limit === 100)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("is an error when any row of it is left out while the total stays (law 3)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 350 }), fc.nat(), async (total, seed) => {
        const rows = users(0, total);
        const hidden = seed % total;
        const answering = apiOn((query) => {
          const page = paged(rows, query);
          return { ...page, data: page.data.filter(({ id }) => id !== `u${hidden}`) };
        });

        await expect(all(answering)).rejects.toThrow("is incomplete");
      }),
      { numRuns: 40 },
    );
  });

  it("that is empty has one page or none", async () => {
    for (const totalPages of [0, 1]) {
      expect(await all(apiOn(() => ({ data: [], meta: { ...metaOf(0), totalPages } })))).toEqual([]);
    }
  });

  const second = (page: object) => (query: Readonly<Record<string, unknown>>) =>
    query["page"] === 1 ? { data: users(0, 100), meta: metaOf(150) } : page;

  it.each([
    ["a page has too many rows", () => ({ data: users(0, 3), meta: metaOf(2) })],
    ["a later page is empty", second({ data: [], meta: metaOf(150, 2) })],
    ["the total grows", second({ data: users(100, 151), meta: metaOf(151, 2) })],
    ["the total shrinks", second({ data: users(100, 149), meta: metaOf(149, 2) })],
    ["the first page comes again", second({ data: users(0, 100), meta: metaOf(150) })],
    ["a row comes twice", second({ data: users(99, 149), meta: metaOf(150, 2) })],
    ["the pages are counted wrongly", () => ({ data: users(0, 2), meta: { ...metaOf(2), totalPages: 2 } })],
    [
      "no next page is told although there is one",
      () => ({ data: users(0, 100), meta: { ...metaOf(150), hasNextPage: false } }),
    ],
    [
      "a next page is told although there is none",
      () => ({ data: users(0, 2), meta: { ...metaOf(2), hasNextPage: true } }),
    ],
    ["a page holds nothing at all", () => ({ data: [], meta: { ...metaOf(3), limit: 0 } })],
    ["the total is less than nothing", () => ({ data: [], meta: { ...metaOf(0), total: -1 } })],
  ])("is incomplete, which is no answer, when %s (law 3)", async (_, answer) => {
    await expect(all(apiOn(answer))).rejects.toMatchObject({
      name: "ConnectorError",
      requestId: "req_7",
      retryable: true,
      message: expect.stringContaining("GET /t/acme-corp/api/v1/admin/users is incomplete"),
    });
  });

  it.each([
    ["nothing", undefined],
    ["a bare array", users(0, 2)],
    ["an object of another shape", { items: [] }],
    ["null", null],
    ["a text", "ok"],
    ["a page without numbers", { data: [] }],
    ["no rows", { data: null, meta: metaOf(0) }],
    ["a row without an id", { data: [{ email: "a@acme.test" }], meta: metaOf(1) }],
    ["a row with a number for an id", { data: [{ id: 7, email: "a@acme.test" }], meta: metaOf(1) }],
  ])("is refused with the request when it is %s", async (_, body) => {
    await expect(all(apiOn(() => body))).rejects.toMatchObject({ requestId: "req_7", retryable: false });
  });
});

describe("a member", () => {
  const row = { id: 1, user: { id: "u1", email: "a@acme.test" }, role: null, status: "active" };
  const read = (each: object) => apiOn(() => ({ data: [each], meta: metaOf(1) })).api.members("org_1");

  it("may have no role and no name", async () => {
    expect(await read(row)).toEqual([row]);
  });

  it.each([
    ["a status that nobody knows", { ...row, status: "frozen" }, "status"],
    ["no word of the role", { ...row, role: undefined }, "role"],
    ["a role without a slug", { ...row, role: { id: 1 } }, "slug"],
    ["no user", { ...row, user: null }, "user"],
  ])("with %s is refused by field, and no value of theirs is repeated", async (_, odd, field) => {
    const error = await read(odd).catch((thrown: unknown) => thrown);

    expect(String(error)).toMatch(
      new RegExp(`GET /t/acme-corp/api/v1/admin/organizations/org_1/members .*${field}`),
    );
    expect(String(error)).not.toMatch(/frozen|a@acme\.test/);
  });
});

describe("a path", () => {
  it("takes an id as one segment, whatever is in it", async () => {
    const answering = apiOn(() => ({ data: [], meta: metaOf(0) }));

    await expect(answering.api.members("..")).rejects.toThrow("cannot be an id");
    await expect(answering.api.members("a/../b")).resolves.toEqual([]);
    expect(answering.asked).toHaveLength(1);
  });
});
