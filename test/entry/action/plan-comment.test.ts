/** The sticky comment among other people's comments, races, locked conversations and missing check runs. */
import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { acme, bot, carol, erin, ours } from "./acme.ts";
import { asLive, githubToken, openStage, type Stage, workflowAccount } from "./stage.ts";

const mark = "<!-- orgwright:plan:1:. -->";

describe("the comment", () => {
  test("is found behind 150 others; one with our mark by somebody else is left alone", async () => {
    const stage = await openStage();
    const number = stage.propose(acme(...asLive, carol), { branch: "change" });
    const planted = `${mark}\n### Orgwright plan: nothing to see here`;
    stage.github.commentAs("mallory", number, planted);
    for (let count = 0; count < 150; count += 1)
      stage.github.commentAs("dev", number, `Talk of ${count}: ${mark}`);

    await stage.step("plan", { name: "pull_request", number });
    const [first] = ours(stage, number);
    stage.github.commit({ branch: "change", files: acme(...asLive, erin) });
    await stage.step("plan", { name: "pull_request", number });

    expect(ours(stage, number).map(({ id }) => id)).toEqual([first?.id]);
    expect(ours(stage, number)[0]?.body).toContain("erin@acme.test");
    const [mallory, ...talk] = stage.github.state.comments(number);
    expect(mallory).toMatchObject({ user: "mallory", body: planted });
    expect(talk.filter(({ user }) => user === "dev")).toHaveLength(150);

    // Nor does the planted one count as what was shown.
    stage.github.deleteComment(first?.id ?? 0);
    stage.github.merge(number);
    const applied = await stage.step("apply", { name: "push" });
    expect(applied.outputs["failure-reason"]).toBe("unreviewed");
    expect(stage.writes()).toEqual([]);
  });

  test("is one after two runs at once, and the apply knows it", async () => {
    const stage = await openStage();
    const number = stage.propose(acme(...asLive, carol));
    // The first to write waits until the other has looked, unless this machine is very slow; one stays in any case.
    stage.github.faults.add({ method: "POST", path: /\/issues\/\d+\/comments$/, delayMs: 2_000 });

    const happening = stage.github.event({ name: "pull_request", number });
    const runs = await Promise.all([1, 2].map((runId) => stage.step("plan", happening, { runId })));

    for (const { conclusion, log } of runs) expect(conclusion, log).toBe("success");
    expect(ours(stage, number)).toHaveLength(1);
    expect(stage.github.state.labels(number)).toEqual(["orgwright: changes"]);
    stage.github.merge(number);
    const applied = await stage.step("apply", { name: "push" });
    expect(applied.outputs["applied"], applied.log).toBe("1");
  });

  test("that another run has made between our look and our word is the only one that stays", async () => {
    const raced: number[] = [];
    const stage: Stage = await openStage({
      github: {
        onExchange: ({ method, path }) => {
          const number = Number(/\/issues\/(\d+)\/comments$/.exec(path)?.[1]);
          if (method === "GET" && raced.length === 0 && !Number.isNaN(number))
            raced.push(stage.github.commentAs(bot, number, `${mark}\nThe other run's words`));
        },
      },
    });
    const number = stage.propose(acme(...asLive, carol));

    const result = await stage.step("plan", { name: "pull_request", number });

    expect(result.conclusion, result.log).toBe("success");
    expect(ours(stage, number).map(({ id }) => id)).toEqual(raced);
    expect(ours(stage, number)[0]?.body).toContain("carol@acme.test");
    expect(result.outputs["comment-id"]).toBe(String(raced[0]));
  });

  test("that is deleted between our look and our change is made anew", async () => {
    const deleted: number[] = [];
    let armed = false;
    const stage: Stage = await openStage({
      github: {
        onExchange: ({ method, path }) => {
          const number = Number(/\/issues\/(\d+)\/comments$/.exec(path)?.[1]);
          if (!armed || method !== "GET" || Number.isNaN(number)) return;
          armed = false;
          for (const { id } of ours(stage, number)) {
            stage.github.deleteComment(id);
            deleted.push(id);
          }
        },
      },
    });
    const number = stage.propose(acme(...asLive, carol), { branch: "change" });
    await stage.step("plan", { name: "pull_request", number });
    stage.github.commit({ branch: "change", files: acme(...asLive, erin) });
    armed = true;

    const result = await stage.step("plan", { name: "pull_request", number });

    expect(result.conclusion, result.log).toBe("success");
    expect(deleted).toHaveLength(1);
    expect(ours(stage, number)).toHaveLength(1);
    expect(ours(stage, number)[0]?.id).not.toBe(deleted[0]);
    expect(ours(stage, number)[0]?.body).toContain("erin@acme.test");
    expect(result.outputs["comment-id"]).toBe(String(ours(stage, number)[0]?.id));
  });

  test("where the conversation is locked is a warning; nothing then counts as shown", async () => {
    const stage = await openStage({ github: { lockedLetsIn: "nobody" } });
    const number = stage.propose(acme(...asLive, carol), { branch: "change" });
    stage.github.lockConversation(number);

    const result = await stage.step("plan", { name: "pull_request", number });

    expect(result.conclusion, result.log).toBe("success");
    expect(result.annotations).toContainEqual(
      expect.objectContaining({ level: "warning", message: expect.stringContaining("locked") }),
    );
    expect(result.summary).toContain("carol@acme.test");
    expect(ours(stage, number)).toEqual([]);
    const [status] = stage.github.state.statuses("change");
    expect(status?.description).toMatch(/^1 to create/);
    expect(status?.description).not.toContain("shown:");
  });
});

