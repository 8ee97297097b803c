/** Looks that the writes of a moment share, and what is believed of them. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLook, judged } from "../../../src/connectors/signalsmith/look.ts";
import { isToDo } from "../../../src/connectors/signalsmith/writing.ts";
import { change } from "../../model/change.ts";

interface Row {
  readonly id: string;
  readonly level: string;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A list that a test changes, and how often it was read. */
function open() {
  const server = { rows: [{ id: "bob", level: "low" }] as readonly Row[], reads: 0, isBroken: false };
  const look = createLook(
    async () => {
      server.reads += 1;
      if (server.isBroken) throw new Error("broken");
      return await Promise.resolve(server.rows);
    },
    ({ id }: Row) => id,
  );
  return { server, look };
}

const level = async ({ look }: ReturnType<typeof open>) => (await look.recent("ws")).get("bob")?.level;

describe("a look", () => {
  it("is shared for two seconds, by list", async () => {
    const { server, look } = open();
    await Promise.all([look.recent("ws"), look.recent("ws")]);
    vi.advanceTimersByTime(1999);
    await look.recent("ws");
    expect(server.reads).toBe(1);

    await look.recent("other");
    vi.advanceTimersByTime(1);
    await look.recent("ws");
    expect(server.reads).toBe(3);
  });

  it("has what was written since, on its way or not", async () => {
    const opened = open();
    const { look } = opened;
    const first = look.recent("ws");
    look.note("ws", "bob", { id: "bob", level: "high" });
    await first;
    expect(await level(opened)).toBe("high");

    look.note("ws", "bob");
    expect(await level(opened)).toBeUndefined();
  });

  it("is made anew after one that failed, and when it was forgotten", async () => {
    const opened = open();
    opened.server.isBroken = true;
    await expect(opened.look.recent("ws")).rejects.toThrow("broken");
    opened.server.isBroken = false;
    expect(await level(opened)).toBe("low");

    opened.look.forget();
    await opened.look.recent("ws");
    expect(opened.server.reads).toBe(3);
  });
});

describe("a judgement", () => {
  const update = change({
    address: "acme/access/prod/bob@acme.test",
    kind: "access",
    action: "update",
    before: { level: "low" },
    after: { level: "high" },
  });
  const judge = ({ look }: ReturnType<typeof open>) =>
    judged(look, "ws", (rows) => {
      const row = rows.get("bob");
      return isToDo({ change: update }, row && { level: row.level }) || undefined;
    });

  it("believes a recent look that something is to be done", async () => {
    const opened = open();
    await opened.look.recent("ws");

    expect(await judge(opened)).toBe(true);
    expect(opened.server.reads).toBe(1);
  });

  it.each([
    ["done", [{ id: "bob", level: "high" }]],
    ["moved", [{ id: "bob", level: "mid" }]],
    ["gone", []],
  ])("looks again before it says that something is %s", async (_, stale) => {
    const opened = open();
    opened.server.rows = stale;
    await opened.look.recent("ws");
    opened.server.rows = [{ id: "bob", level: "low" }];

    expect(await judge(opened)).toBe(true);
    expect(opened.server.reads).toBe(2);
  });

  it("says so when the second look says the same", async () => {
    const opened = open();
    opened.server.rows = [{ id: "bob", level: "mid" }];

    await expect(judge(opened)).rejects.toMatchObject({ moved: true });
    opened.server.rows = [{ id: "bob", level: "high" }];
    expect(await judge(opened)).toBeUndefined();
  });
});
