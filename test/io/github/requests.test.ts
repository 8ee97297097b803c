/** What every request has in common: patience, pages, checked answers, errors without the token. */
import { afterEach, describe, expect, test } from "vitest";
import { GitHubError, isLocked, isMissingPermission, openGitHub } from "../../../src/io/github/index.ts";
import { ConfigurationError } from "../../../src/model/errors.ts";
import {
  type Answer,
  json,
  reset,
  type ScriptedServer,
  startServer,
  text,
  truncated,
} from "../http-server.ts";
import { open, TOKEN } from "./open.ts";

let server: ScriptedServer | undefined;

afterEach(async () => {
  await server?.close();
});

async function start(...script: readonly Answer[]): Promise<ScriptedServer> {
  server = await startServer(...script);
  return server;
}

const ID = { "x-github-request-id": "C0DE:1" };

function refusal(status: number, message: string, headers: Record<string, string> = {}): Answer {
  return json(status, { message, documentation_url: "https://docs.github.com" }, { ...ID, ...headers });
}

function comment(id: number, more: object = {}) {
  return {
    id,
    user: { login: "alice" },
    body: `comment ${id}`,
    created_at: "2026-02-01T00:00:00Z",
    html_url: `https://github.example/acme/orgs/pull/1#issuecomment-${id}`,
    ...more,
  };
}

async function failureOf(work: Promise<unknown>): Promise<GitHubError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof GitHubError) return error;
    throw error;
  }
  throw new Error("It did not fail");
}

