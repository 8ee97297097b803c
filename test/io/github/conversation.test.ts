/** Comments, labels, issues, pull requests. */
import { afterEach, describe, expect, test } from "vitest";
import { type Answer, json, type ScriptedServer } from "../http-server.ts";
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

describe("comments", () => {
  const reply = {
    id: 7,
    user: { login: "alice" },
    body: "hello",
    created_at: "2026-02-01T00:00:00Z",
    html_url: "https://github.example/c/7",
  };
  const alice = {
    id: 7,
    author: "alice",
    body: "hello",
    createdAt: "2026-02-01T00:00:00Z",
    url: "https://github.example/c/7",
  };

  test("are listed, those of accounts that are gone too", async () => {
    const { comments } = await github({
      "GET /issues/12/comments?per_page=100": json(200, [
        reply,
        { ...reply, id: 8, user: null, body: undefined },
      ]),
    });

    expect(await comments.list(12)).toEqual([alice, { ...alice, id: 8, author: "ghost", body: "" }]);
  });

  test("are made and changed", async () => {
    const { comments } = await github({
      "POST /issues/12/comments": json(201, reply),
      "PATCH /issues/comments/7": json(200, { ...reply, body: "changed" }),
    });

    expect(await comments.create(12, "hello")).toEqual(alice);
    expect(await comments.update(7, "changed")).toEqual({ ...alice, body: "changed" });
    expect(sent(server)).toEqual([{ body: "hello" }, { body: "changed" }]);
  });

  test("that are gone are told apart, and need not be deleted", async () => {
    const { comments } = await github({ "DELETE /issues/comments/9": json(204, undefined) });

    expect(await comments.update(8, "x")).toBeUndefined();
    await comments.remove(8);
    await comments.remove(9);
    expect(asked(server)).toEqual([
      "PATCH /issues/comments/8",
      "DELETE /issues/comments/8",
      "DELETE /issues/comments/9",
    ]);
  });

  test("that may not be changed are an error", async () => {
    const { comments } = await github({
      "PATCH /issues/comments/8": json(403, { message: "Resource not accessible by integration" }),
      "DELETE /issues/comments/8": json(403, { message: "Resource not accessible by integration" }),
    });

    await expect(comments.update(8, "x")).rejects.toThrow(/change comment 8: 403/);
    await expect(comments.remove(8)).rejects.toThrow(/delete comment 8: 403/);
  });
});

describe("labels", () => {
  const blocked = { name: "orgwright: blocked", color: "d73a4a", description: "A guard stops the plan" };
  const among = ["orgwright: changes", "orgwright: blocked", "orgwright: no changes"];
  const path = "/labels/orgwright%3A%20blocked";
  const list = "GET /issues/3/labels?per_page=100";

  test("the wanted one is made, put on, and the others of its kind are taken off", async () => {
    const { labels } = await github({
      [list]: json(200, [{ name: "bug" }, { name: "Orgwright: Changes" }]),
      "POST /labels": json(201, blocked),
      "POST /issues/3/labels": json(200, [blocked]),
      "DELETE /issues/3/labels/Orgwright%3A%20Changes": json(200, []),
    });

    await labels.put(3, blocked, among);

    expect(asked(server)).toEqual([
      list,
      `GET ${path}`,
      "POST /labels",
      "POST /issues/3/labels",
      "DELETE /issues/3/labels/Orgwright%3A%20Changes",
    ]);
    expect(sent(server)).toEqual([blocked, { labels: ["orgwright: blocked"] }]);
  });

  test("nothing is written when all is as wanted", async () => {
    const { labels } = await github({ [list]: json(200, [{ name: "ORGWRIGHT: blocked" }, { name: "bug" }]) });

    await labels.put(3, blocked, among);

    expect(asked(server)).toEqual([list]);
  });

  test("without a wanted one all of its kind go, one that is gone meanwhile too", async () => {
    const { labels } = await github({ [list]: json(200, [{ name: "orgwright: changes" }, { name: "bug" }]) });

    await labels.put(3, undefined, among);

    expect(asked(server)).toEqual([list, "DELETE /issues/3/labels/orgwright%3A%20changes"]);
  });

  test("one that another run makes first will do; another refusal will not", async () => {
    const exists = {
      message: "Validation Failed",
      errors: [{ resource: "Label", code: "already_exists", field: "name" }],
    };
    const invalid = {
      message: "Validation Failed",
      errors: [{ resource: "Label", code: "invalid", field: "color" }],
    };
    const { labels } = await github({
      [list]: json(200, []),
      "POST /labels": [json(422, exists), json(422, invalid)],
      "POST /issues/3/labels": json(200, [blocked]),
    });

    await labels.put(3, blocked, among);
    await expect(labels.put(3, blocked, among)).rejects.toThrow(
      /make the label orgwright: blocked: 422.*invalid/,
    );
  });
});

