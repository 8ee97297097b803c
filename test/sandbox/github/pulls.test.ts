import { describe, expect, test } from "vitest";
import { checkedGitHub } from "../../contract/github.ts";
import { as, open, START } from "./client.ts";

const BOT = { token: "github-token", login: "github-actions[bot]", kind: "bot" as const };

describe("opening a pull request", () => {
  test("needs two branches, a commit between them, and no open one of the same pair", async () => {
    const fake = await open();
    const client = as(fake);
    fake.commit({ branch: "x", files: { a: "1" } });
    fake.commit({ branch: "old", files: {}, parent: fake.state.commit("main") });
    const post = async (body: object) => {
      const answer = await client.post("/pulls", { title: "t", base: "main", ...body });
      return [answer.status, answer.body.errors?.[0].message ?? answer.body.errors?.[0].field];
    };
    await client.post("/git/refs", { ref: "refs/heads/same", sha: fake.state.commit("main") });

    expect(await post({ head: "nowhere" })).toEqual([422, "head"]);
    expect(await post({ head: "mallory:x" })).toEqual([422, "head"]);
    expect(await post({ head: "x", base: "nowhere" })).toEqual([422, "base"]);
    expect(await post({ head: "same" })).toEqual([422, "No commits between main and same"]);
    expect(await post({ head: "x", body: "x".repeat(65_537) })).toEqual([
      422,
      expect.stringContaining("too long"),
    ]);
    expect(await post({ head: "acme:x" })).toEqual([201, undefined]);
    expect(await post({ head: "x" })).toEqual([422, "A pull request already exists for acme:x."]);
    expect(fake.state.pulls().map(({ number, user }) => [number, user])).toEqual([
      [1, "github-actions[bot]"],
    ]);
  });

  test("can be forbidden to workflows", async () => {
    const accounts = [BOT, { token: "app", login: "orgwright[bot]", kind: "app" as const }];
    const fake = await open({ botsMayOpenPulls: false, accounts });
    fake.commit({ branch: "x", files: { a: "1" } });
    const body = { title: "t", head: "x", base: "main" };
    const refused = await as(fake).post("/pulls", body);

    expect([refused.status, refused.body.message]).toEqual([
      403,
      expect.stringContaining("not permitted to create"),
    ]);
    expect((await as(fake, "app").post("/pulls", body)).status).toBe(201);
  });
});

describe("an open pull request", () => {
  test("moves with its branch, and has the files and the commits since it left the base", async () => {
    const fake = await open();
    const client = as(fake);
    fake.commit({ branch: "x", files: { a: "1\n" } });
    const { number } = fake.openPullRequest({ head: "x" });
    const head = fake.commit({ branch: "x", files: { "README.md": "# Changed\n" } });
    const main = fake.commit({ files: { elsewhere: "1" } });
    const { body } = await client.get(`/pulls/${number}`);

    expect(body).toMatchObject({
      head: { sha: head, label: "acme:x" },
      base: { sha: main },
      commits: 2,
      changed_files: 2,
      additions: 2,
      deletions: 1,
      mergeable: true,
      merged: false,
    });
    expect((await client.get(`/pulls/${number}/files`)).body).toMatchObject([
      { filename: "README.md", status: "modified" },
      { filename: "a", status: "added" },
    ]);
    expect((await client.get(`/git/ref/pull/${number}/head`)).body.object.sha).toBe(head);
    expect((await client.get(`/git/commits/${body.merge_commit_sha}`)).body.parents).toMatchObject([
      { sha: main },
      { sha: head },
    ]);
    expect((await client.get("/pulls/99")).status).toBe(404);
  });

  test("cannot be merged where both sides changed a file", async () => {
    const fake = await open();
    fake.commit({ branch: "x", files: { "README.md": "x" } });
    const { number } = fake.openPullRequest({ head: "x" });
    fake.commit({ files: { "README.md": "y" } });

    expect((await as(fake).get(`/pulls/${number}`)).body).toMatchObject({
      mergeable: false,
      merge_commit_sha: null,
    });
    expect(() => fake.merge(number)).toThrow("Both sides changed README.md");
    expect(fake.state.pulls()[0]).toMatchObject({ state: "open" });
  });

  test("is found by state, base and head, in the order that is asked for", async () => {
    let time = START;
    const fake = await open({ now: () => time });
    for (const head of ["x", "y", "z"]) {
      time += 60_000;
      fake.commit({ branch: head, files: { [head]: "1" } });
      fake.openPullRequest({ head });
    }
    fake.merge(2);
    time += 60_000;
    fake.commentAs("ann", 1, "hi");
    const numbers = async (query: string) =>
      (await as(fake).get(`/pulls${query}`)).body.map(({ number }: { number: number }) => number);

    expect(await numbers("")).toEqual([3, 1]);
    expect(await numbers("?state=closed")).toEqual([2]);
    expect(await numbers("?state=all&direction=asc")).toEqual([1, 2, 3]);
    expect(await numbers("?state=all&sort=updated&direction=desc")).toEqual([1, 3, 2]);
    expect(await numbers("?state=all&head=acme:y&base=main")).toEqual([2]);
    expect(await numbers("?base=other")).toEqual([]);
  });

  test("is closed when its branch goes, and cannot be opened again then", async () => {
    const fake = await open();
    fake.commit({ branch: "x", files: { a: "1" } });
    fake.openPullRequest({ head: "x" });
    const update = async (state: string) => {
      const { status, body } = await as(fake).patch("/pulls/1", { state });
      return [status, body.state ?? body.errors[0].message];
    };

    expect(await update("closed")).toEqual([200, "closed"]);
    const moved = fake.commit({ branch: "x", files: { a: "2" } });
    expect(fake.state.pulls()[0]?.headSha).not.toBe(moved);
    expect(await update("open")).toEqual([200, "open"]);
    expect(fake.state.pulls()[0]?.headSha).toBe(moved);
    fake.deleteBranch("x");
    expect(await update("open")).toEqual([422, "state cannot be changed. The x branch has been deleted."]);
  });
});