describe("a request", () => {
  test("says the version, who asks, and carries the token", async () => {
    const { url, received } = await start(json(200, []));

    await open(url).comments.list(1);

    expect(received[0]?.url).toBe("/repos/acme/orgs/issues/1/comments?per_page=100");
    expect(received[0]?.headers).toMatchObject({
      "x-github-api-version": "2022-11-28",
      authorization: `token ${TOKEN}`,
      "user-agent": expect.stringMatching(/^orgwright-test /),
    });
  });

  test("keeps the path of an enterprise server's address", async () => {
    const { url, received } = await start(json(200, []));

    await open(`${url}/api/v3/`).comments.list(1);

    expect(received[0]?.url).toMatch(/^\/api\/v3\/repos\/acme\/orgs\//);
  });

  test.each([[{ token: "" }], [{ apiUrl: "github" }], [{ graphqlUrl: "" }]])(
    "is not sent with %j",
    (options) => {
      const given = { apiUrl: "http://127.0.0.1:1", graphqlUrl: "http://127.0.0.1:1", token: "t" };
      const rest = { owner: "acme", repo: "orgs", userAgent: "x" };

      expect(() => openGitHub({ ...given, ...rest, ...options })).toThrow(ConfigurationError);
    },
  );
});

describe("pages", () => {
  test("all are read", async () => {
    const pages = [[1, 2, 3], [4, 5, 6], [7]];
    const { url, received } = await start((request, response) => {
      const page = Number(new URL(request.url ?? "", "http://x").searchParams.get("page") ?? 1);
      const next = `<http://${request.headers.host}/repos/acme/orgs/issues/1/comments?per_page=100&page=${page + 1}>; rel="next"`;
      json(
        200,
        (pages[page - 1] ?? []).map((id) => comment(id)),
        page < 3 ? { link: next } : {},
      )(request, response);
    });

    const found = await open(url).comments.list(1);

    expect(found.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(received).toHaveLength(3);
  });

  test("a page that fails fails the whole", async () => {
    const { url } = await start((request, response) => {
      const later = request.url?.includes("page=2");
      const link = `<http://${request.headers.host}/repos/acme/orgs/issues/1/comments?page=2>; rel="next"`;
      (later ? refusal(404, "Not Found") : json(200, [comment(1)], { link }))(request, response);
    });

    expect(await failureOf(open(url).comments.list(1))).toMatchObject({ status: 404 });
  });

  test("the token does not follow a link to another server", async () => {
    const other = await startServer(json(200, [comment(2)]));
    try {
      const { url } = await start(json(200, [comment(1)], { link: `<${other.url}/more>; rel="next"` }));

      await expect(open(url).comments.list(1)).rejects.toThrow(/is not GitHub's address/);
      expect(other.received).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test("that lead in a circle end", async () => {
    const { url } = await start((request, response) => {
      const link = `<http://${request.headers.host}/repos/acme/orgs/issues/1/comments?page=2>; rel="next"`;
      json(200, [comment(1)], { link })(request, response);
    });

    await expect(open(url).comments.list(1)).rejects.toThrow(/circle/);
  });

  test("a 409 is no empty list", async () => {
    const { url } = await start(refusal(409, "Git Repository is empty."));

    expect(await failureOf(open(url).comments.list(1))).toMatchObject({ status: 409 });
  });

  test("fewer than the server counts is an error", async () => {
    const { url } = await start(json(200, { total_count: 2, check_runs: [] }, ID));

    await expect(open(url).checks.ofCommit("abc")).rejects.toThrow(
      /0 came, and 2 are said to be there.*C0DE:1/,
    );
  });
});

describe("an answer that is no answer", () => {
  test.each([
    ["empty", text(200, "", ID), /no JSON/],
    ["a page in HTML", text(200, "<html>sign in</html>", ID), /no JSON/],
    ["half a list", json(200, '[{"id": 1'), /no JSON|unknown/],
    ["a text", json(200, "all is well", ID), /no JSON/],
    ["cut off", truncated, /broke off|no JSON/],
    ["null", json(200, null, ID), /no JSON/],
    ["an object for a list", json(200, { items: [] }, ID), /unknown/],
    ["a list of something else", json(200, [{ id: "1" }], ID), /unknown .*: 0\.id: /],
  ])("%s is never taken for nothing", async (_, answer, words) => {
    const { url } = await start(answer);

    const error = await failureOf(open(url).comments.list(1));

    expect(error.message).toMatch(words);
    expect(error.operation).toBe("list the comments of #1");
  });

  test("names the request", async () => {
    const { url } = await start(json(200, { default_branch: 7 }, ID));

    expect(await failureOf(open(url).git.defaultBranch())).toMatchObject({
      status: 200,
      requestId: "C0DE:1",
    });
  });

  test("whose body is broken names the request too", async () => {
    const { url } = await start(text(200, "<html>", ID));

    expect(await failureOf(open(url).git.defaultBranch())).toMatchObject({
      status: 200,
      requestId: "C0DE:1",
    });
  });
});

describe("patience", () => {
  test.each([
    ["a secondary limit", refusal(403, "You have exceeded a secondary rate limit.", { "retry-after": "1" })],
    [
      "a limit in other words",
      refusal(403, "You have triggered an abuse detection mechanism.", { "retry-after": "1" }),
    ],
    ["a 429 with Retry-After", refusal(429, "Slow down", { "retry-after": "1" })],
    [
      "a used up hour",
      refusal(403, "API rate limit exceeded", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" }),
    ],
  ])("%s is waited for, also when creating, and told once", async (_, limit) => {
    const notices: string[] = [];
    const { url, received } = await start(limit, limit, json(201, comment(1)), limit, json(200, []));
    const github = open(url, { onNotice: (message) => notices.push(message) });

    expect(await github.comments.create(1, "hello")).toMatchObject({ id: 1 });
    await github.comments.list(1);

    expect(received.map(({ method }) => method)).toEqual(["POST", "POST", "POST", "GET", "GET"]);
    expect(notices).toEqual([expect.stringMatching(/rate limit is reached: going on in \d+ s/)]);
  });

  test("a limit that stays is an error after three more tries", async () => {
    const { url, received } = await start(refusal(403, "secondary rate limit", { "retry-after": "1" }));

    const error = await failureOf(open(url).comments.list(1));

    expect(received).toHaveLength(4);
    expect(error).toMatchObject({ limited: true, status: 403, requestId: "C0DE:1" });
    expect(isMissingPermission(error)).toBe(false);
  });

  test("a limit that lasts too long is not slept through, and says when it ends", async () => {
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "2147483647" };
    const { url, received } = await start(refusal(403, "API rate limit exceeded", headers));

    await expect(open(url).comments.list(1)).rejects.toThrow(/ends at 2038-01-19T03:14:07.000Z/);
    expect(received).toHaveLength(1);
  });

  test.each([
    ["a 500", refusal(500, "Server Error")],
    ["a 502", refusal(502, "Bad Gateway")],
    ["a connection that is cut", reset],
    ["half an answer", truncated],
  ])("after %s a read is repeated, and told once", async (_, trouble) => {
    const notices: string[] = [];
    const { url, received } = await start(trouble, trouble, json(200, [comment(1)]), trouble, json(200, []));
    const github = open(url, { onNotice: (message) => notices.push(message) });

    expect(await github.comments.list(1)).toHaveLength(1);
    expect(await github.comments.list(1)).toHaveLength(0);

    expect(received).toHaveLength(5);
    expect(notices).toEqual([expect.stringMatching(/trying again/)]);
  });

  test("trouble that stays is an error after three more tries", async () => {
    const { url, received } = await start(refusal(500, "Server Error"));

    expect(await failureOf(open(url).comments.list(1))).toMatchObject({ status: 500, requestId: "C0DE:1" });
    expect(received).toHaveLength(4);
  });

  test.each([
    ["comment", (url: string) => open(url).comments.create(1, "x")],
    ["issue", (url: string) => open(url).issues.create({ title: "x", body: "", labels: [] })],
    ["pull request", (url: string) => open(url).pulls.create({ head: "h", base: "b", title: "x", body: "" })],
    [
      "annotation",
      (url: string) =>
        open(url).checks.update(1, {
          title: "x",
          summary: "",
          annotations: [{ path: "a", startLine: 1, endLine: 1, level: "notice", message: "m" }],
        }),
    ],
  ])("a %s is not made twice: after a 500 or a cut nobody knows", async (_, make) => {
    const { url, received } = await start(refusal(500, "Server Error"), reset);

    await expect(make(url)).rejects.toThrow(GitHubError);
    await expect(make(url)).rejects.toThrow(GitHubError);

    expect(received).toHaveLength(2);
  });

  test("a creation without an answer says that it may have been done", async () => {
    const notices: string[] = [];
    const { url } = await start(reset);
    const { comments } = open(url, { onNotice: (message) => notices.push(message) });

    await expect(comments.create(1, "x")).rejects.toThrow(/not known whether it was done/);
    expect(notices).toEqual([]);
  });

  test.each([
    ["status", 201, { state: "success" }, (url: string) => giveStatus(url)],
    ["changed comment", 200, comment(1), (url: string) => open(url).comments.update(1, "x")],
    ["deleted comment", 204, undefined, (url: string) => open(url).comments.remove(1)],
    ["moved branch", 200, { ref: "refs/heads/b", object: { sha: "s" } }, (url: string) => move(url)],
  ])("a %s may be sent again after a 500", async (_, status, body, write) => {
    const { url, received } = await start(refusal(500, "Server Error"), reset, json(status, body));

    await write(url);

    expect(received).toHaveLength(3);
  });

  test.each([400, 401, 404, 410, 422, 451])("a %i is final", async (status) => {
    const { url, received } = await start(refusal(status, "No"));

    expect(await failureOf(open(url).comments.list(1))).toMatchObject({ status });
    expect(received).toHaveLength(1);
  });

  test("nobody is there", async () => {
    const { url, close } = await startServer(json(200, []));
    await close();

    const error = await failureOf(open(url).comments.list(1));

    expect(error.status).toBeUndefined();
    expect(error.message).toMatch(/no answer when asked to list the comments of #1: .*ECONNREFUSED/);
  });
});

async function giveStatus(url: string): Promise<void> {
  await open(url).statuses.create("abc", { context: "orgwright/plan", state: "success", description: "" });
}

async function move(url: string): Promise<void> {
  expect(await open(url).git.moveBranch("b", "s", { force: false })).toBe("moved");
}

describe("a refusal", () => {
  test("says what the token lacks, from GitHub's header", async () => {
    const headers = { "x-accepted-github-permissions": "issues=write; pull_requests=write,contents=read" };
    const { url } = await start(refusal(403, "Resource not accessible by integration", headers));

    const error = await failureOf(open(url).comments.create(1, "x"));

    expect(isMissingPermission(error)).toBe(true);
    expect(isLocked(error)).toBe(false);
    expect(error).toMatchObject({
      permission: "issues: write or pull-requests: write and contents: read",
      operation: "comment on #1",
      requestId: "C0DE:1",
    });
    expect(error.message).toBe(
      "GitHub refused to comment on #1: 403 Resource not accessible by integration; the token probably lacks issues: write or pull-requests: write and contents: read (request C0DE:1)",
    );
  });

  test.each([
    ["statuses: write", giveStatus],
    ["checks: write", (url: string) => open(url).checks.update(1, { title: "", summary: "" })],
    ["contents: write", (url: string) => open(url).git.deleteBranch("b")],
    ["contents: read", (url: string) => open(url).git.tree("abc")],
    ["issues: write", (url: string) => open(url).issues.update(1, { state: "closed" })],
    ["pull-requests: write", (url: string) => open(url).pulls.update(1, { state: "closed" })],
  ])("says %s without the header", async (permission, act) => {
    const { url } = await start(refusal(403, "Resource not accessible by integration"));

    expect(await failureOf(act(url))).toMatchObject({ permission });
  });

  test("names the setting that forbids pull requests", async () => {
    const words = "GitHub Actions is not permitted to create or approve pull requests.";
    const { url } = await start(refusal(403, words));

    const error = await failureOf(open(url).pulls.create({ head: "h", base: "b", title: "t", body: "" }));

    expect(error.permission).toMatch(/Allow GitHub Actions to create and approve pull requests/);
  });

  test("for a locked conversation is no missing permission", async () => {
    const { url } = await start(refusal(403, "Unable to create comment because issue is locked."));

    const error = await failureOf(open(url).comments.create(1, "x"));

    expect(isLocked(error)).toBe(true);
    expect(isMissingPermission(error)).toBe(false);
    expect(error.permission).toBeUndefined();
  });

  test("gives GitHub's reasons", async () => {
    const errors = [
      { resource: "IssueComment", code: "unprocessable", field: "data", message: "Body is too long" },
    ];
    const { url } = await start(json(422, { message: "Validation Failed", errors }, ID));

    await expect(open(url).comments.create(1, "x")).rejects.toThrow(
      /422 Validation Failed; Body is too long/,
    );
  });
});

describe("the token", () => {
  const echo: Answer = (request, response) => {
    const all = JSON.stringify(request.headers);
    json(Number(/issues\/(\d{3})/.exec(request.url ?? "")?.[1]), {
      message: `You sent ${all} and ${encodeURIComponent(TOKEN)}`,
      errors: [{ message: TOKEN }, TOKEN],
    })(request, response);
  };

  test.each([400, 401, 403, 404, 422, 429, 500])("is in no error of a %i that repeats it", async (status) => {
    const { url } = await start(echo);

    const error = await failureOf(open(url).comments.list(status));

    expect(error).toMatchObject({ status, answer: expect.stringContaining("[credential]") });
    expectNoToken(error);
  });

  test.each([
    ["cut off", reset],
    ["half", truncated],
    ["unknown", json(200, [{ id: TOKEN, [TOKEN]: TOKEN }])],
    ["no JSON", text(200, TOKEN)],
  ])("is in no error of an answer that is %s", async (_, answer) => {
    const { url } = await start(answer);

    expectNoToken(await failureOf(open(url).comments.list(1)));
  });

  test("is in no error of a link that repeats it", async () => {
    const { url } = await start(json(200, [], { link: '<http://canary.invalid/>; rel="next"' }));

    const error = await failureOf(open(url, { token: "canary" }).comments.list(1));

    expect(error.message).toContain("http://[credential].invalid is not GitHub's address");
    expectNoToken(error);
  });
});

function expectNoToken(error: Error): void {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const shown = `${each.message} ${each.stack} ${JSON.stringify(Object.entries(each))} ${each.name}`;
    expect(shown).not.toContain("canary");
    expect(Object.keys(each)).not.toContain("request");
  }
}
