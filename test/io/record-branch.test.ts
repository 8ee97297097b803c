import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type BranchPlace, type BranchRecords, branchRecords } from "../../src/io/record-branch.ts";
import { ConfigurationError, InternalError } from "../../src/model/errors.ts";
import type { OrganizationRecord } from "../../src/model/record.ts";
import { type Asked, type GitServer, startGitServer } from "./github/git-server.ts";
import { open } from "./github/open.ts";

const BRANCH = "orgwright-record";
const NOW = Date.parse("2026-02-01T12:00:00Z");
const HOUR = 60 * 60 * 1000;

let server: GitServer;

beforeEach(async () => {
  server = await startGitServer();
});

afterEach(async () => {
  await server.close();
});

function record(organization: string, more: Partial<OrganizationRecord> = {}): OrganizationRecord {
  return {
    formatVersion: 1,
    organization,
    connection: "signalsmith",
    declared: {},
    released: [],
    invitations: {},
    ...more,
  };
}

function store(run: number, place: Partial<BranchPlace> = {}): BranchRecords {
  const run_ = { id: run, attempt: 1 };
  return branchRecords(open(server.url), { branch: BRANCH, folder: "", run: run_, now: () => NOW, ...place });
}

async function held(run: number, place: Partial<BranchPlace> = {}): Promise<BranchRecords> {
  const records = store(run, place);
  expect(await records.acquire()).toEqual({ ok: true });
  return records;
}

/** Does something once, before the first request that fits. */
function once(fits: (asked: Asked) => boolean, act: () => void | Promise<void>): void {
  let done = false;
  server.meddle = async (asked) => {
    if (!done && fits(asked)) {
      done = true;
      await act();
    }
    return undefined;
  };
}

const isMove = ({ method, path }: Asked): boolean => method === "PATCH" && path.startsWith("git/refs/");
const commitsMade = () => server.log.filter((line) => line === "POST git/commits").length;

describe("reading", () => {
  test("without the branch there are no records, and nothing is written", async () => {
    expect(await store(1).all()).toEqual([]);
    expect(server.log.every((line) => line.startsWith("GET "))).toBe(true);
  });

  test("a token that sees no branch at all learns nothing from a 404", async () => {
    server.branches.clear();

    await expect(store(1).all()).rejects.toThrow(/find branch main.*404/);
  });

  test("what one run put, the next one reads, sorted", async () => {
    const first = await held(1);
    await first.put(record("globex", { commit: "4b825dc" }));
    await first.put(record("acme"));
    await first.release();

    expect(await store(2).all()).toEqual([record("acme"), record("globex", { commit: "4b825dc" })]);
  });

  test("the files are those of the file store, in the project's folder", async () => {
    const records = await held(1, { folder: "./teams/it/" });
    await records.put(record("acme"));
    await records.release();

    expect(Object.keys(server.files(BRANCH))).toEqual(["README.md", "teams/it/.orgwright/record/acme.json"]);
    expect(server.files(BRANCH)["teams/it/.orgwright/record/acme.json"]).toBe(
      `${JSON.stringify(record("acme"), null, 2)}\n`,
    );
    expect(await store(2, { folder: "teams/it" }).all()).toEqual([record("acme")]);
    expect(await store(2).all()).toEqual([]);
  });

  test("a folder outside the repository is refused", () => {
    expect(() => store(1, { folder: "../x" })).toThrow(ConfigurationError);
  });

  test.each([
    ["cut off", '{"formatVersion": 1, "organ'],
    ["of another organization", JSON.stringify(record("umbrella"))],
  ])("a record that is %s is an error that names it", async (_, text) => {
    server.push(BRANCH, { ".orgwright/record/acme.json": text });

    const failure = store(1).all();

    await expect(failure).rejects.toThrow(ConfigurationError);
    await expect(failure).rejects.toThrow(`${BRANCH}:.orgwright/record/acme.json`);
  });

  test("a link is no record, whatever it says", async () => {
    server.push(BRANCH, { ".orgwright/record/acme.json": "link:../../elsewhere" });

    await expect(store(1).all()).rejects.toThrow(/is damaged: it is no plain file/);
  });

  test("other files of the folder are no records", async () => {
    server.push(BRANCH, {
      ".orgwright/record/acme.json": JSON.stringify(record("acme")),
      ".orgwright/record/notes.txt": "x",
      ".orgwright/record/.acme.json": "x",
      ".orgwright/record/deeper/globex.json": "x",
      "record/globex.json": "x",
    });

    expect(await store(1).all()).toEqual([record("acme")]);
  });
});

