/** Statuses, check runs, runs, and whose token it is. */
import { afterEach, describe, expect, test } from "vitest";
import { InternalError } from "../../../src/model/errors.ts";
import { json, type ScriptedServer } from "../http-server.ts";
import { open } from "./open.ts";
import { asked, type Routes, sent, startRoutes } from "./routes.ts";

let server: ScriptedServer;

afterEach(async () => {
  await server.close();
});

async function github(routes: Routes) {
  server = await startRoutes(routes);
  return open(server.url);
}

describe("statuses", () => {
  test("are listed as they come, newest first, with who gave them", async () => {
    const reply = {
      context: "orgwright/plan",
      state: "success",
      description: null,
      creator: { login: "bob" },
      created_at: "2026-02-01T00:00:00Z",
    };
    const createdAt = "2026-02-01T00:00:00Z";
    const { statuses } = await github({
      "GET /commits/abc/statuses?per_page=100": json(200, [
        reply,
        { ...reply, description: "d", creator: null },
      ]),
    });

    expect(await statuses.list("abc")).toEqual([
      { context: "orgwright/plan", state: "success", description: "", creator: "bob", createdAt },
      { context: "orgwright/plan", state: "success", description: "d", creator: "ghost", createdAt },
    ]);
  });

  test("are given; one that is too long is our mistake", async () => {
    const { statuses } = await github({ "POST /statuses/abc": json(201, { state: "failure" }) });
    const status = { context: "orgwright/plan", state: "failure", description: "d".repeat(140) } as const;

    await statuses.create("abc", { ...status, targetUrl: "https://x.example" });
    await expect(statuses.create("abc", { ...status, description: "d".repeat(141) })).rejects.toThrow(
      InternalError,
    );

    expect(sent(server)).toEqual([{ ...status, target_url: "https://x.example" }]);
  });

  test("an answer that shows no status is no success", async () => {
    const { statuses } = await github({ "POST /statuses/abc": json(200, []) });

    await expect(statuses.create("abc", { context: "c", state: "success", description: "" })).rejects.toThrow(
      /unknown/,
    );
  });
});

describe("check runs", () => {
  const reply = {
    id: 4,
    name: "plan",
    head_sha: "abc",
    app: { slug: "github-actions" },
    started_at: "2026-02-01T00:00:00Z",
    completed_at: "2026-02-01T00:01:00Z",
    output: { title: "T", summary: null, text: "x" },
  };
  const run = {
    id: 4,
    name: "plan",
    headSha: "abc",
    app: "github-actions",
    startedAt: "2026-02-01T00:00:00Z",
    completedAt: "2026-02-01T00:01:00Z",
    title: "T",
    summary: "",
    text: "x",
  };

  test("one is read, and those of a commit", async () => {
    const { checks } = await github({
      "GET /check-runs/4": json(200, { ...reply, app: null, completed_at: null }),
      "GET /commits/abc/check-runs?filter=all&per_page=100": json(200, {
        total_count: 1,
        check_runs: [reply],
      }),
    });
    const { app: _, completedAt: __, ...rest } = run;

    expect(await checks.get(4)).toEqual(rest);
    expect(await checks.ofCommit("abc")).toEqual([run]);
  });

  test("annotations go fifty at a time, with the same words", async () => {
    const { checks } = await github({ "PATCH /check-runs/4": json(200, reply) });
    const annotations = Array.from({ length: 101 }, (_, line) => ({
      path: "a.yaml",
      startLine: line + 1,
      endLine: line + 1,
      level: "warning" as const,
      message: `m${line}`,
    }));

    await checks.update(4, { title: "T", summary: "S", text: "X", annotations });

    const bodies = sent(server) as {
      output: { title: string; summary: string; text: string; annotations: object[] };
    }[];
    expect(bodies.map(({ output }) => output.annotations.length)).toEqual([50, 50, 1]);
    for (const { output } of bodies) expect(output).toMatchObject({ title: "T", summary: "S", text: "X" });
    expect(bodies[2]?.output.annotations[0]).toEqual({
      path: "a.yaml",
      start_line: 101,
      end_line: 101,
      annotation_level: "warning",
      message: "m100",
    });
  });

  test("without annotations one request shows the words", async () => {
    const { checks } = await github({ "PATCH /check-runs/4": json(200, reply) });

    await checks.update(4, { title: "T", summary: "S" });

    expect(sent(server)).toEqual([{ output: { title: "T", summary: "S" } }]);
  });
});

describe("runs", () => {
  test.each([
    ["completed", true],
    ["in_progress", false],
    ["queued", false],
    ["waiting", false],
  ])("one that is %s: over is %s", async (status, over) => {
    const { runs } = await github({ "GET /actions/runs/3": json(200, { id: 3, status }) });

    expect(await runs.isOver(3)).toBe(over);
  });

  test.each([403, 404])("after a %i nobody knows", async (status) => {
    const { runs } = await github({ "GET /actions/runs/3": json(status, { message: "No" }) });

    expect(await runs.isOver(3)).toBeUndefined();
  });

  test("other trouble is an error", async () => {
    const { runs } = await github({ "GET /actions/runs/3": json(401, { message: "Bad credentials" }) });

    await expect(runs.isOver(3)).rejects.toThrow(/read run 3: 401 Bad credentials/);
  });
});

describe("whose token it is", () => {
  const route = "POST /graphql";

  test("is asked once", async () => {
    const { viewer } = await github({
      [route]: json(200, { data: { viewer: { login: "orgwright[bot]" } } }),
    });

    expect(await Promise.all([viewer(), viewer()])).toEqual(["orgwright[bot]", "orgwright[bot]"]);
    expect(asked(server)).toEqual([route]);
  });

  test.each([
    ["a refusal", json(403, { message: "Resource not accessible by integration" })],
    ["no GraphQL", json(404, { message: "Not Found" })],
    ["an error in the answer", json(200, { data: null, errors: [{ type: "FORBIDDEN", message: "no" }] })],
  ])("is the workflow's own after %s", async (_, answer) => {
    const { viewer } = await github({ [route]: answer });

    expect(await viewer()).toBe("github-actions[bot]");
  });

  test("is not guessed for a wrong token, and asked again later", async () => {
    const { viewer } = await github({
      [route]: [json(401, { message: "Bad credentials" }), json(200, { data: { viewer: { login: "me" } } })],
    });

    await expect(viewer()).rejects.toThrow(/401 Bad credentials/);
    expect(await viewer()).toBe("me");
  });
});
