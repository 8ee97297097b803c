import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { startGitHub } from "../../../src/sandbox/github/index.ts";
import { as, open, START } from "./client.ts";

describe("the door", () => {
  test("lets nobody in without a known token", async () => {
    const fake = await open();
    const none = await as(fake, "").get("");
    const unknown = await as(fake, "stolen").get("");

    expect([none.status, none.body.message]).toEqual([401, "Requires authentication"]);
    expect([unknown.status, unknown.body.message]).toEqual([401, "Bad credentials"]);
    const old = await fetch(`${fake.apiUrl}/rate_limit`, {
      headers: { authorization: "token github-token" },
    });
    expect(old.status).toBe(200);
  });

  test("serves both forms, whichever it calls its own", async () => {
    const fake = await open({ form: "enterprise" });

    expect(fake.apiUrl).toBe(`${fake.url}/api/v3`);
    expect(fake.graphqlUrl).toBe(`${fake.url}/api/graphql`);
    expect((await as(fake).get("")).body.url).toBe(`${fake.url}/api/v3/repos/acme/organizations`);
    expect((await as(fake, "github-token", fake.url).get("")).status).toBe(200);
    expect((await as(fake, "github-token", `${fake.url}/api/v3`).get("/nowhere")).status).toBe(404);
    expect((await as(fake).get("repos/acme/other")).status).toBe(404);
    expect((await as(fake).get("repos/Acme/Organizations")).status).toBe(200);
  });

  test("refuses an API version that does not exist, no user agent, and what is not JSON", async () => {
    const fake = await open();
    const authorization = "Bearer github-token";
    const versioned = (version: string) => as(fake).get("", undefined, { "x-github-api-version": version });
    const bare = await new Promise((resolve) => {
      request(`${fake.apiUrl}/rate_limit`, { headers: { authorization } }, ({ statusCode }) =>
        resolve(statusCode),
      ).end();
    });
    const url = `${fake.apiUrl}/repos/acme/organizations/issues`;
    const broken = await fetch(url, { method: "POST", headers: { authorization }, body: "{" });

    expect([(await versioned("2022-11-28")).status, (await versioned("1999-01-01")).status]).toEqual([
      200, 400,
    ]);
    expect(bare).toBe(403);
    expect([broken.status, await broken.json()]).toEqual([
      400,
      expect.objectContaining({ message: "Problems parsing JSON" }),
    ]);
  });

  test("answers who the viewer is, over GraphQL and over REST", async () => {
    const accounts = [
      { token: "bot", login: "github-actions[bot]", kind: "bot" as const },
      { token: "ann", login: "ann" },
    ];
    const fake = await open({ accounts });
    const ask = async (token: string, query: string) => {
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(fake.graphqlUrl, {
        method: "POST",
        headers,
        body: JSON.stringify({ query }),
      });
      return response.json();
    };

    expect(await ask("bot", "query { viewer { login } }")).toEqual({
      data: { viewer: { login: "github-actions[bot]" } },
    });
    expect(await ask("ann", "{ viewer { login } }")).toMatchObject({ data: { viewer: { login: "ann" } } });
    expect(await ask("ann", "{ viewer { email } }")).toHaveProperty("errors");
    expect((await as(fake, "bot").get("user")).status).toBe(403);
    expect((await as(fake, "ann").get("user")).body.login).toBe("ann");
  });

  test("blobs are read over GraphQL by their ids, with the permission to read contents", async () => {
    const accounts = [
      { token: "bot", login: "github-actions[bot]", kind: "bot" },
      { token: "blind", login: "blind[bot]", kind: "app", permissions: { metadata: "read" } },
    ] as const;
    const fake = await open({ accounts });
    const bot = as(fake, "bot");
    const idOf = async (content: string, encoding = "utf-8") =>
      (await bot.post("/git/blobs", { content, encoding })).body.sha as string;
    const ids = [await idOf("ä\n"), await idOf("AAE=", "base64"), "0".repeat(40), fake.state.commit("main")];
    const objects = ids.map(
      (id, index) => `b${index}: object(oid: "${id}") { ... on Blob { text byteSize isBinary isTruncated } }`,
    );
    const query = `query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${objects.join(" ")} } }`;
    const ask = async (token: string, variables: object) => {
      const headers = { authorization: `Bearer ${token}` };
      const body = JSON.stringify({ query, variables });
      return (await fetch(fake.graphqlUrl, { method: "POST", headers, body })).json();
    };
    const here = { owner: "acme", name: "organizations" };

    expect(await ask("bot", here)).toEqual({
      data: {
        repository: {
          b0: { text: "ä\n", byteSize: 3, isBinary: false, isTruncated: false },
          b1: { text: null, byteSize: 2, isBinary: true, isTruncated: false },
          b2: null,
          b3: {},
        },
      },
    });
    expect(await ask("blind", here)).toMatchObject({ errors: [{ type: "FORBIDDEN" }] });
    expect(await ask("bot", { ...here, name: "other" })).toMatchObject({ errors: [{ type: "NOT_FOUND" }] });
  });

  test("cannot be built of two accounts with one token, or a repository without an owner", async () => {
    const account = { token: "t", login: "a" };

    await expect(startGitHub({ accounts: [account, account] })).rejects.toThrow(
      "Two accounts have the token `t`",
    );
    await expect(startGitHub({ repository: "acme" })).rejects.toThrow("must be `owner/name`");
  });
});