describe("issues", () => {
  const reply = {
    number: 5,
    title: "Drift of acme",
    body: null,
    state: "open",
    user: { login: "github-actions[bot]" },
    labels: [{ name: "orgwright-drift" }, "old"],
    closed_by: null,
    html_url: "https://github.example/i/5",
  };
  const issue = {
    number: 5,
    title: "Drift of acme",
    body: "",
    state: "open",
    author: "github-actions[bot]",
    labels: ["orgwright-drift", "old"],
    url: "https://github.example/i/5",
  };
  const list = "GET /issues?labels=orgwright-drift&state=all&per_page=100";

  test("with a label: open and closed, no pull requests, by the list", async () => {
    const { issues } = await github({
      [list]: json(200, [
        reply,
        { ...reply, number: 6, pull_request: { url: "x" } },
        { ...reply, number: 7, state: "closed", closed_by: { login: "bob" } },
        { ...reply, number: 8, state: "closed", closed_by: null },
      ]),
    });

    expect(await issues.withLabel("orgwright-drift")).toEqual([
      issue,
      { ...issue, number: 7, state: "closed", closedBy: "bob" },
      { ...issue, number: 8, state: "closed", closedBy: "ghost" },
    ]);
    expect(server.received).toHaveLength(1);
  });

  test("whose list leaves out who closed them are asked one by one", async () => {
    const { closed_by: _, ...rest } = reply;
    const { issues } = await github({
      [list]: json(200, [
        { ...rest, state: "closed" },
        { ...rest, number: 6 },
      ]),
      "GET /issues/5": json(200, { ...rest, state: "closed", closed_by: { login: "bob" } }),
    });

    expect(await issues.withLabel("orgwright-drift")).toEqual([
      { ...issue, state: "closed", closedBy: "bob" },
      { ...issue, number: 6 },
    ]);
    expect(server.received).toHaveLength(2);
  });

  test("are opened and changed, with GitHub's names", async () => {
    const { issues } = await github({
      "POST /issues": json(201, reply),
      "PATCH /issues/5": json(200, {
        ...reply,
        state: "closed",
        closed_by: { login: "github-actions[bot]" },
      }),
    });

    const opened = await issues.create({ title: "t", body: "b", labels: ["l"], assignees: ["bob"] });
    const closed = await issues.update(5, { state: "closed", stateReason: "completed", labels: ["l"] });

    expect(opened).toEqual(issue);
    expect(closed).toMatchObject({ state: "closed", closedBy: "github-actions[bot]" });
    expect(sent(server)).toEqual([
      { title: "t", body: "b", labels: ["l"], assignees: ["bob"] },
      { state: "closed", state_reason: "completed", labels: ["l"] },
    ]);
  });

  test("a change says only what changes", async () => {
    const { issues } = await github({ "PATCH /issues/5": json(200, reply) });

    await issues.update(5, { body: "b" });

    expect(sent(server)).toEqual([{ body: "b" }]);
  });
});

describe("pull requests", () => {
  const reply = {
    number: 9,
    title: "New people",
    user: { login: "alice" },
    state: "open",
    draft: true,
    body: "why",
    merged_at: null,
    merge_commit_sha: "m1",
    head: { sha: "h1", ref: "people", repo: { full_name: "acme/orgs" } },
    base: { sha: "b1", ref: "main", repo: { full_name: "acme/orgs" } },
    html_url: "https://github.example/p/9",
    updated_at: "2026-02-03T00:00:00Z",
  };
  const pull = {
    number: 9,
    title: "New people",
    author: "alice",
    state: "open",
    draft: true,
    body: "why",
    head: { sha: "h1", ref: "people", repository: "acme/orgs" },
    base: { sha: "b1", ref: "main" },
    url: "https://github.example/p/9",
  };

  test("one is read; a fork that is gone has no repository", async () => {
    const fork = {
      ...reply,
      head: { ...reply.head, repo: null },
      body: null,
      draft: undefined,
      merge_commit_sha: null,
    };
    const { pulls } = await github({ "GET /pulls/9": [json(200, reply), json(200, fork)] });

    expect(await pulls.get(9)).toEqual(pull);
    expect(await pulls.get(9)).toEqual({
      ...pull,
      body: "",
      draft: false,
      head: { sha: "h1", ref: "people" },
    });
  });

  test("merged ones are read until none can be newer", async () => {
    const first = "GET /pulls?state=closed&base=main&sort=updated&direction=desc&per_page=100";
    const merged = { ...reply, state: "closed", merged_at: "2026-02-02T00:00:00Z" };
    function page(items: readonly object[], next?: string): Answer {
      return (request, response) => {
        const link = `<http://${request.headers.host}/repos/acme/orgs/pulls?page=${next}>; rel="next"`;
        json(200, items, next === undefined ? {} : { link })(request, response);
      };
    }
    const { pulls } = await github({
      [first]: page([merged, { ...merged, number: 10, merged_at: null }], "2"),
      "GET /pulls?page=2": page(
        [
          merged,
          { ...merged, number: 11, updated_at: "2026-02-01T00:00:00Z" },
          { ...merged, number: 12, updated_at: "2026-01-31T23:59:59Z" },
        ],
        "3",
      ),
    });

    const found = await pulls.mergedInto("main", "2026-02-01T01:00:00+01:00");

    expect(found.map(({ number, mergedAt, mergeCommitSha }) => [number, mergedAt, mergeCommitSha])).toEqual([
      [9, "2026-02-02T00:00:00Z", "m1"],
      [11, "2026-02-02T00:00:00Z", "m1"],
    ]);
    expect(asked(server)).toEqual([first, "GET /pulls?page=2"]);
  });

  test("those of a branch are this repository's own", async () => {
    const path = "GET /pulls?state=open&head=acme%3Aorgwright%2Fadopt%2Facme&per_page=100";
    const { pulls } = await github({ [path]: json(200, [reply]) });

    expect(await pulls.openWithHead("orgwright/adopt/acme")).toEqual([pull]);
  });

  test("those of a commit", async () => {
    const { pulls } = await github({ "GET /commits/m1/pulls?per_page=100": json(200, [reply]) });

    expect(await pulls.ofCommit("m1")).toEqual([pull]);
  });

  test("are opened and changed", async () => {
    const { pulls } = await github({ "POST /pulls": json(201, reply), "PATCH /pulls/9": json(200, reply) });

    expect(await pulls.create({ head: "people", base: "main", title: "t", body: "b" })).toEqual(pull);
    await pulls.update(9, { state: "closed" });

    expect(sent(server)).toEqual([
      { head: "people", base: "main", title: "t", body: "b" },
      { state: "closed" },
    ]);
  });
});
