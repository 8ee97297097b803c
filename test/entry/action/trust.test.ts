/** What must not pass: findings of a hostile review, each as a story that ends well. */
import { createServer } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { stopUnreviewed } from "../../../src/index.ts";
import type { Plan } from "../../../src/model/contract.ts";
import { projectText, seed } from "../cli.ts";
import { acme, begun, carol, merged, planned } from "./acme.ts";
import { asLive, openStage, type Stage } from "./stage.ts";

const DAY = 24 * 60 * 60 * 1000;

function day(days: number): string {
  return new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
}

/** What is due some days from now. */
async function due(stage: Stage, days: number) {
  const environment = { ORGWRIGHT_NOW: new Date(Date.now() + days * DAY).toISOString() };
  const happening = { name: "schedule" } as const;
  return await stage.step("apply", happening, { inputs: { scope: "due" }, environment });
}

describe("a date in the future", () => {
  const mallory = `{email: mallory@evil.test, role: owner, from: ${day(2)}}`;

  test("that nobody reviewed is never made real by time alone", async () => {
    const stage = await begun();
    stage.github.commit({ files: acme(...asLive, mallory), message: "Straight to main" });
    const pushed = await stage.step("apply", { name: "push" });
    const later = await due(stage, 3);

    expect(pushed.conclusion, pushed.log).toBe("success");
    expect(later.outputs["failure-reason"], later.log).toBe("unreviewed");
    expect(stage.writes()).toEqual([]);
  });

  test("that a pull request has shown is made real by time alone", async () => {
    const stage = await begun();
    const number = await merged(stage, acme(...asLive, mallory));
    const [comment] = stage.github.state.comments(number);
    expect(comment?.body).toContain("Declared for later");
    expect(comment?.body).toContain("mallory@evil.test");
    expect(comment?.body).toContain("owner gained");
    expect(stage.github.state.labels(number)).toEqual(["orgwright: changes"]);
    const pushed = await stage.step("apply", { name: "push" });
    const later = await due(stage, 3);

    expect(pushed.conclusion, pushed.log).toBe("success");
    expect(later.outputs, later.log).toMatchObject({ applied: "1" });
  });

  test("in two pull requests merged in a row counts as reviewed, though neither plan shows both", async () => {
    const stage = await begun();
    const first = stage.propose({ ...acme(...asLive, mallory) });
    const second = stage.propose({ "orgs/other.yaml": null, "people/team.yaml": "" });
    await planned(stage, first);
    await planned(stage, second);
    stage.github.merge(first);
    stage.github.merge(second);
    await stage.step("apply", { name: "push" });

    expect((await due(stage, 3)).outputs).toMatchObject({ applied: "1" });
  });
});

describe("what waits", () => {
  test("is applied once it can be, by the next merge of anything, and is not offered back", async () => {
    const stage = await begun({
      files: ({ signalsmith }) => ({
        "orgwright.yaml": projectText(signalsmith, "guards: {maxRemovals: {percent: 100}}\n"),
        ...acme(...asLive),
      }),
    });
    // Carol is only invited, so the owners stay until she is in.
    await merged(stage, acme(asLive[2] ?? "", asLive[3] ?? "", "{email: carol@acme.test, role: owner}"));
    const first = await stage.step("apply", { name: "push" });
    expect(first.outputs, first.log).toMatchObject({ applied: "1", waiting: "2" });
    const origin = new URL(stage.sandbox.endpoints.signalsmith).origin;
    const reply = await fetch(`${origin}/_sandbox/signalsmith/invitations/accept`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "carol@acme.test" }),
    });
    expect(reply.ok).toBe(true);

    const drift = await stage.step("drift", { name: "schedule" }, { inputs: { adopt: "true" } });
    stage.github.commit({ files: { "README.md": "Another matter\n" }, message: "Another matter" });
    const next = await stage.step("apply", { name: "push" });

    // That an owner loses what git took away is told once too often rather than never, and nobody is offered it back.
    expect(drift.summary).toContain("git moved too");
    expect(stage.github.state.pulls()).toHaveLength(1);
    expect(next.outputs, next.log).toMatchObject({ applied: "2" });
  });

  test("an organization that no merge touched fails no run when it drifts", async () => {
    const stage = await begun();
    await merged(
      stage,
      acme(...asLive, carol, "{email: erin@acme.test, role: member, workspaces: {production: member}}"),
    );
    await stage.step("apply", { name: "push" });
    await stage.sandboxFetch("DELETE", "/organizations/org_1/members/mem_4");
    stage.github.commit({ files: { "README.md": "Another matter\n" }, message: "Another matter" });

    const next = await stage.step("apply", { name: "push" });
    const again = await stage.step("apply", { name: "push" });

    expect(next.conclusion, next.log).toBe("success");
    expect(again.conclusion, again.log).toBe("success");
  });
});

