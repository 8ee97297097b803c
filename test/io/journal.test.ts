import { chmod, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openJournal, readJournal } from "../../src/io/journal.ts";
import { DamagedJournal, type Line, lineText, readLines } from "../../src/io/journal-lines.ts";
import type { JournaledChange } from "../../src/model/journal.ts";
import { folderWith } from "./folder.ts";

const connections = { main: "d1" };
const run = { plan: "p1", at: "2026-03-01T12:00:00.000Z", connections };

function change(id: string): JournaledChange {
  return {
    id,
    address: `acme/member/${id}@acme.test`,
    kind: "member",
    action: "create",
    after: { roles: ["member"], workspaces: { production: "admin" } },
    mails: 1,
  };
}

async function path(text?: string): Promise<string> {
  return join(await folderWith(text === undefined ? {} : { "journal.jsonl": text }), "journal.jsonl");
}

describe("a journal", () => {
  it("tells the next run what was announced and how it was settled", async () => {
    const file = await path();
    const first = await openJournal(file, connections);
    await first.begin(run);
    await first.announce(change("a"));
    await first.announce(change("b"));
    await first.announce(change("c"));
    await first.settle({ id: "a", status: "applied", nativeId: "inv_1" });
    await first.settle({ id: "c", status: "failed" });
    await first.close();

    const { writes } = await readJournal(file, connections);

    expect(writes).toEqual([
      { change: change("a"), status: "applied", nativeId: "inv_1", at: run.at },
      { change: change("b"), status: "announced", at: run.at },
      { change: change("c"), status: "failed", at: run.at },
    ]);
  });

  it("has nothing to tell once its run has ended, and begins anew then", async () => {
    const file = await path();
    for (const id of ["a", "b"]) {
      const journal = await openJournal(file, connections);
      expect(journal.unended.writes).toEqual([]);
      await journal.begin(run);
      await journal.announce(change(id));
      await journal.settle({ id, status: "applied" });
      await journal.end();
      await journal.close();
    }
    const text = await readFile(file, "utf8");

    expect(text).toContain('"id":"b"');
    expect(text).not.toContain('"id":"a"');
  });

  it("keeps of a run that has ended only what is in doubt still", async () => {
    const file = await path();
    const first = await openJournal(file, connections);
    await first.begin(run);
    await first.announce(change("a"));
    await first.announce(change("b"));
    await first.close();
    const second = await openJournal(file, connections);
    await second.begin(run);
    await second.announce(change("c"));
    await second.settle({ id: "c", status: "applied" });
    await second.end(["b"]);
    await second.close();

    const { writes } = await readJournal(file, connections);

    expect(writes.map((each) => each.change.id)).toEqual(["b"]);
    const third = await openJournal(file, connections);
    await third.begin(run);
    await third.end();
    await third.close();
    expect((await readJournal(file, connections)).writes).toEqual([]);
  });

  it("tells the latest of several last", async () => {
    const file = await path();
    const journal = await openJournal(file, connections);
    await journal.begin(run);
    for (const id of ["a", "b", "a"]) await journal.announce(change(id));
    await journal.close();

    expect((await readJournal(file, connections)).writes.map((each) => each.change.id)).toEqual(["b", "a"]);
  });

  it("keeps what two runs that were cut off have left", async () => {
    const file = await path();
    for (const id of ["a", "b"]) {
      const journal = await openJournal(file, connections);
      await journal.begin({ ...run, plan: `p${id}` });
      await journal.announce(change(id));
      await journal.close();
    }
    const { runs, writes } = await readJournal(file, connections);

    expect(runs.map(({ plan }) => plan)).toEqual(["pa", "pb"]);
    expect(writes.map(({ change: { id } }) => id)).toEqual(["a", "b"]);
  });

  it("is as many lines as were told, whole and in order, however many come at once", async () => {
    const file = await path();
    const journal = await openJournal(file, connections);
    await journal.begin(run);
    const ids = Array.from({ length: 300 }, (_, index) => `n${index}`);
    await Promise.all(ids.map((id) => journal.announce(change(id))));
    await journal.close();

    expect((await readJournal(file, connections)).writes.map((each) => each.change.id)).toEqual(ids);
  });

  it("has a line on the disk before announce resolves", async () => {
    const file = await path();
    const journal = await openJournal(file, connections);
    await journal.begin(run);
    await journal.announce(change("a"));

    expect(await readFile(file, "utf8")).toContain('"announced":{"id":"a"');
    await journal.close();
  });

  it("is its owner's alone to read", async () => {
    const file = await path();
    await (await openJournal(file, connections)).close();

    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it.each([
    ["a file of another kind", "{}\n"],
    ["a newer format", '{"journal":2}\n'],
    ["a line that an editor broke", `${lineText({ journal: 1 })}{"begun":\n`],
    [
      "a settlement of nothing",
      `${lineText({ journal: 1 })}${lineText({ begun: run })}${lineText({ settled: "x", status: "applied" })}`,
    ],
    ["a write before any run", `${lineText({ journal: 1 })}${lineText({ announced: change("a") })}`],
    ["bytes that are no text", "\u0000\u0001\n"],
  ])("is refused with a way out when it is %s, and stays as it is", async (_, text) => {
    const file = await path(text);

    await expect(openJournal(file, connections)).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringMatching(/cannot be understood: line \d+/),
      fix: expect.stringContaining("move it away"),
    });
    expect(await readFile(file, "utf8")).toBe(text);
  });

  it.each([
    ["has no more", {}, "is not in the project file"],
    ["knows as another", { main: "d2" }, "leads elsewhere now"],
  ])("of a connection that the project %s is refused with a way out", async (_, now, words) => {
    const file = await path(
      lineText({ journal: 1 }) + lineText({ begun: run }) + lineText({ announced: change("a") }),
    );

    await expect(openJournal(file, now)).rejects.toMatchObject({
      message: expect.stringContaining(words),
      fix: expect.stringContaining("move it away"),
    });
    await expect(readJournal(file, now)).rejects.toMatchObject({ name: "ConfigurationError" });
  });

  it("of a run that was cut off before its first write binds nobody", async () => {
    const file = await path(lineText({ journal: 1 }) + lineText({ begun: run }));

    const journal = await openJournal(file, {});
    await journal.begin({ ...run, connections: {} });
    await journal.end();
    await journal.close();

    expect(await readJournal(file, {})).toEqual({ runs: [], writes: [] });
  });

  it("erases nothing that somebody wrote who holds no lock", async () => {
    const file = await path();
    const [first, second] = [await openJournal(file, connections), await openJournal(file, connections)];
    await first.begin(run);
    await first.announce(change("a"));
    await second.begin(run);
    await first.close();
    await second.close();

    expect(await readFile(file, "utf8")).toContain('"id":"a"');
  });

  it("is refused where it is no plain file, or cannot be written", async () => {
    const folder = await folderWith({ "real.jsonl": "" });
    await mkdir(join(folder, "folder"));
    await symlink(join(folder, "real.jsonl"), join(folder, "link"));
    await writeFile(join(folder, "kept"), "");
    await chmod(join(folder, "kept"), 0o400);

    for (const name of ["folder", "link"]) {
      await expect(openJournal(join(folder, name), connections)).rejects.toMatchObject({
        name: "ConfigurationError",
        fix: expect.stringContaining("--journal"),
      });
    }
  });
});

