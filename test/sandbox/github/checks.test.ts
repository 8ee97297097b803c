import { describe, expect, test } from "vitest";
import { as, open } from "./client.ts";

const ACCOUNTS = [
  { token: "github-token", login: "github-actions[bot]", kind: "bot" as const },
  { token: "app", login: "orgwright[bot]", kind: "app" as const },
  { token: "ann", login: "ann" },
];

describe("statuses", () => {
  test("are kept all, latest first; the latest of each context makes the whole", async () => {
    const fake = await open();
    const client = as(fake);
    const sha = fake.state.commit("main");
    const state = async () => (await client.get("/commits/main/status")).body.state;
    const post = (context: string, set: string) => client.post(`/statuses/${sha}`, { context, state: set });

    expect(await state()).toBe("pending");
    await post("orgwright/plan", "failure");
    await post("ci", "success");
    expect(await state()).toBe("failure");
    await post("Orgwright/plan", "success");
    expect(await state()).toBe("success");
    await post("ci", "pending");
    expect(await state()).toBe("pending");
    const { body } = await client.get(`/commits/${sha}/statuses`);
    expect(body.map((each: { context: string; state: string }) => `${each.context} ${each.state}`)).toEqual([
      "ci pending",
      "Orgwright/plan success",
      "ci success",
      "orgwright/plan failure",
    ]);
    expect(body[0].creator.login).toBe("github-actions[bot]");
    expect((await client.get("/commits/main/status")).body.total_count).toBe(2);
  });

  test.each([
    ["a commit that is not there", "0".repeat(40), { state: "success" }],
    ["an unknown state", "", { state: "fine" }],
    ["141 characters", "", { state: "success", description: "x".repeat(141) }],
    ["a target that is no page", "", { state: "success", target_url: "javascript:alert(1)" }],
  ])("refuse %s", async (_, sha, body) => {
    const fake = await open();
    const at = sha === "" ? fake.state.commit("main") : sha;

    expect((await as(fake).post(`/statuses/${at}`, body)).status).toBe(422);
    expect(fake.state.statuses("main")).toEqual([]);
    expect(
      (
        await as(fake).post(`/statuses/${fake.state.commit("main")}`, {
          state: "success",
          description: "x".repeat(140),
        })
      ).status,
    ).toBe(201);
  });
});

describe("check runs", () => {
  test("are made by apps, and changed only by the app that made them", async () => {
    const fake = await open({ accounts: ACCOUNTS });
    const body = { name: "plan", head_sha: fake.state.commit("main") };
    const made = await as(fake, "app").post("/check-runs", body);
    const path = `/check-runs/${made.body.id}`;

    expect(made.body).toMatchObject({ status: "queued", app: { slug: "orgwright" } });
    expect((await as(fake, "ann").post("/check-runs", body)).body.message).toBe(
      "You must authenticate via a GitHub App.",
    );
    expect((await as(fake).patch(path, { status: "in_progress" })).status).toBe(403);
    expect((await as(fake, "app").patch(path, { status: "in_progress" })).body.status).toBe("in_progress");
    expect((await as(fake, "app").patch(path, { conclusion: "neutral" })).body).toMatchObject({
      status: "completed",
      conclusion: "neutral",
      completed_at: "2026-11-21T12:00:00Z",
    });
  });

  const annotation = { path: "a", start_line: 1, end_line: 1, annotation_level: "notice", message: "m" };

  test.each([
    ["no conclusion", { status: "completed" }],
    ["an output without a title", { output: { summary: "s" } }],
    ["a summary of 65,536", { output: { title: "t", summary: "x".repeat(65_536) } }],
    ["a text of 65,536", { output: { title: "t", summary: "s", text: "x".repeat(65_536) } }],
    ["51 annotations", { output: { title: "t", summary: "s", annotations: Array(51).fill(annotation) } }],
    [
      "an annotation without a line",
      { output: { title: "t", summary: "s", annotations: [{ ...annotation, start_line: undefined }] } },
    ],
    ["an unknown conclusion", { conclusion: "fine" }],
  ])("refuse %s", async (_, body) => {
    const fake = await open();
    const head_sha = fake.state.commit("main");
    const answer = await as(fake).post("/check-runs", { name: "plan", head_sha, ...body });

    expect([answer.status, answer.body.message]).toEqual([422, "Validation Failed"]);
    expect(fake.state.checks("main")).toEqual([]);
  });

  test("take as much as GitHub does, and more annotations with each update", async () => {
    const fake = await open();
    const largest = { title: "t", summary: "x".repeat(65_535), text: "x".repeat(65_535) };
    const output = { ...largest, annotations: Array(50).fill(annotation) };
    const { body } = await as(fake).post("/check-runs", {
      name: "plan",
      head_sha: fake.state.commit("main"),
      output,
    });
    const updated = await as(fake).patch(`/check-runs/${body.id}`, { output: { ...output, title: "u" } });

    expect(body.output.annotations_count).toBe(50);
    expect(updated.body.output).toMatchObject({ title: "u", annotations_count: 100 });
    expect(fake.state.checks("main")[0]?.annotations).toHaveLength(100);
  });

  test("of a commit are listed latest of each name, or all", async () => {
    const fake = await open({ accounts: ACCOUNTS });
    const head_sha = fake.state.commit("main");
    for (const name of ["plan", "plan", "verify"]) await as(fake).post("/check-runs", { name, head_sha });
    await as(fake, "app").post("/check-runs", { name: "plan", head_sha });
    const count = async (query: string) =>
      (await as(fake).get(`/commits/main/check-runs${query}`)).body.total_count;

    expect([await count(""), await count("?filter=all")]).toEqual([3, 4]);
    expect([await count("?check_name=plan"), await count("?status=completed")]).toEqual([2, 0]);
  });
});

test("the run of a workflow is as somebody set it", async () => {
  const fake = await open();
  const status = async () => (await as(fake).get("/actions/runs/7")).body;

  expect(await status()).toMatchObject({ message: "Not Found" });
  fake.setRun(7, "in_progress", { event: "schedule" });
  expect(await status()).toMatchObject({ status: "in_progress", conclusion: null, event: "schedule" });
  fake.setRun(7, "completed", { conclusion: "cancelled" });
  expect(await status()).toMatchObject({ status: "completed", conclusion: "cancelled", event: "schedule" });
});
