import { describe, expect, test } from "vitest";
import { as, open, START } from "./client.ts";

const LONGEST = 65_536;

describe("comments", () => {
  test("are listed by page, oldest first, with links to the other pages", async () => {
    const fake = await open();
    const client = as(fake);
    const { number } = (await client.post("/issues", { title: "Drift" })).body;
    for (let n = 1; n <= 45; n += 1) fake.commentAs("ann", number, `c${n}`);
    const page = async (query: string) => {
      const { body, headers } = await client.get(`/issues/${number}/comments${query}`);
      const rels = [...(headers.get("link") ?? "").matchAll(/[?&]page=(\d+)[^>]*>; rel="(\w+)"/g)];
      return [body[0]?.body, body.length, Object.fromEntries(rels.map(([, at, rel]) => [rel, Number(at)]))];
    };

    expect(await page("")).toEqual(["c1", 30, { next: 2, last: 2 }]);
    expect(await page("?per_page=20&page=2")).toEqual(["c21", 20, { prev: 1, next: 3, last: 3, first: 1 }]);
    expect(await page("?per_page=1000")).toEqual(["c1", 45, {}]);
    for (let n = 46; n <= 101; n += 1) fake.commentAs("ann", number, `c${n}`);
    expect(await page("?per_page=1000")).toEqual(["c1", 100, { next: 2, last: 2 }]);
  });

  test("may have 65,536 characters and no more", async () => {
    const fake = await open();
    const client = as(fake);
    const { number } = (await client.post("/issues", { title: "Drift" })).body;
    const longest = await client.post(`/issues/${number}/comments`, { body: "x".repeat(LONGEST) });
    const long = await client.post(`/issues/${number}/comments`, { body: "x".repeat(LONGEST + 1) });
    const longer = await client.patch(`/issues/comments/${longest.body.id}`, {
      body: "x".repeat(LONGEST + 1),
    });

    expect([longest.status, long.status, longer.status]).toEqual([201, 422, 422]);
    expect(long.body).toMatchObject({
      message: "Validation Failed",
      errors: [{ resource: "IssueComment", message: "body is too long (maximum is 65536 characters)" }],
      status: "422",
    });
    expect(fake.state.comments(number).map(({ body }) => body.length)).toEqual([LONGEST]);
    expect((await client.post(`/issues/${number}/comments`, { body: " " })).status).toBe(422);
    expect((await client.post(`/issues/${number}/comments`, {})).body.errors).toMatchObject([
      { code: "missing_field", field: "body" },
    ]);
  });

  test("can be gone when they are looked for", async () => {
    const fake = await open();
    const client = as(fake);
    const { number } = (await client.post("/issues", { title: "Drift" })).body;
    const { id, user } = (await client.post(`/issues/${number}/comments`, { body: "hi" })).body;
    fake.editComment(id, "changed by somebody");
    expect((await client.get(`/issues/comments/${id}`)).body.body).toBe("changed by somebody");
    fake.deleteComment(id);

    expect(user).toMatchObject({ login: "github-actions[bot]", type: "Bot" });
    expect((await client.patch(`/issues/comments/${id}`, { body: "x" })).status).toBe(404);
    expect((await client.delete(`/issues/comments/${id}`)).status).toBe(404);
    expect((await client.post("/issues/99/comments", { body: "x" })).status).toBe(404);
    expect(() => fake.deleteComment(id)).toThrow(`The comment ${id} does not exist`);
  });

  test.each([
    ["users", [403, 201]],
    ["nobody", [403, 403]],
  ] as const)("of a locked conversation: let in are %s", async (lockedLetsIn, expected) => {
    const accounts = [
      { token: "bot", login: "github-actions[bot]", kind: "bot" as const },
      { token: "ann", login: "ann" },
    ];
    const fake = await open({ lockedLetsIn, accounts });
    const { number } = (await as(fake, "ann").post("/issues", { title: "Drift" })).body;
    fake.lockConversation(number);
    const bot = await as(fake, "bot").post(`/issues/${number}/comments`, { body: "x" });
    const ann = await as(fake, "ann").post(`/issues/${number}/comments`, { body: "x" });

    expect([bot.status, ann.status]).toEqual(expected);
    expect(bot.body.message).toBe("Unable to create comment because issue is locked.");
    fake.unlockConversation(number);
    expect((await as(fake, "bot").post(`/issues/${number}/comments`, { body: "x" })).status).toBe(201);
  });
});

