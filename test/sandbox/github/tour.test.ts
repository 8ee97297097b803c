import { expect, test } from "vitest";
import { as, open } from "./client.ts";

/** Every operation once, in both forms: that each is answered well is seen here, and what it says by the contract. */
test.each(["github.com", "enterprise"] as const)(
  "every operation answers as %s documents it",
  async (form) => {
    const fake = await open({ form });
    const client = as(fake);
    fake.commit({ branch: "feature/x", files: { "orgs/acme.yaml": "a: 1\n", link: { link: "README.md" } } });
    const { number } = fake.openPullRequest({ head: "feature/x", body: "Please" });
    const head = fake.state.commit("feature/x");
    fake.setRun(7, "in_progress");
    const made: Record<string, number> = {};
    const statuses: unknown[] = [];
    const run = async (method: "get" | "post" | "patch" | "delete", path: string, body?: unknown) => {
      const answer = await client[method](path, body);
      statuses.push([method, path, answer.status, answer.status < 300 ? "" : answer.body]);
      return answer;
    };

    await run("get", "");
    await run("get", "rate_limit");
    made["comment"] = (await run("post", `/issues/${number}/comments`, { body: "Hello" })).body.id;
    await run("get", `/issues/${number}/comments`);
    await run("get", `/issues/comments/${made["comment"]}`);
    await run("patch", `/issues/comments/${made["comment"]}`, { body: "Hello again" });
    await run("delete", `/issues/comments/${made["comment"]}`);
    await run("post", `/statuses/${head}`, { state: "success", context: "orgwright/plan", description: "3" });
    await run("get", `/commits/${head}/statuses`);
    await run("get", `/commits/feature/x/status`);
    const output = { title: "Plan", summary: "Nothing", text: "At all" };
    made["check"] = (await run("post", "/check-runs", { name: "plan", head_sha: head, output })).body.id;
    await run("patch", `/check-runs/${made["check"]}`, { conclusion: "success" });
    await run("get", `/check-runs/${made["check"]}`);
    await run("get", `/commits/feature/x/check-runs`);
    await run("post", "/labels", { name: "orgwright: changes", color: "ff0000" });
    await run("get", "/labels");
    await run("get", "/labels/orgwright: changes");
    await run("post", `/issues/${number}/labels`, { labels: ["orgwright: changes"] });
    await run("get", `/issues/${number}/labels`);
    await run("get", `/pulls/${number}`);
    await run("get", "/pulls");
    await run("delete", `/issues/${number}/labels/orgwright: changes`);
    await run("patch", `/pulls/${number}`, { title: "Better" });
    await run("get", `/pulls/${number}/files`);
    await run("get", `/commits/${head}/pulls`);
    const issue = (await run("post", "/issues", { title: "Drift", body: "Look", labels: ["drift"] })).body
      .number;
    await run("get", "/issues?labels=drift&state=open&since=2026-01-01T00:00:00Z&per_page=100");
    await run("get", `/issues/${issue}`);
    await run("patch", `/issues/${issue}`, { state: "closed", state_reason: "completed" });
    await run("get", "/branches");
    await run("get", "/branches/feature/x");
    const blob = (await run("post", "/git/blobs", { content: "aGk=", encoding: "base64" })).body.sha;
    await run("get", `/git/blobs/${blob}`);
    const entry = { path: "hi", mode: "100644", type: "blob", sha: blob };
    const tree = (await run("post", "/git/trees", { base_tree: head, tree: [entry] })).body.sha;
    await run("get", `/git/trees/${tree}?recursive=1`);
    const sha = (await run("post", "/git/commits", { message: "Hi", tree, parents: [head] })).body.sha;
    await run("get", `/git/commits/${sha}`);
    await run("post", "/git/refs", { ref: "refs/heads/record", sha: head });
    await run("patch", "/git/refs/heads/record", { sha });
    await run("get", "/git/ref/heads/record");
    await run("get", "/git/matching-refs/heads/rec");
    await run("post", "/pulls", { title: "Adopt", head: "record", base: "main", body: "b" });
    await run("delete", "/git/refs/heads/record");
    await run("get", "/compare/main...feature/x");
    await run("get", "/contents/orgs/acme.yaml?ref=feature/x");
    await run("get", "/contents/orgs?ref=feature/x");
    await run("get", "/contents/link?ref=feature/x");
    await run("get", "/actions/runs/7");

    expect(statuses.filter((each) => Number((each as unknown[])[2]) >= 300)).toEqual([]);
  },
);