describe("the lease", () => {
  test("the first run makes the branch, with a word on what it is", async () => {
    await held(123);

    expect(Object.keys(server.files(BRANCH))).toEqual([".orgwright/lease.json", "README.md"]);
    expect(JSON.parse(server.files(BRANCH)[".orgwright/lease.json"] ?? "")).toEqual({
      formatVersion: 1,
      run: 123,
      attempt: 1,
      since: "2026-02-01T12:00:00.000Z",
      token: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(server.history(BRANCH)).toEqual(["Run 123 begins"]);
  });

  test("while a run holds it, another one is told who and since when", async () => {
    await held(1);
    server.runs.set(1, "in_progress");

    expect(await store(2).acquire()).toEqual({
      ok: false,
      by: { id: 1, attempt: 1 },
      since: "2026-02-01T12:00:00.000Z",
    });
    expect(server.history(BRANCH)).toHaveLength(1);
  });

  test("given back, it is free; twice is fine", async () => {
    const first = await held(1);
    server.runs.set(1, "in_progress");
    await first.release();
    await first.release();

    expect(server.history(BRANCH)).toEqual(["Run 1 is done", "Run 1 begins"]);
    expect(await store(2).acquire()).toEqual({ ok: true });
  });

  test("a run that was killed holds nobody up, and what it wrote stays", async () => {
    const killed = await held(1);
    await killed.put(record("acme"));
    server.runs.set(1, "completed");

    const next = await held(2);

    expect(await next.all()).toEqual([record("acme")]);
    await expect(killed.put(record("globex"))).rejects.toThrow(/Somebody else moved the branch/);
  });

  test.each([
    ["less than six hours ago", 6 * HOUR - 1, false],
    ["six hours ago", 6 * HOUR, true],
  ])("of a run that nobody can ask about, taken %s: free is %s", async (_, later, ok) => {
    await held(1);

    expect(await store(2, { now: () => NOW + later }).acquire()).toMatchObject({ ok });
  });

  test("an earlier attempt of the same run is over, a later one is not", async () => {
    await held(1);
    server.runs.set(1, "in_progress");
    const second = store(1, { run: { id: 1, attempt: 2 } });

    expect(await second.acquire()).toEqual({ ok: true });
    expect(await store(1).acquire()).toMatchObject({ ok: false, by: { id: 1, attempt: 2 } });
  });

  test("another job of the same run and attempt does not get it, at once or later", async () => {
    server.runs.set(1, "in_progress");

    const both = await Promise.all([store(1).acquire(), store(1).acquire()]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await store(1).acquire()).toMatchObject({ ok: false, by: { id: 1, attempt: 1 } });
  });

  test("our own lease, whose answer got lost, is ours", async () => {
    const records = store(1);
    server.runs.set(1, "in_progress");
    let made = 0;
    server.meddle = ({ method, path }) => {
      if (method !== "POST" || path !== "git/refs") return undefined;
      made += 1;
      // Sent again, it meets what another folder's project has put on top meanwhile.
      if (made === 2) server.push(BRANCH, { "b/.orgwright/record/other.json": "{}" });
      return made === 1 ? { when: "after", status: 500 } : undefined;
    };

    expect(await records.acquire()).toEqual({ ok: true });
    expect(server.history(BRANCH)).toEqual(["Run 1 begins", "by hand", "Run 1 begins"]);
  });

  test("one of an earlier version, without a token, is another one's until its run is over", async () => {
    const theirs = { formatVersion: 1, run: 1, attempt: 1, since: "2026-02-01T11:59:59.000Z" };
    server.push(BRANCH, { ".orgwright/lease.json": JSON.stringify(theirs) });
    server.runs.set(1, "in_progress");

    expect(await store(1).acquire()).toMatchObject({ ok: false });
    server.runs.set(1, "completed");
    expect(await store(1).acquire()).toEqual({ ok: true });
  });

  test("the default branch is refused before anything is written", async () => {
    const before = server.files("main");

    const failure = store(1, { branch: "main" }).acquire();

    await expect(failure).rejects.toThrow(ConfigurationError);
    await expect(failure).rejects.toThrow(/cannot be on main: that is the default branch/);
    expect(server.log.every((line) => line.startsWith("GET "))).toBe(true);
    expect(server.files("main")).toEqual(before);
  });

  test("of two that begin at once, one gets it, on a new branch and on an old one", async () => {
    for (const run of [1, 2, 3, 4]) server.runs.set(run, "in_progress");

    const fresh = await Promise.all([store(1).acquire(), store(2).acquire()]);
    server.push(BRANCH, { ".orgwright/lease.json": null });
    const old = await Promise.all([store(3).acquire(), store(4).acquire()]);

    expect(fresh.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(old.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });

  test("a branch that moves before we can write is looked at again", async () => {
    server.push(BRANCH, { "README.md": "x" });
    server.runs.set(9, "in_progress");
    const theirs = { formatVersion: 1, run: 9, attempt: 1, since: "2026-02-01T11:59:59.000Z" };
    once(isMove, () => void server.push(BRANCH, { ".orgwright/lease.json": JSON.stringify(theirs) }));

    expect(await store(1).acquire()).toMatchObject({ ok: false, by: { id: 9, attempt: 1 } });
  });

  test("a branch that always moves ends in an error, not in a circle", async () => {
    server.push(BRANCH, { "README.md": "x" });
    let count = 0;
    server.meddle = (asked) => {
      if (isMove(asked)) server.push(BRANCH, { "README.md": `${count++}` });
      return undefined;
    };

    await expect(store(1).acquire()).rejects.toThrow(/moved by somebody else each time/);
    expect(count).toBe(5);
  });

  test.each(["", "[]", '{"formatVersion": 2}'])("one that cannot be read (%j) is an error", async (text) => {
    server.push(BRANCH, { ".orgwright/lease.json": text });

    await expect(store(1).acquire()).rejects.toThrow(/The lease orgwright-record:.* is damaged/);
  });

  test("nothing is written without it", async () => {
    await expect(store(1).put(record("acme"))).rejects.toThrow(InternalError);
    expect(server.log).toEqual([]);
  });
});

describe("writing", () => {
  test("what comes while a commit is under way shares the next", async () => {
    const records = await held(123);
    let go: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    once(isMove, () => gate);

    const first = records.put(record("acme"));
    while (!server.log.some((line) => line.startsWith("PATCH"))) await new Promise(setImmediate);
    const rest = ["globex", "initech", "umbrella"].map((name) => records.put(record(name)));
    go();
    await Promise.all([first, ...rest]);

    expect(server.history(BRANCH)).toEqual([
      "Record of run 123: globex, initech, umbrella",
      "Record of run 123: acme",
      "Run 123 begins",
    ]);
    expect(commitsMade()).toBe(3);
  });

  test("a put settles only when its commit is on the branch", async () => {
    const records = await held(1);

    await records.put(record("acme"));

    expect(Object.keys(server.files(BRANCH))).toContain(".orgwright/record/acme.json");
  });

  test("the last word on an organization counts, and removing what is not there is nothing", async () => {
    const records = await held(1);
    await records.remove("globex");
    expect(commitsMade()).toBe(1);

    await Promise.all([records.put(record("acme")), records.put(record("acme", { id: "org_1" }))]);
    expect(await records.all()).toEqual([record("acme", { id: "org_1" })]);

    await Promise.all([records.put(record("acme")), records.remove("acme")]);
    expect(await records.all()).toEqual([]);
  });

  test("many names make no long message", async () => {
    const records = await held(1);

    await Promise.all(["a", "b", "c", "d", "e", "f", "g"].map((name) => records.put(record(name))));

    expect(server.history(BRANCH)[0]).toBe("Record of run 1: a, b, c, d, e and 2 more");
  });

  test("release takes the lease off with what was put last", async () => {
    const records = await held(1);

    await Promise.all([records.put(record("acme")), records.release()]);

    expect(server.history(BRANCH)).toEqual(["Record of run 1: acme", "Run 1 begins"]);
    expect(Object.keys(server.files(BRANCH))).toEqual([".orgwright/record/acme.json", "README.md"]);
    await expect(records.put(record("globex"))).rejects.toThrow(InternalError);
  });

  test.each(["../x", "a/b", ""])("%j is no name of a record", async (name) => {
    const records = await held(1);

    await expect(records.put(record(name))).rejects.toThrow(InternalError);
    await expect(records.remove(name)).rejects.toThrow(InternalError);
  });

  test("when somebody else touched the records, nothing is forced and nothing more is written", async () => {
    const records = await held(1);
    server.push(BRANCH, { ".orgwright/record/acme.json": JSON.stringify(record("acme")) });
    const before = server.history(BRANCH);

    await expect(records.put(record("globex"))).rejects.toThrow(ConfigurationError);
    const asked = server.log.length;
    await expect(records.put(record("initech"))).rejects.toThrow(/Somebody else moved the branch/);
    await records.release();

    expect(server.log).toHaveLength(asked);
    expect(server.history(BRANCH)).toEqual(before);
  });

  test("a branch that was deleted is not made again", async () => {
    const records = await held(1);
    server.branches.delete(BRANCH);

    await expect(records.put(record("acme"))).rejects.toThrow(/Somebody else moved the branch/);
    expect(server.branches.has(BRANCH)).toBe(false);
  });

  test("projects of other folders write beside us, and neither loses anything", async () => {
    const [ours, theirs] = [await held(1, { folder: "a" }), await held(2, { folder: "b" })];
    for (let round = 0; round < 3; round += 1) {
      await Promise.all([ours.put(record(`o${round}`)), theirs.put(record(`t${round}`))]);
    }
    await Promise.all([ours.release(), theirs.release()]);

    expect(Object.keys(server.files(BRANCH))).toEqual([
      "README.md",
      ...["o0", "o1", "o2"].map((name) => `a/.orgwright/record/${name}.json`),
      ...["t0", "t1", "t2"].map((name) => `b/.orgwright/record/${name}.json`),
    ]);
  });

  test("an answer that got lost after the branch was moved is looked up", async () => {
    const records = await held(1);
    server.meddle = (asked) => (isMove(asked) ? { when: "after", status: 502 } : undefined);

    await records.put(record("acme"));

    expect(server.history(BRANCH)).toEqual(["Record of run 1: acme", "Run 1 begins"]);
  });

  test("a write that fails before anything was moved leaves all as it was, and the next one works", async () => {
    const records = await held(1);
    server.meddle = (asked) => (isMove(asked) ? { when: "before", status: 500 } : undefined);
    await expect(records.put(record("acme"))).rejects.toThrow(/move branch orgwright-record: 500/);
    expect(server.history(BRANCH)).toEqual(["Run 1 begins"]);

    server.meddle = undefined;
    await records.put(record("globex"));

    expect(await records.all()).toEqual([record("globex")]);
  });
});