describe("merging", () => {
  test.each([
    ["merge", ["Merge pull request #1 from acme/x", "Initial commit"], 2],
    ["squash", ["Change by x (#1)", "between", "Initial commit"], 1],
    ["rebase", ["second", "first", "between", "Initial commit"], 1],
  ] as const)("by %s", async (method, log, parents) => {
    const fake = await open();
    const client = as(fake);
    const first = fake.commit({ branch: "x", files: { a: "1" }, message: "first" });
    fake.commit({ branch: "x", files: { a: "2", b: "3" }, message: "second" });
    const { number } = fake.openPullRequest({ head: "x" });
    const between = fake.commit({ files: { c: "4" }, message: "between" });
    const sha = fake.merge(number, { method, by: "ann" });
    const { body } = await client.get(`/pulls/${number}`);

    expect(fake.state.branches()["main"]).toBe(sha);
    expect(fake.state.files("main")).toMatchObject({ a: "2", b: "3", c: "4" });
    expect(fake.state.log("main")).toEqual(method === "merge" ? [log[0], "between", log[1]] : log);
    expect((await client.get(`/git/commits/${sha}`)).body.parents).toHaveLength(parents);
    expect(body).toMatchObject({
      merged: true,
      state: "closed",
      merge_commit_sha: sha,
      merged_by: { login: "ann" },
      merged_at: "2026-11-21T12:00:00Z",
      commits: 2,
      changed_files: 2,
      base: { sha: between },
    });
    const numbers = async (at: string) =>
      (await client.get(`/commits/${at}/pulls`)).body.map((pull: { number: number }) => pull.number);
    expect([await numbers(sha), await numbers(first), await numbers(between)]).toEqual([[1], [1], []]);
    expect(() => fake.merge(number)).toThrow("closed");
    expect((await client.patch(`/pulls/${number}`, { state: "open" })).status).toBe(422);
  });

  test("through the queue builds each group on the one before, and lands what was built", async () => {
    const fake = await open();
    for (const head of ["x", "y"]) {
      fake.commit({ branch: head, files: { [head]: "1" } });
      fake.openPullRequest({ head });
    }
    const main = fake.state.commit("main");
    const one = fake.enqueue(1);
    const two = fake.enqueue(2);

    expect(one).toEqual({
      baseSha: main,
      headSha: one.headSha,
      ref: `refs/heads/gh-readonly-queue/main/pr-1-${main}`,
    });
    expect(two.baseSha).toBe(one.headSha);
    expect(fake.state.files(two.headSha)).toMatchObject({ x: "1", y: "1" });
    expect(fake.state.commit("main")).toBe(main);
    expect([fake.merge(1), fake.merge(2)]).toEqual([one.headSha, two.headSha]);
    expect(fake.state.queue()).toEqual([]);
    expect(Object.keys(fake.state.branches())).toEqual(["main", "x", "y"]);
  });
});

describe("a fork", () => {
  test("has its own branches, and its commits are reached from the repository", async () => {
    const fake = await open();
    const client = as(fake);
    const fork = "mallory/organizations";
    fake.commit({ branch: "x", fork, files: { a: "1" } });
    fake.commit({ branch: "main", fork, files: { evil: "1" } });
    const { number } = fake.openPullRequest({ head: "x", fork, author: "mallory" });
    const head = fake.commit({ branch: "x", fork, files: { a: "2" } });

    expect(fake.state.branches()).toEqual({ main: fake.state.commit("main") });
    expect(fake.state.files("main")).not.toHaveProperty("evil");
    expect((await client.get(`/git/trees/${head}`)).body.tree).toMatchObject([
      { path: "README.md" },
      { path: "a" },
    ]);
    expect((await client.get(`/compare/main...mallory:x`)).body.commits).toHaveLength(2);
    expect((await client.get(`/pulls?head=mallory:x`)).body).toMatchObject([
      { number, head: { sha: head, repo: { full_name: fork } } },
    ]);
    fake.commit({ branch: "x", files: { own: "1" } });
    expect(fake.state.pulls()[0]?.headSha).toBe(head);
    fake.deleteFork(fork);
    expect((await client.get(`/pulls/${number}`)).body.head).toMatchObject({ sha: head, repo: null });
    expect(
      (await fetch(`${fake.apiUrl}/repos/${fork}`, { headers: { authorization: "Bearer github-token" } }))
        .status,
    ).toBe(404);
    expect(() => fake.deleteFork(fork)).toThrow("does not exist");
  });
});

test("by the fake's own clock a merge has a second of its own", async () => {
  const fake = await checkedGitHub();
  const sha = fake.commit({ branch: "x", files: { a: "1" } });
  const { number } = fake.openPullRequest({ head: "x" });
  const status = async () =>
    Date.parse(
      (await as(fake).post(`/statuses/${sha}`, { state: "success", context: "plan" })).body.created_at,
    );

  const before = await status();
  fake.merge(number);
  const after = await status();

  const merged = Date.parse((await as(fake).get(`/pulls/${number}`)).body.merged_at);
  expect(before).toBeLessThan(merged);
  expect(merged).toBeLessThan(after);
});