describe("a check run in place of a status", () => {
  test("vouches for what was shown: the apply goes on by it", async () => {
    const stage = await openStage();
    const number = stage.propose(acme(...asLive, carol), { branch: "change" });
    const id = await checkRunOf(stage, "change");

    const planned = await stage.step(
      "plan",
      { name: "pull_request", number },
      { inputs: { "check-run-id": String(id) } },
    );

    expect(planned.conclusion, planned.log).toBe("success");
    expect(stage.github.state.statuses("change")).toEqual([]);
    const [check] = stage.github.state.checks("change");
    expect(check?.output).toMatchObject({
      title: expect.stringContaining("1 to create"),
      text: expect.stringMatching(/^orgwright\/plan shown:[0-9a-f]{64}$/),
    });
    stage.github.merge(number);
    const applied = await stage.step("apply", { name: "push" });
    expect(applied.outputs["applied"], applied.log).toBe("1");
  });

  test("or a status by another account vouches for nothing", async () => {
    const mallory = { token: "ghs_of_mallory", login: "mallory-app[bot]", kind: "app" } as const;
    const permissions = {
      contents: "write",
      checks: "read",
      pull_requests: "write",
      statuses: "read",
    } as const;
    const stage = await openStage({ github: { accounts: [workflowAccount(permissions), mallory] } });
    const number = stage.propose(acme(...asLive, carol), { branch: "change" });
    const planned = await stage.step("plan", { name: "pull_request", number });
    expect(planned.log).toContain("the token lacks the permission `statuses: write`");
    const digest = digestIn(ours(stage, number)[0]?.body ?? "");
    const sha = stage.github.state.commit("change");
    const output = { title: "1 to create", summary: "1 to create", text: `orgwright/plan shown:${digest}` };
    await post(stage, mallory.token, "/check-runs", { name: "plan", head_sha: sha, output });
    await post(stage, mallory.token, `/statuses/${sha}`, {
      context: "orgwright/plan",
      state: "success",
      description: `1 to create · shown:${digest}`,
    });
    stage.github.merge(number);

    const applied = await stage.step("apply", { name: "push" });

    expect(applied.outputs["failure-reason"], applied.log).toBe("unreviewed");
    expect(applied.log).toContain("no plan was shown of its last commit");
    expect(stage.writes()).toEqual([]);
  });
});

/** The check run of the job, as GitHub makes one for each. */
async function checkRunOf(stage: Stage, branch: string): Promise<number> {
  const sha = stage.github.state.commit(branch);
  const { id } = await post(stage, githubToken, "/check-runs", { name: "plan", head_sha: sha });
  return id;
}

async function post(
  stage: Stage,
  token: string,
  path: string,
  body: unknown,
): Promise<{ readonly id: number }> {
  const { apiUrl, repository } = stage.github;
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    "user-agent": "test",
  };
  const reply = await fetch(`${apiUrl}/repos/${repository}${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  expect(reply.status).toBe(201);
  return (await reply.json()) as { readonly id: number };
}

/** The digest over what a comment hides. */
function digestIn(body: string): string {
  const [, packed = ""] = /<!-- orgwright:shown (\S*) -->/.exec(body) ?? [];
  return createHash("sha256")
    .update(inflateRawSync(Buffer.from(packed, "base64")))
    .digest("hex");
}
