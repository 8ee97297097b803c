import { describe, expect, it } from "vitest";
import { readHistory } from "../../../src/connectors/lumoauth/history.ts";
import { apiOn, metaOf, paged } from "./answering.ts";
import { openLumoAuth } from "./world.ts";

const since = "2026-03-01T00:00:00.000Z";
const day = (number: number) => `2026-03-${String(number).padStart(2, "0")}T12:00:00Z`;
const read = ({ api }: ReturnType<typeof apiOn>) => readHistory(api, "org_1", since);

describe("what the audit log says of an organization", () => {
  it("is understood in both published forms, oldest first, and nobody else's", async () => {
    const rows = [
      {
        id: "log_3",
        action: "member_added",
        actor: { type: "user", id: 7, email: "olga@acme.test" },
        target: { type: "user", id: 9, email: "new@acme.test" },
        metadata: { organizationId: "org_1" },
        timestamp: day(3),
      },
      {
        id: 2,
        action: "organization_updated",
        actorId: "key_1",
        actorName: "CI",
        targetType: "organization",
        targetId: "org_1",
        createdAt: day(2),
      },
      {
        id: 1,
        action: null,
        actorName: "zoe@acme.test",
        target: { type: "organization", id: "org_1" },
        createdAt: day(1),
      },
      {
        id: 0,
        action: "organization_updated",
        target: { type: "organization", id: "org_2" },
        createdAt: day(1),
      },
    ];

    expect(await read(apiOn((query) => paged(rows, query)))).toEqual([
      {
        at: "2026-03-01T12:00:00.000Z",
        action: "unknown",
        actor: "zoe@acme.test",
        target: "organization org_1",
      },
      {
        at: "2026-03-02T12:00:00.000Z",
        action: "organization_updated",
        actor: "key_1",
        target: "organization org_1",
      },
      {
        at: "2026-03-03T12:00:00.000Z",
        action: "member_added",
        actor: "olga@acme.test",
        target: "user new@acme.test",
      },
    ]);
  });

  const entry = (id: number, instant: number) => ({
    id,
    action: "x",
    targetId: "org_1",
    createdAt: new Date(instant).toISOString(),
  });
  const minute = 60_000;
  const newestFirst = Array.from({ length: 350 }, (_, index) =>
    entry(index, Date.parse(since) + (149 - index) * minute),
  );

  it("is read up to the instant, where it comes newest first", async () => {
    const answering = apiOn((query) => paged(newestFirst, query));

    expect(await read(answering)).toHaveLength(150);
    expect(answering.asked).toHaveLength(2);
  });

  it("is read to its end, where it comes in another order", async () => {
    const answering = apiOn((query) => paged([...newestFirst].reverse(), query));

    expect(await read(answering)).toHaveLength(150);
    expect(answering.asked).toHaveLength(4);
  });

  it("counts an entry once that moves to the next page while it is read", async () => {
    const grown = [entry(999, Date.parse(since) + 200 * minute), ...newestFirst];
    const answering = apiOn((query) => paged(query["page"] === 1 ? newestFirst : grown, query));

    expect(await read(answering)).toHaveLength(150);
  });

  it.each([
    [
      "gets shorter while it is read",
      (page: number) => paged(newestFirst.slice(page === 1 ? 0 : 60), { page, limit: 100 }),
    ],
    ["has an entry without its time", () => ({ data: [{ id: 1, action: "x" }], meta: metaOf(1) })],
    [
      "has an entry at no time",
      () => ({ data: [{ id: 1, action: "x", createdAt: "soon" }], meta: metaOf(1) }),
    ],
  ])("is an error when the log %s", async (_, answer) => {
    await expect(read(apiOn((query) => answer(Number(query["page"]))))).rejects.toMatchObject({
      name: "ConnectorError",
      requestId: "req_7",
    });
  });

  it("is asked over HTTP", async () => {
    const world = await openLumoAuth();
    const start = new Date(Date.now() - minute).toISOString();
    await world
      .writeClient()
      .send("PATCH", "/t/acme-corp/api/v1/admin/organizations/org_acme", { body: { displayName: "New" } });
    const reader = world.reader();
    const [acme] = await reader.find({ slug: "acme", previousSlugs: [] });

    const history = acme && (await reader.history?.(acme, start));
    await world.sandbox.close();

    expect(history).toMatchObject([{ actor: "CI", target: "organization org_acme" }]);
  });
});
