import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { as, open } from "./client.ts";

/** A real git repository, empty. */
function repository() {
  const folder = mkdtempSync(join(tmpdir(), "orgwright-fake-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const git = (args: readonly string[], input?: Uint8Array) =>
    execFileSync("git", args, { cwd: folder, ...(input === undefined ? {} : { input }) }).toString();
  git(["init", "--quiet", "-b", "main"]);
  return git;
}

describe("objects", () => {
  test("have the ids that git gives them, and make a repository that git finds whole", async () => {
    const fake = await open();
    const git = repository();
    const files = {
      "a.yaml": "ä: 1\n",
      "a/b.yaml": "2\n",
      "a-b": "3",
      "run.sh": { text: "#!/bin/sh\n", executable: true as const },
      link: { link: "a.yaml" },
      bytes: new Uint8Array([0, 255, 10]),
    };
    const sha = fake.commit({ files, message: "Ünder\n\nmore\n" });
    for (const id of fake.state.objects(sha)) {
      const { type, bytes } = fake.state.object(id);
      expect(git(["hash-object", "-w", "-t", type, "--stdin"], bytes).trim()).toBe(id);
    }
    git(["update-ref", "refs/heads/main", sha]);

    expect(git(["fsck", "--strict", "--full"])).toBe("");
    expect(git(["log", "--format=%s", "main"]).trim().split("\n")).toEqual(["Ünder", "Initial commit"]);
    expect(git(["ls-tree", "-r", "--format=%(objectmode) %(path)", "main"]).trim().split("\n")).toEqual([
      "100644 README.md",
      "100644 a-b",
      "100644 a.yaml",
      "100644 a/b.yaml",
      "100644 bytes",
      "120000 link",
      "100755 run.sh",
    ]);
  });

  test("made through the API are the same", async () => {
    const fake = await open();
    const client = as(fake);
    const git = repository();
    const blob = await client.post("/git/blobs", { content: "hi\n" });
    const inline = { path: "a/x", mode: "100644", type: "blob", content: "hi\n" };
    const tree = await client.post("/git/trees", { tree: [inline] });
    const person = { name: "Ann", email: "ann@acme.test", date: "2026-01-02T03:04:05+02:00" };
    const commit = await client.post("/git/commits", { message: "m", tree: tree.body.sha, author: person });

    expect(blob.body.sha).toBe(git(["hash-object", "-w", "--stdin"], Buffer.from("hi\n")).trim());
    git(["update-index", "--add", "--cacheinfo", `100644,${blob.body.sha},a/x`]);
    expect(tree.body.sha).toBe(git(["write-tree"]).trim());
    expect(commit.body).toMatchObject({
      author: { name: "Ann", email: "ann@acme.test", date: "2026-01-02T01:04:05Z" },
      committer: { name: "Ann", date: "2026-01-02T01:04:05Z" },
      parents: [],
    });
    expect((await client.get(`/git/commits/${commit.body.sha}`)).body).toEqual(commit.body);
  });

  test("come as base64 in lines, or raw", async () => {
    const fake = await open();
    const text = "a long line, long enough for three lines of base64; ".repeat(2);
    const { sha } = (await as(fake).post("/git/blobs", { content: text })).body;

    const { body } = await as(fake).get(`/git/blobs/${sha}`);
    const raw = await as(fake).get(`/git/blobs/${sha}`, undefined, {
      accept: "application/vnd.github.raw+json",
    });

    expect(body).toMatchObject({ encoding: "base64", size: text.length });
    expect(body.content).toMatch(/^(.{1,60}\n)+$/);
    expect(Buffer.from(body.content, "base64").toString()).toBe(text);
    expect(raw.body).toBe(text);
    expect((await as(fake).get(`/git/blobs/${"0".repeat(40)}`)).status).toBe(404);
  });
});

describe("trees", () => {
  test("are read flat or whole, by id, commit or branch, and say when they were cut", async () => {
    const fake = await open({ limits: { treeEntries: 3 }, seed: { files: { "a/b/c": "1", d: "2" } } });
    const paths = async (path: string) => {
      const { body } = await as(fake).get(`/git/trees/${path}`);
      return [body.truncated, ...body.tree.map((entry: { path: string; type: string }) => entry.path)];
    };

    expect(await paths("main")).toEqual([false, "a", "d"]);
    expect(await paths(fake.state.commit("main"))).toEqual([false, "a", "d"]);
    expect(await paths("main?recursive=false")).toEqual([true, "a", "a/b", "a/b/c"]);
    expect((await as(fake).get("/git/trees/nowhere")).status).toBe(404);
  });

  test("are made from others: put in, moved, taken out", async () => {
    const fake = await open({ seed: { files: { "a/b": "1", "a/c": "2", d: "3" } } });
    const client = as(fake);
    const whole = await client.get("/git/trees/main");
    const folder = whole.body.tree.find((entry: { path: string }) => entry.path === "a").sha;
    const base_tree = whole.body.sha;
    const make = async (...tree: object[]) => {
      const { body } = await client.post("/git/trees", { base_tree, tree });
      const sha = (await client.post("/git/commits", { message: "m", tree: body.sha })).body.sha;
      return fake.state.files(sha);
    };

    expect(await make({ path: "a/b", mode: "100644", type: "blob", sha: null })).toEqual({
      "a/c": "2",
      d: "3",
    });
    expect(await make({ path: "e", mode: "040000", type: "tree", sha: folder })).toMatchObject({
      "e/b": "1",
      "e/c": "2",
    });
    expect(await make({ path: "a", mode: "100644", type: "blob", content: "x" })).toEqual({ a: "x", d: "3" });
    expect(await make({ path: "d/e", mode: "100644", type: "blob", content: "y" })).toEqual({
      "a/b": "1",
      "a/c": "2",
      "d/e": "y",
    });
  });

  test.each([
    ["nothing", [], "Invalid tree info"],
    [
      "both a sha and a content",
      [{ path: "a", mode: "100644", type: "blob", sha: "x", content: "y" }],
      "not both",
    ],
    [
      "an unknown blob",
      [{ path: "a", mode: "100644", type: "blob", sha: "0".repeat(40) }],
      "not a valid blob",
    ],
    ["a path that leaves", [{ path: "../a", mode: "100644", type: "blob", content: "" }], "malformed path"],
    ["the removal of nothing", [{ path: "zz", mode: "100644", type: "blob", sha: null }], "BadObjectState"],
    ["a folder as a file", [{ path: "a", mode: "040000", type: "blob", content: "" }], "tree.mode"],
  ])("refuse %s, and leave no blob behind", async (_, tree, message) => {
    const fake = await open();
    const lost = { path: "fine", mode: "100644", type: "blob", content: "kept by nobody" };
    const answer = await as(fake).post("/git/trees", {
      base_tree: "main",
      tree: tree.length ? [lost, ...tree] : [],
    });

    expect([answer.status, answer.body.message]).toEqual([422, expect.stringContaining(message)]);
    // The id of the blob that would have been made first.
    expect((await as(fake).get("/git/blobs/2311ee87886d06100aa884cedf878113b283036f")).status).toBe(404);
  });
});

describe("refs", () => {
  test("are made once, moved forward, forced back, taken away", async () => {
    const fake = await open();
    const client = as(fake);
    const first = fake.state.commit("main");
    const second = fake.commit({ branch: "x", files: { a: "1" } });
    const reply = async (answer: ReturnType<typeof client.get>) => {
      const { status, body } = await answer;
      return [status, body?.object?.sha ?? body?.message ?? body];
    };
    const ref = "refs/heads/a/record";

    expect(await reply(client.patch("/git/refs/heads/a/record", { sha: first }))).toEqual([
      422,
      "Reference does not exist",
    ]);
    expect(await reply(client.post("/git/refs", { ref, sha: "0".repeat(40) }))).toEqual([
      422,
      "Object does not exist",
    ]);
    expect(await reply(client.post("/git/refs", { ref: "record", sha: first }))).toEqual([
      422,
      "record is not a valid ref name.",
    ]);
    expect(await reply(client.post("/git/refs", { ref, sha: first }))).toEqual([201, first]);
    expect(await reply(client.post("/git/refs", { ref, sha: first }))).toEqual([
      422,
      "Reference already exists",
    ]);
    expect((await client.post("/git/refs", { ref: "refs/heads/a", sha: first })).status).toBe(422);
    expect(await reply(client.patch("/git/refs/heads/a/record", { sha: second }))).toEqual([200, second]);
    expect(await reply(client.patch("/git/refs/heads/a/record", { sha: first }))).toEqual([
      422,
      "Update is not a fast forward",
    ]);
    expect(await reply(client.get("/git/ref/heads/a/record"))).toEqual([200, second]);
    expect(await reply(client.patch("/git/refs/heads/a/record", { sha: first, force: true }))).toEqual([
      200,
      first,
    ]);
    expect(await reply(client.delete("/git/refs/heads/a/record"))).toEqual([204, ""]);
    expect(await reply(client.delete("/git/refs/heads/a/record"))).toEqual([422, "Reference does not exist"]);
    expect(await reply(client.get("/git/ref/heads/a/record"))).toEqual([404, "Not Found"]);
    expect((await client.delete("/git/refs/heads/main")).status).toBe(422);
  });
});

describe("comparing", () => {
  test("counts both sides, pages the commits, and shows the files on the first page", async () => {
    const fake = await open({ limits: { compareFiles: 2 } });
    const parted = fake.commit({ files: { before: "" } });
    fake.commit({ branch: "x", files: { a: "1\n2\n" } });
    fake.commit({ branch: "x", files: { a: "1\n3\n", b: "b" } });
    const head = fake.commit({ branch: "x", files: { "README.md": null, "READ.md": "# Organizations\n" } });
    fake.commit({ files: { other: "" } });
    const { body } = await as(fake).get("/compare/main...x");
    const paged = await as(fake).get("/compare/main...x?per_page=2&page=2");

    expect(body).toMatchObject({ status: "diverged", ahead_by: 3, behind_by: 1, total_commits: 3 });
    expect(body.merge_base_commit.sha).toBe(parted);
    expect(body.commits.at(-1).sha).toBe(head);
    expect(body.files).toMatchObject([
      { filename: "READ.md", status: "renamed", previous_filename: "README.md" },
      { filename: "a", status: "added", additions: 2, deletions: 0 },
    ]);
    expect(paged.body.commits).toHaveLength(1);
    expect(paged.body.files).toEqual([]);
    expect(paged.headers.get("link")).toContain('rel="prev"');
    expect((await as(fake).get("/compare/x...main")).body).toMatchObject({ status: "diverged", ahead_by: 1 });
    expect((await as(fake).get("/compare/x...x")).body.status).toBe("identical");
    expect((await as(fake).get("/compare/x...nowhere")).status).toBe(404);
  });

  test("needs a common past", async () => {
    const fake = await open();
    const client = as(fake);
    const tree = (await client.get("/git/trees/main")).body.sha;
    const { sha } = (await client.post("/git/commits", { message: "alone", tree })).body;

    expect((await client.get(`/compare/main...${sha}`)).body.message).toContain("No common ancestor");
  });
});

describe("contents", () => {
  test("show files, folders, links that stay inside, and links that do not", async () => {
    const fake = await open({ seed: { files: { "a/b.yaml": "x\n" } } });
    fake.commit({
      files: {
        "a/in": { link: "b.yaml" },
        out: { link: "../../etc/passwd" },
        sub: { submodule: "1".repeat(40) },
      },
    });
    const get = async (path: string) => (await as(fake).get(`/contents/${path}`)).body;

    expect(await get("a/b.yaml")).toMatchObject({ type: "file", content: "eAo=\n", size: 2 });
    expect(await get("a/in")).toMatchObject({ type: "file", content: "eAo=\n", path: "a/in" });
    expect(await get("out")).toMatchObject({ type: "symlink", target: "../../etc/passwd" });
    expect(await get("sub")).toMatchObject({ type: "submodule" });
    expect(await get("a")).toMatchObject([
      { name: "b.yaml", type: "file" },
      { name: "in", type: "symlink" },
    ]);
    expect(await get("nowhere")).toMatchObject({ message: "Not Found" });
  });
});