test("a pull request into a branch of one's own does not say where credentials go", async () => {
  const stage = await begun();
  const seen: string[] = [];
  const evil = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.statusCode = 404;
    response.end("{}");
  });
  await new Promise<void>((done) => evil.listen(0, "127.0.0.1", done));
  onTestFinished(() => void evil.close());
  const address = evil.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  stage.github.commit({
    branch: "evil-base",
    files: { "orgwright.yaml": projectText(url) },
    message: "base",
  });
  stage.github.commit({
    branch: "evil-head",
    files: { "orgwright.yaml": projectText(url), ...acme(...asLive, carol) },
    message: "head",
  });
  const { number } = stage.github.openPullRequest({ head: "evil-head", base: "evil-base" });

  const step = await planned(stage, number);
  const pushed = await stage.step("plan", { name: "push", branch: "evil-base" });

  expect(seen, `${step.log}${pushed.log}`).toEqual([]);
  expect(step.summary).toContain("not compared with live");
});

test("a comment whose visible words were changed counts for nothing", async () => {
  const stage = await begun();
  const number = stage.propose(acme(...asLive, carol));
  await planned(stage, number);
  const [comment] = stage.github.state.comments(number);
  const body = comment?.body ?? "";
  const hidden = body.slice(body.lastIndexOf("<!-- orgwright:shown"));
  stage.github.editComment(comment?.id ?? 0, `${body.split("\n")[0]}\nNothing changes.\n${hidden}`);
  stage.github.merge(number);

  const applied = await stage.step("apply", { name: "push" });

  expect(applied.outputs["failure-reason"]).toBe("unreviewed");
  expect(stage.writes()).toEqual([]);
});

test("a partial apply that has made a workspace is made good by the next", async () => {
  const dialect = "system: signalsmith\n    dialect: reference-a";
  const manifest = (workspaces: string, bob: string) => `apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: signalsmith
  slug: acme-corp
  displayName: Acme Corp
${workspaces}  members:
    - {email: alice@acme.test, role: owner}
    - {email: dana@acme.test, role: owner}
    - ${bob}
    - {email: frank@acme.test, role: member}
`;
  const stage = await openStage({
    sandbox: { signalsmith: { dialect: "reference-a" }, faults: "403@1=POST:/workspaces/" },
    seed: { signalsmith: { ...seed.signalsmith, workspaces: [] } },
    files: ({ signalsmith }) => ({
      "orgwright.yaml": projectText(signalsmith).replace("system: signalsmith", dialect),
      "orgs/acme.yaml": manifest("", "{email: bob@acme.test, role: member}"),
    }),
  });
  await stage.step("apply", { name: "workflow_dispatch" });
  const lab = manifest(
    "  workspaces:\n    - {name: lab}\n",
    "{email: bob@acme.test, role: member, workspaces: {lab: member}}",
  );
  await merged(stage, { "orgs/acme.yaml": lab });

  const first = await stage.step("apply", { name: "push" });
  const next = await stage.step("apply", { name: "push" });

  expect(first.outputs["failure-reason"], first.log).toBe("apply-failed");
  expect(next.conclusion, next.log).toBe("success");
});

test("what was made counts only under the reviewed creation, and only with the id that was kept", () => {
  const creation = { id: "1", address: "acme/workspace/new", action: "create", kind: "workspace", refs: {} };
  const access = { id: "2", address: "acme/access/new/bob", action: "create", kind: "access" };
  const base = { name: "acme", digest: "d", manifestDigest: "m", desiredDigest: "w" };
  const shown = [{ ...base, changes: [creation, { ...access, refs: {} }] }];
  const change = { ...access, cause: "intended", refs: { "acme/workspace/new": "ws_9" } };
  const plan = { organizations: [{ ...base, digest: "x", changes: [change] }] } as unknown as Plan;
  const stops = (created: Readonly<Record<string, string>>) =>
    stopUnreviewed(plan, { shown, created } as unknown as Parameters<typeof stopUnreviewed>[1]).size;

  expect(stops({})).toBe(1);
  expect(stops({ "acme/workspace/new": "ws_8" })).toBe(1);
  expect(stops({ "acme/workspace/new": "ws_9" })).toBe(0);
});