describe("permissions", () => {
  const all = {
    contents: "write",
    issues: "write",
    pull_requests: "write",
    statuses: "write",
    checks: "write",
  } as const;

  test.each([
    ["contents", "read", "post", "/git/blobs", { content: "" }, "contents=write"],
    ["contents", undefined, "get", "/git/trees/main", undefined, "contents=read"],
    ["statuses", "read", "post", "/statuses/HEAD", { state: "success" }, "statuses=write"],
    ["checks", undefined, "post", "/check-runs", { name: "x", head_sha: "HEAD" }, "checks=write"],
    ["issues", undefined, "post", "/issues", { title: "x" }, "issues=write"],
    [
      "pull_requests",
      "read",
      "post",
      "/pulls",
      { title: "x", head: "x", base: "main" },
      "pull_requests=write",
    ],
    ["actions", undefined, "get", "/actions/runs/1", undefined, "actions=read"],
  ] as const)("without %s beyond %s, %s %s is refused", async (...given) => {
    const [name, level, method, path, body, accepted] = given;
    const { [name as keyof typeof all]: _, ...others } = all;
    const permissions = level === undefined ? others : { ...others, [name]: level };
    const fake = await open({ accounts: [{ token: "t", login: "a[bot]", kind: "bot", permissions }] });
    const answer = method === "get" ? await as(fake, "t").get(path) : await as(fake, "t").post(path, body);

    expect([answer.status, answer.body.message]).toEqual([403, "Resource not accessible by integration"]);
    expect(answer.headers.get("x-accepted-github-permissions")).toBe(accepted);
    expect((await as(fake, "t").get("")).status).toBe(200);
  });

  test("for a conversation are enough by either name", async () => {
    const account = (name: string) => ({
      token: name,
      login: "ann",
      permissions: { [name]: "write" as const },
    });
    const fake = await open({ accounts: [account("issues"), account("pull_requests"), account("contents")] });
    await as(fake, "issues").post("/issues", { title: "x" });
    const post = async (token: string) =>
      (await as(fake, token).post("/issues/1/comments", { body: "x" })).body;

    expect(await post("issues")).toHaveProperty("id");
    expect(await post("pull_requests")).toHaveProperty("id");
    expect(await post("contents")).toMatchObject({
      message: "Resource not accessible by personal access token",
    });
  });
});