describe("issues", () => {
  test("are found by state, label, creator and the time of the last change; pull requests are among them", async () => {
    let time = START;
    const fake = await open({ now: () => time });
    const client = as(fake);
    await client.post("/issues", { title: "one", labels: ["drift", "acme"] });
    time += 60_000;
    await client.post("/issues", { title: "two", labels: ["Drift"] });
    fake.closeIssue(1, { by: "ann", reason: "not_planned" });
    fake.commit({ branch: "x", files: { a: "1" } });
    fake.openPullRequest({ head: "x", author: "ann" });
    const titles = async (query: string) =>
      (await client.get(`/issues${query}`)).body.map(({ title }: { title: string }) => title);

    expect(await titles("")).toEqual(["Change by x", "two"]);
    expect(await titles("?labels=drift&state=all&direction=asc")).toEqual(["one", "two"]);
    expect(await titles("?labels=drift,acme&state=closed")).toEqual(["one"]);
    expect(await titles("?creator=ann")).toEqual(["Change by x"]);
    expect(await titles("?state=all&since=2026-11-21T12:02:00Z")).toEqual([]);
    time += 600_000;
    fake.commentAs("ann", 2, "news");
    expect(await titles("?state=all&since=2026-11-21T12:02:00Z")).toEqual(["two"]);
    expect(await titles("?state=all&sort=updated&direction=desc")).toEqual(["two", "Change by x", "one"]);
    expect((await client.get("/issues?state=ajar")).status).toBe(422);
    expect((await client.get("/issues/1")).body).toMatchObject({
      state: "closed",
      state_reason: "not_planned",
      closed_by: { login: "ann" },
    });
    expect((await client.get("/issues/3")).body.pull_request.merged_at).toBe(null);
  });

  test("are closed and opened again with a reason", async () => {
    const fake = await open();
    const client = as(fake);
    await client.post("/issues", { title: "one", body: "b" });
    const update = async (body: object) => (await client.patch("/issues/1", body)).body;

    expect(await update({ state: "closed" })).toMatchObject({
      state_reason: "completed",
      closed_at: "2026-11-21T12:00:00Z",
    });
    expect(await update({ state: "open" })).toMatchObject({
      state_reason: "reopened",
      closed_at: null,
      closed_by: null,
    });
    expect(await update({ state: "closed", state_reason: "not_planned" })).toMatchObject({
      state_reason: "not_planned",
    });
    fake.reopenIssue(1);
    expect(await update({ labels: ["a", "b"] })).toMatchObject({ state: "open", body: "b" });
    expect(fake.state.labels(1)).toEqual(["a", "b"]);
    expect((await client.post("/issues", { title: " " })).status).toBe(422);
    expect((await client.post("/issues", { title: "x", body: "x".repeat(LONGEST + 1) })).status).toBe(422);
    expect((await client.post("/issues", { title: "x".repeat(257) })).status).toBe(422);
    expect(fake.state.issues()).toHaveLength(1);
  });

  test("can be switched off", async () => {
    const fake = await open({ hasIssues: false });

    expect((await as(fake).post("/issues", { title: "x" })).status).toBe(410);
    expect((await as(fake).get("")).body.has_issues).toBe(false);
  });
});

describe("labels", () => {
  test("are one whatever their case, and come into being when they are used", async () => {
    const fake = await open();
    const client = as(fake);
    await client.post("/issues", { title: "one" });
    fake.createLabel("orgwright: changes", { color: "0000ff" });
    const again = await client.post("/labels", { name: "Orgwright: Changes" });

    expect(again.body.errors).toEqual([{ resource: "Label", code: "already_exists", field: "name" }]);
    expect(
      (await client.post("/issues/1/labels", { labels: ["ORGWRIGHT: changes", "new"] })).body,
    ).toMatchObject([
      { name: "orgwright: changes", color: "0000ff" },
      { name: "new", color: "ededed" },
    ]);
    expect((await client.delete("/issues/1/labels/nowhere")).body.message).toBe("Label does not exist");
    expect(
      (await client.delete(`/issues/1/labels/${encodeURIComponent("orgwright: changes")}`)).body,
    ).toHaveLength(1);
    expect((await client.get("/labels/nowhere")).status).toBe(404);
    expect((await client.post("/labels", { name: "x".repeat(51) })).status).toBe(422);
    expect((await client.post("/labels", { name: "x", color: "#fff" })).status).toBe(422);
    expect((await client.post("/labels", { name: "x", description: "x".repeat(101) })).status).toBe(422);
    expect(fake.state.repositoryLabels().map(({ name }) => name)).toEqual(["orgwright: changes", "new"]);
  });
});