const line: fc.Arbitrary<Line> = fc.oneof(
  fc.integer({ min: 0, max: 5 }).map((number): Line => ({ announced: change(`é${number}`) })),
  fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom("applied", "failed", "unknown", "todo"))
    .map(([number, status]): Line => ({ settled: `é${number}`, status: status as "applied" })),
  fc.constant<Line>({ ended: true }),
  fc.constant<Line>({ begun: run }),
);

describe("a journal that a crash cut at any byte", () => {
  it("loses no whole line, and takes half of one for none", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fc.nat(), (lines, cut) => {
        const texts = [{ journal: 1 } as const, { begun: run }, ...valid(lines)].map(lineText);
        const bytes = Buffer.from(texts.join(""));
        const at = cut % (bytes.byteLength + 1);
        const read = readLines(bytes.subarray(0, at));
        const whole = texts.filter((_, index) => Buffer.byteLength(texts.slice(0, index + 1).join("")) <= at);

        expect(read.length).toBe(Buffer.byteLength(whole.join("")));
        expect(read.unended).toEqual(readLines(Buffer.from(whole.join(""))).unended);
      }),
    );
  });

  it("is taken for damaged, never for another story, when bytes of a whole line are others", () => {
    const bytes = Buffer.from(
      [{ journal: 1 } as const, { begun: run }, { announced: change("a") }].map(lineText).join(""),
    );
    fc.assert(
      fc.property(fc.nat(bytes.byteLength - 2), fc.constantFrom(0, 0x7b, 0x22, 0xff), (at, byte) => {
        const other = Buffer.from(bytes);
        other[at] = byte;
        try {
          const { writes } = readLines(other).unended;
          expect(writes).toHaveLength(1);
        } catch (error) {
          expect(error).toBeInstanceOf(DamagedJournal);
        }
      }),
    );
  });
});

/** Lines in an order that a run may have left. */
function valid(lines: readonly Line[]): readonly Line[] {
  let open = new Set<string>();
  let begun = true;
  return lines.filter((each) => {
    if ("ended" in each) {
      open = new Set();
      begun = false;
      return true;
    }
    if ("begun" in each) {
      begun = true;
      return true;
    }
    if ("announced" in each && begun) {
      open.add(each.announced.id);
      return true;
    }
    return "settled" in each && open.has(each.settled);
  });
}