describe("limits", () => {
  test("of an hour are told with every reply, and end with the hour", async () => {
    let time = START;
    const fake = await open({ now: () => time, limits: { requestsPerHour: 2 } });
    const left = async () => {
      const { status, headers, body } = await as(fake).get("");
      return [status, headers.get("x-ratelimit-remaining"), headers.get("x-ratelimit-reset"), body.message];
    };
    const reset = String(START / 1000 + 3600);

    expect(await left()).toEqual([200, "1", reset, undefined]);
    expect(await left()).toEqual([200, "0", reset, undefined]);
    expect(await left()).toEqual([403, "0", reset, "API rate limit exceeded"]);
    time += 3_600_000;
    expect((await left()).slice(0, 2)).toEqual([200, "1"]);
  });

  test("of writing are 80 a minute, with the time to wait", async () => {
    let time = START;
    const fake = await open({ now: () => time, limits: { writesPerMinute: 80 } });
    const write = () => as(fake).post("/git/blobs", { content: "" });
    for (let n = 0; n < 80; n += 1) expect((await write()).status).toBe(201);
    const refused = await write();

    expect([refused.status, refused.headers.get("retry-after")]).toEqual([403, "60"]);
    expect(refused.body.message).toContain("secondary rate limit");
    expect((await as(fake).get("")).status).toBe(200);
    time += 60_000;
    expect((await write()).status).toBe(201);
  });
});

describe("faults", () => {
  test("stand in for the answer, so often, after so many", async () => {
    const fake = await open();
    const client = as(fake);
    fake.faults.add({
      path: /\/issues$/,
      method: "POST",
      status: 502,
      after: 1,
      times: 2,
      headers: { "retry-after": "1" },
    });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      expect((await client.get("/issues")).status).toBe(200);
      statuses.push((await client.post("/issues", { title: `${n}` })).status);
    }

    expect(statuses).toEqual([201, 502, 502, 201]);
    expect(fake.state.issues().map(({ title }) => title)).toEqual(["0", "3"]);
  });

  test("can show after the work was done, with any body, or as a cut connection", async () => {
    const fake = await open();
    const client = as(fake);
    fake.faults.add({ path: /issues/, status: 500, body: "<html>", work: "done" });
    fake.faults.add({ path: /issues/, hangUp: true, work: "done", after: 1 });
    fake.faults.add({ path: /issues/, hangUp: true, after: 2 });
    const page = await client.post("/issues", { title: "one" });

    expect([page.status, page.body]).toEqual([500, "<html>"]);
    await expect(client.post("/issues", { title: "two" })).rejects.toThrow("fetch failed");
    await expect(client.post("/issues", { title: "three" })).rejects.toThrow("fetch failed");
    expect(fake.state.issues().map(({ title }) => title)).toEqual(["one", "two"]);
    fake.faults.add({ path: /./, status: 500, times: 9 });
    fake.faults.clear();
    expect((await client.post("/issues", { title: "four" })).status).toBe(201);
  });

  test("that only delay let the work be done, and closing does not wait for them", async () => {
    const fake = await startGitHub();
    fake.faults.add({ path: /./, delayMs: 60_000 });
    const waiting = expect(as(fake).get("")).rejects.toThrow("fetch failed");
    while (fake.requests().length === 0) await new Promise((resolve) => setImmediate(resolve));
    await fake.close();
    await waiting;

    const again = await open();
    again.faults.add({ path: /./, delayMs: 1 });
    expect((await as(again).get("")).status).toBe(200);
  });
});

test("every request is remembered, with its account, its body and its end", async () => {
  const fake = await open();
  const answer = await as(fake).post("/issues", { title: "x" });
  await as(fake, "stolen").get("/issues?page=2");

  expect(fake.requests()).toEqual([
    {
      id: answer.headers.get("x-github-request-id"),
      method: "POST",
      path: "/repos/acme/organizations/issues",
      query: "",
      status: 201,
      account: "github-actions[bot]",
      body: { title: "x" },
    },
    expect.objectContaining({ query: "?page=2", status: 401, account: undefined }),
  ]);
});

test("two fakes with one clock that were told the same hold the same", async () => {
  const told = async () => {
    const fake = await open();
    fake.commit({ branch: "x", files: { a: "1" } });
    const { number } = fake.openPullRequest({ head: "x" });
    await as(fake).post(`/issues/${number}/comments`, { body: "hi" });
    return [fake.merge(number), fake.state.comments(number), fake.state.pulls(), fake.state.branches()];
  };

  expect(await told()).toEqual(await told());
});
