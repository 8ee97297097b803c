/** Git data: branches, trees, blobs, commits, comparisons. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type GitHub, isOtherHistory } from "../../../src/io/github/index.ts";
import { ConfigurationError } from "../../../src/model/errors.ts";
import { type Answer, json, type ScriptedServer } from "../http-server.ts";
import { type GitServer, startGitServer } from "./git-server.ts";
import { open } from "./open.ts";
import { asked, type Routes, startRoutes } from "./routes.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe("on a repository", () => {
  let server: GitServer;
  let git: GitHub["git"];

  beforeEach(async () => {
    server = await startGitServer();
    git = open(server.url).git;
  });

  afterEach(async () => {
    await server.close();
  });

  test("a commit is written on its parent's files, and read again", async () => {
    const parent = server.push("main", { "orgs/acme.yaml": "a", "orgs/old.yaml": "o" });

    const sha = await git.writeCommit({
      parent,
      changes: [
        { path: "orgs/acme.yaml", text: "b" },
        { path: "orgs/old.yaml", remove: true },
        { path: "new.yaml", text: "ä\n" },
      ],
      message: "Adopt",
    });
    expect(await git.createBranch("orgwright/adopt/acme", sha)).toBe(true);

    expect(server.files("orgwright/adopt/acme")).toEqual({
      "new.yaml": "ä\n",
      "orgs/acme.yaml": "b",
      "orgwright.yaml": "kind: Project\n",
    });
    expect(server.history("orgwright/adopt/acme")).toEqual(["Adopt", "by hand", "by hand"]);
    expect(await git.commit(sha)).toEqual({
      sha,
      tree: expect.stringMatching(/^[0-9a-f]{40}$/),
      parents: [parent],
      committedAt: "2026-02-01T00:00:00Z",
    });
    const entries = await git.tree(sha);
    const file = entries.find(({ path }) => path === "new.yaml");
    expect(file).toMatchObject({ mode: "100644", type: "blob", size: 3 });
    expect(text(await git.blob(file?.sha ?? ""))).toBe("ä\n");
    expect(entries.find(({ path }) => path === "orgs")).toMatchObject({ type: "tree" });
  });

  test("a commit without a parent is a root", async () => {
    const sha = await git.writeCommit({ changes: [{ path: "a", text: "1" }], message: "Root" });

    expect((await git.commit(sha)).parents).toEqual([]);
    expect(server.log).toEqual(["POST git/trees", "POST git/commits", `GET git/commits/${sha}`]);
  });

  test("a branch has a head or is known not to be there", async () => {
    const sha = server.push("feature/x#1", { a: "1" });

    expect(await git.headOf("feature/x#1")).toBe(sha);
    expect(await git.headOf("feature")).toBeUndefined();
    expect(await git.defaultBranch()).toBe("main");
  });

  test("a branch that is there is not created", async () => {
    const sha = server.push("main", { a: "1" });
    const other = server.push("x", { a: "2" });

    expect(await git.createBranch("x", sha)).toBe(false);
    expect(server.branches.get("x")).toBe(other);
  });

  test("a branch whose creation was answered badly is ours", async () => {
    let first = true;
    server.meddle = ({ method, path }) => {
      if (method !== "POST" || path !== "git/refs" || !first) return undefined;
      first = false;
      return { when: "after", status: 502 };
    };

    expect(await git.createBranch("x", server.branches.get("main") ?? "")).toBe(true);
    expect(server.log.filter((line) => line === "POST git/refs")).toHaveLength(2);
  });

  test("a branch is moved forward; back only by force; not at all when it is gone", async () => {
    const old = server.push("x", { a: "1" });
    const next = server.push("y", { a: "2" });
    const newer = await git.writeCommit({ parent: old, changes: [{ path: "a", text: "3" }], message: "m" });

    expect(await git.moveBranch("x", newer, { force: false })).toBe("moved");
    expect(await git.moveBranch("x", next, { force: false })).toBe("refused");
    expect(server.branches.get("x")).toBe(newer);
    expect(await git.moveBranch("x", next, { force: true })).toBe("moved");
    expect(await git.moveBranch("z", next, { force: true })).toBe("refused");
  });

  test("another refusal to move is an error", async () => {
    server.meddle = ({ method }) =>
      method === "PATCH"
        ? { when: "before", status: 422, body: { message: "Repository rule violations found" } }
        : undefined;

    await expect(git.moveBranch("main", "x", { force: false })).rejects.toThrow(/rule violations/);
  });

  test("a branch is deleted, also when it is gone", async () => {
    server.push("x", { a: "1" });

    await git.deleteBranch("x");
    await git.deleteBranch("x");

    expect(server.branches.has("x")).toBe(false);
  });

  test.each(["", "a//b", "../../user", "a/./b", "/a"])(
    "%j is no branch, and nothing is asked",
    async (branch) => {
      await expect(git.headOf(branch)).rejects.toThrow(ConfigurationError);
      await expect(git.createBranch(branch, "x")).rejects.toThrow(ConfigurationError);
      await expect(git.moveBranch(branch, "x", { force: true })).rejects.toThrow(ConfigurationError);
      await expect(git.deleteBranch(branch)).rejects.toThrow(ConfigurationError);
      expect(server.log).toEqual([]);
    },
  );
});

describe("answers", () => {
  let server: ScriptedServer;

  afterEach(async () => {
    await server.close();
  });

  async function start(routes: Routes): Promise<GitHub["git"]> {
    server = await startRoutes(routes);
    return open(server.url).git;
  }

  function tree(
    sha: string,
    truncated: boolean,
    entries: readonly (readonly [string, string, string])[],
  ): Answer {
    return json(200, {
      sha,
      truncated,
      tree: entries.map(([path, type, id]) => ({
        path,
        mode: type === "tree" ? "040000" : "100644",
        type,
        sha: id,
      })),
    });
  }

  test("a truncated tree is walked folder by folder, as deep as it takes", async () => {
    const git = await start({
      "GET /git/trees/top?recursive=1": tree("top", true, [["a", "blob", "a1"]]),
      "GET /git/trees/top": tree("top", false, [
        ["a", "blob", "a1"],
        ["big", "tree", "big1"],
        ["small", "tree", "small1"],
      ]),
      "GET /git/trees/big1?recursive=1": tree("big1", true, []),
      "GET /git/trees/big1": tree("big1", false, [["deep", "tree", "deep1"]]),
      "GET /git/trees/deep1?recursive=1": tree("deep1", false, [["x/y", "blob", "y1"]]),
      "GET /git/trees/small1?recursive=1": tree("small1", false, [["z", "blob", "z1"]]),
    });

    expect((await git.tree("top")).map(({ path, sha }) => [path, sha])).toEqual([
      ["a", "a1"],
      ["big", "big1"],
      ["big/deep", "deep1"],
      ["big/deep/x/y", "y1"],
      ["small", "small1"],
      ["small/z", "z1"],
    ]);
  });

  test("a folder that is truncated by itself is an error, not a part", async () => {
    const git = await start({
      "GET /git/trees/top?recursive=1": tree("top", true, [["a", "blob", "a1"]]),
      "GET /git/trees/top": tree("top", true, [["a", "blob", "a1"]]),
    });

    await expect(git.tree("top")).rejects.toThrow(/only a part when asked to read tree top/);
  });

  test("a folder that cannot be read fails the whole tree", async () => {
    const git = await start({
      "GET /git/trees/top?recursive=1": tree("top", true, []),
      "GET /git/trees/top": tree("top", false, [["big", "tree", "big1"]]),
    });

    await expect(git.tree("top")).rejects.toThrow(/read tree big1: 404/);
  });

  test.each([
    ["too large", { content: "", encoding: "base64", size: 4 * 1024 * 1024 + 1 }, /has 4194305 bytes/],
    ["a part", { content: "YQ==", encoding: "base64", size: 2 }, /gave 1 of 2 bytes/],
    ["in another encoding", { content: "a", encoding: "utf-8", size: 1 }, /unknown/],
  ])("a blob that is %s is an error", async (_, body, words) => {
    const git = await start({ "GET /git/blobs/b1": json(200, { sha: "b1", ...body }) });

    await expect(git.blob("b1")).rejects.toThrow(words);
  });

  test("a blob's lines of base64 are joined", async () => {
    const content = Buffer.from("x".repeat(100))
      .toString("base64")
      .replace(/(.{60})/g, "$1\n");
    const git = await start({
      "GET /git/blobs/b1": json(200, { sha: "b1", encoding: "base64", size: 100, content }),
    });

    expect(text(await git.blob("b1"))).toBe("x".repeat(100));
  });

  test("a reference that only a stranger sees is not taken for absent", async () => {
    const git = await start({ "GET ": json(200, { default_branch: "main" }) });

    await expect(git.headOf("x")).rejects.toThrow(/find branch main: 404/);
    await expect(git.headOf("main")).rejects.toThrow(/find branch main: 404/);
  });

  function comparing(total: number, there: number): Routes {
    const ids = Array.from({ length: there }, (_, index) => `c${index}`);
    const page = (number: number): Answer =>
      json(200, {
        url: "https://api.github.example/compare",
        status: "ahead",
        base_commit: { sha: "base", commit: { committer: { date: "2026-02-01T00:00:00Z" } } },
        merge_base_commit: { sha: "base" },
        total_commits: total,
        commits: ids.slice((number - 1) * 100, number * 100).map((sha) => ({
          sha,
          parents: [{ sha: `before ${sha}` }],
          commit: { committer: { date: "2026-02-02T00:00:00Z" } },
        })),
      });
    return {
      "GET /compare/base...head?per_page=100": page(1),
      "GET /compare/base...head?per_page=100&page=2": page(2),
      "GET /compare/base...head?per_page=100&page=3": page(3),
      "GET /compare/base...head?per_page=100&page=4": page(4),
    };
  }

  test("all commits between two are there, page by page", async () => {
    const git = await start(comparing(253, 253));

    const { commits, steps, ...rest } = await git.compare("base", "head");

    expect(rest).toEqual({ status: "ahead", mergeBase: "base", baseCommittedAt: "2026-02-01T00:00:00Z" });
    expect(commits).toHaveLength(253);
    expect([commits[0], commits[252]]).toEqual(["c0", "c252"]);
    expect(steps.map(({ sha }) => sha)).toEqual(commits);
    expect(steps[252]).toEqual({
      sha: "c252",
      parents: ["before c252"],
      committedAt: "2026-02-02T00:00:00Z",
    });
    expect(asked(server)).toHaveLength(3);
  });

  test.each([
    [253, 250],
    [1, 0],
    [1, 2],
  ])("%i commits are said to be there and %i come: an error", async (total, there) => {
    const git = await start(comparing(total, there));

    const failure = await git.compare("base", "head").catch((error: unknown) => error);

    expect(failure).toMatchObject({
      name: "GitHubError",
      message: expect.stringContaining(`GitHub gave ${there} of ${total} commits`),
    });
    expect(isOtherHistory(failure)).toBe(true);
  });
});
