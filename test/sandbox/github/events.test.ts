import { expect, test } from "vitest";
import { createGitHubChecker } from "../../contract/github.ts";
import { as, open } from "./client.ts";

const contract = createGitHubChecker("api.github.com");

test("events tell what happened, as GitHub documents them", async () => {
  const fake = await open();
  const base = fake.state.commit("main");
  const first = fake.commit({ branch: "x", files: { "a.yaml": "1\n" } });
  const { number } = fake.openPullRequest({ head: "x", author: "alice" });
  const opened = fake.event({ name: "pull_request", number });
  const second = fake.commit({ branch: "x", files: { "a.yaml": null, "b.yaml": "2\n" } });
  const moved = fake.event({ name: "pull_request", number });
  const pushed = fake.event({ name: "push", branch: "x" });
  const { ref, headSha } = fake.enqueue(number);
  const queued = fake.event({ name: "merge_group", number });
  fake.merge(number);
  const closed = fake.event({ name: "pull_request", number });
  const landed = fake.event({ name: "push" });
  const asked = fake.event({ name: "workflow_dispatch", inputs: { organizations: "acme" } });
  const timed = fake.event({ name: "schedule", schedule: "7 4 * * *" });

  for (const event of [opened, moved, pushed, queued, closed, landed, asked, timed])
    expect([event.name, contract.checkEvent(event)]).toEqual([event.name, []]);
  expect(opened).toMatchObject({
    ref: `refs/pull/${number}/merge`,
    headRef: "x",
    baseRef: "main",
    payload: {
      action: "opened",
      number,
      pull_request: { head: { sha: first, ref: "x" }, base: { sha: base }, user: { login: "alice" } },
      sender: { login: "alice" },
    },
  });
  expect(moved.payload).toMatchObject({ action: "synchronize", before: first, after: second });
  expect(pushed).toMatchObject({
    ref: "refs/heads/x",
    sha: second,
    payload: {
      before: first,
      after: second,
      commits: [{ id: second, added: ["b.yaml"], removed: ["a.yaml"] }],
    },
  });
  expect(queued).toMatchObject({
    ref,
    sha: headSha,
    payload: {
      action: "checks_requested",
      merge_group: { head_sha: headSha, base_sha: base, base_ref: "refs/heads/main", head_ref: ref },
    },
  });
  expect(closed.payload).toMatchObject({
    action: "closed",
    pull_request: { merged: true, merge_commit_sha: headSha },
  });
  expect(landed).toMatchObject({
    ref: "refs/heads/main",
    sha: headSha,
    payload: { before: base, forced: false },
  });
  expect(asked).toMatchObject({ ref: "refs/heads/main", payload: { inputs: { organizations: "acme" } } });
  expect(timed).toMatchObject({ sha: headSha, payload: { schedule: "7 4 * * *" } });
});

test("an issue is opened and closed, by whom the event says", async () => {
  const fake = await open();
  await as(fake).post("/issues", { title: "Drift", labels: ["drift"] });
  const opened = fake.event({ name: "issues", number: 1 });
  fake.closeIssue(1, { by: "ann" });
  const closed = fake.event({ name: "issues", number: 1 });

  expect([opened, closed].flatMap((event) => contract.checkEvent(event))).toEqual([]);
  expect(opened.payload).toMatchObject({ action: "opened", sender: { login: "github-actions[bot]" } });
  expect(closed.payload).toMatchObject({
    action: "closed",
    issue: { state: "closed" },
    sender: { login: "ann" },
  });
});

test("a forced push says so, and a push that was none cannot be told of", async () => {
  const fake = await open();
  const base = fake.state.commit("main");
  fake.commit({ branch: "x", files: { a: "1" } });
  fake.commit({ branch: "x", files: { a: "2" }, parent: base });

  expect(fake.event({ name: "push", branch: "x" }).payload).toMatchObject({ forced: true });
  expect(() => fake.event({ name: "push", branch: "y" })).toThrow("no push to y");
  expect(() => fake.event({ name: "merge_group", number: 1 })).toThrow("merge group");
});

test("the pull request of a fork names the fork, and nothing once it is deleted", async () => {
  const fake = await open();
  const fork = "mallory/organizations";
  fake.commit({ branch: "x", fork, files: { a: "1" } });
  const { number } = fake.openPullRequest({ head: "x", fork, author: "mallory" });
  const headOf = () => fake.event({ name: "pull_request", number }).payload["pull_request"];

  expect(headOf()).toMatchObject({ head: { label: "mallory:x", repo: { full_name: fork, fork: true } } });
  fake.deleteFork(fork);
  expect(headOf()).toMatchObject({ head: { label: "mallory:x", repo: null } });
});
