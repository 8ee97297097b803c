/** Issues on drift: who is told, when, and when nobody is. */
import { describe, expect, test } from "vitest";
import { organizationText } from "../cli.ts";
import { MORNING, NEXT_DAY, NOON, openDriftStage, twoFiles, twoSeed } from "./drift-stage.ts";
import { asLive, githubToken, workflowAccount } from "./stage.ts";

const opened = ["POST /issues 201"];
const silently = ["PATCH /issues/1 200"];
const told = ["POST /issues/1/comments 201", "PATCH /issues/1 200"];

describe("the issue of an organization", () => {
  test("is not there without drift, and nothing is written then", async () => {
    const stage = await openDriftStage();

    const { outputs, conclusion, log } = await stage.look();

    expect(conclusion, log).toBe("success");
    expect(outputs).toMatchObject({ drift: "0", issues: "", "pull-request": "", verdict: "empty" });
    expect(stage.written()).toEqual([]);
    expect(stage.writes()).toEqual([]);
  });

  test("is opened, kept up to date without a word, closed when the drift is gone, and opened again", async () => {
    const stage = await openDriftStage();
    await stage.hands.bobIs("admin");

    const first = await stage.look();
    expect(first.conclusion, first.log).toBe("success");
    expect(first.outputs).toMatchObject({ drift: "1", issues: "1" });
    expect(first.summary).toContain("bob@acme.test");
    expect(stage.written()).toEqual(opened);
    expect(stage.issue()).toMatchObject({
      title: "Drift in acme: 1 difference, 1 critical",
      labels: ["orgwright-drift"],
      user: "github-actions[bot]",
    });
    expect(stage.issue().body).toContain("bob@acme.test` differs");

    // The same day nothing at all is written; a day later the text alone, so that it is seen to be alive.
    await stage.look(NOON);
    expect(stage.written()).toEqual([]);
    await stage.look(NEXT_DAY);
    expect(stage.written()).toEqual(silently);
    expect(stage.issue().body).toContain("seen for 1 day, since 2026-12-01");

    await stage.hands.frankIs("admin");
    await stage.look(NEXT_DAY);
    expect(stage.written()).toEqual(told);
    expect(stage.comments().at(-1)).toContain("**New** (1)");
    expect(stage.comments().at(-1)).toContain("frank@acme.test` differs");
    expect(stage.comments().at(-1)).not.toContain("bob@acme.test");
    expect(stage.issue().body).toContain("seen for 1 day, since 2026-12-01");

    await stage.hands.bobIs("member");
    await stage.hands.frankIs("member");
    const over = await stage.look(NEXT_DAY);
    expect(over.outputs).toMatchObject({ drift: "0", issues: "" });
    expect(stage.written()).toEqual(told);
    expect(stage.issue()).toMatchObject({ state: "closed", stateReason: "completed" });
    expect(stage.comments().at(-1)).toContain("Live is as declared again.");
    await stage.look("2026-12-03T10:00:00Z");
    expect(stage.written()).toEqual([]);

    await stage.hands.bobIs("admin");
    await stage.look("2026-12-04T10:00:00Z");
    expect(stage.written()).toEqual(told);
    expect(stage.issue()).toMatchObject({ state: "open", stateReason: "reopened" });
    expect(stage.comments().at(-1)).toContain("There is drift again.");
  });

  test("says what is gone when only a part is", async () => {
    const stage = await openDriftStage();
    await stage.hands.bobIs("admin");
    await stage.hands.frankIs("admin");
    await stage.look();

    await stage.hands.bobIs("member");
    await stage.look(NOON);

    expect(stage.comments()).toHaveLength(1);
    expect(stage.comments()[0]).toMatch(/\*\*Gone\*\* \(1\):\n\n- `member bob@acme.test`/u);
    expect(stage.issue()).toMatchObject({ state: "open", title: "Drift in acme: 1 difference, 1 critical" });
  });

  test("stays closed when a person closed it, until the drift is another", async () => {
    const stage = await openDriftStage();
    await stage.hands.bobIs("admin");
    await stage.look();
    stage.github.closeIssue(1, { by: "alice" });
    stage.written();

    const same = await stage.look(NEXT_DAY);
    expect(same.outputs).toMatchObject({ drift: "1", issues: "" });
    expect(stage.written()).toEqual([]);

    await stage.hands.frankIs("admin");
    const other = await stage.look(NEXT_DAY);
    expect(other.outputs).toMatchObject({ drift: "2", issues: "1" });
    expect(stage.written()).toEqual(told);
    expect(stage.issue().state).toBe("open");
  });

  test("is opened again for the very same drift, when that was gone in between", async () => {
    const stage = await openDriftStage();
    await stage.hands.bobIs("admin");
    await stage.look();
    stage.github.closeIssue(1, { by: "alice" });
    await stage.hands.bobIs("member");
    stage.written();
    await stage.look(NOON);
    expect(stage.written()).toEqual(silently);
    expect(stage.issue().state).toBe("closed");
    await stage.look(NOON);
    expect(stage.written()).toEqual([]);

    await stage.hands.bobIs("admin");
    await stage.look(NEXT_DAY);

    expect(stage.issue().state).toBe("open");
    expect(stage.issue().body).toContain("· new");
  });

  test("is not closed by a look that could not read, keeps what it said, and nobody is told twice", async () => {
    const stage = await openDriftStage();
    await stage.hands.bobIs("admin");
    await stage.look();
    stage.written();

    const blind = await stage.look(NOON, { secrets: { SIGNALSMITH_TOKEN: "" } });
    expect(blind.outputs).toMatchObject({ "failure-reason": "unread", issues: "1", unread: "1" });
    expect(stage.written()).toEqual(silently);
    const { body, state } = stage.issue();
    expect(state).toBe("open");
    expect(body).toContain("**Unread: nothing is known of these now");
    expect(body).toContain("bob@acme.test` differs");
    await stage.look(NOON, { secrets: { SIGNALSMITH_TOKEN: "" } });
    expect(stage.written()).toEqual([]);

    await stage.look(NEXT_DAY);
    expect(stage.written()).toEqual(silently);
    expect(stage.issue().body).not.toContain("Unread");
    expect(stage.issue().body).toContain("seen for 1 day, since 2026-12-01");
    expect(stage.issue().body?.match(/bob@acme\.test` differs/gu)).toHaveLength(1);
  });

  test("tells of what was merged and never applied", async () => {
    const stage = await openDriftStage();
    stage.github.commit({
      files: { "orgs/acme.yaml": organizationText([...asLive, "{email: carol@acme.test, role: member}"]) },
      message: "Add Carol",
    });

    const { outputs } = await stage.look();

    expect(outputs).toMatchObject({ drift: "0", issues: "1" });
    expect(stage.issue().title).toBe("Not applied in acme: 1 change");
    expect(stage.issue().body).toContain("Merged, not applied");
  });

  test("is closed when what differs is acknowledged in git", async () => {
    const stage = await openDriftStage();
    await stage.hands.bobIs("admin");
    await stage.look();
    const id = /^ {4}- ([0-9a-f]{64}) #/mu.exec(stage.issue().body ?? "")?.[1];
    const lines = [
      "apiVersion: orgwright/v1",
      "kind: Acknowledgement",
      "metadata: {name: bob}",
      `spec: {organization: acme, changes: [${id}], reason: on call, expires: 2026-12-24, critical: true}`,
    ];
    stage.github.commit({ files: { "approvals/bob.yaml": `${lines.join("\n")}\n` }, message: "Known" });

    const known = await stage.look(NOON);

    expect(known.outputs, known.log).toMatchObject({ drift: "0", issues: "" });
    expect(stage.issue().state).toBe("closed");
    expect(stage.comments().at(-1)).toContain("What still differs is acknowledged or due.");
  });

  test("is left alone where the default branch is not valid", async () => {
    const stage = await openDriftStage();
    await stage.hands.bobIs("admin");
    await stage.look();
    stage.written();
    stage.github.commit({ files: { "orgs/acme.yaml": "kind: [" }, message: "Break it" });

    const broken = await stage.look(NOON);

    expect(broken.outputs).toMatchObject({ "failure-reason": "invalid", verdict: "invalid" });
    expect(stage.written()).toEqual([]);
  });
});

describe("which issue", () => {
  test("the oldest of several is kept, and the others are closed", async () => {
    const stage = await openDriftStage();
    await stage.hands.bobIs("admin");
    await stage.look();
    const { body } = stage.issue();
    await createIssue(stage.github.url, { title: "copy", body, labels: ["orgwright-drift"] });
    stage.written();

    await stage.look(NOON);

    expect(stage.written()).toEqual(["POST /issues/2/comments 201", "PATCH /issues/2 200"]);
    expect(stage.github.state.issues()).toMatchObject([
      { number: 1, state: "open" },
      { number: 2, state: "closed", stateReason: "not_planned" },
    ]);
    await stage.look(NOON);
    expect(stage.written()).toEqual([]);
  });

  test("one that somebody else wrote is none of ours, whatever its mark, label and title are", async () => {
    const mallory = { token: "mallorys-token", login: "mallory" };
    const stage = await openDriftStage({ github: { accounts: [workflowAccount(), mallory] } });
    await createIssue(
      stage.github.url,
      {
        title: "Drift in acme",
        body: "<!-- orgwright:drift:.:organization:acme -->",
        labels: ["orgwright-drift"],
      },
      mallory.token,
    );
    await stage.hands.bobIs("admin");

    const { outputs } = await stage.look();

    expect(outputs).toMatchObject({ issues: "2" });
    expect(stage.github.state.issues()[0]).toMatchObject({ title: "Drift in acme", user: "mallory" });
  });

  test("two looks at once leave one issue open", async () => {
    const stage = await openDriftStage();
    await stage.hands.bobIs("admin");

    const both = await Promise.all([stage.look(), stage.look()]);

    expect(both.map(({ conclusion }) => conclusion)).toEqual(["success", "success"]);
    const open = stage.github.state.issues().filter(({ state }) => state === "open");
    expect(open.map(({ number }) => number)).toEqual([1]);
    stage.written();
    await stage.look(NOON);
    expect(stage.written()).toEqual([]);
  });

  test("a connection has one for all its organizations, never closed while one of them is unread", async () => {
    const stage = await openDriftStage(
      { seed: twoSeed, files: twoFiles, sandbox: { faults: "403%100=GET:/organizations/org_2/members" } },
      { issues: "connection" },
    );
    await stage.hands.bobIs("admin");
    await stage.look();
    expect(stage.issue()).toMatchObject({
      title: "Drift in acme, labs: 1 difference, 1 critical, 1 could not be read",
      state: "open",
    });

    await stage.hands.bobIs("member");
    const after = await stage.look(NOON);

    expect(after.outputs).toMatchObject({ "failure-reason": "unread", issues: "1" });
    expect(stage.issue()).toMatchObject({ state: "open", title: "Drift in acme, labs: 1 could not be read" });
    expect(stage.comments().at(-1)).toContain("**Gone** (1)");
  });

  test("that of an organization which is gone from manifests and record is closed, that of another kind too", async () => {
    const stage = await openDriftStage({ seed: twoSeed, files: twoFiles });
    await stage.hands.bobIs("admin");
    await stage.hands.elsewhere("admin");
    const first = await stage.look();
    expect(first.outputs).toMatchObject({ drift: "2", issues: "1,2" });

    stage.github.commit({ files: { "orgs/labs.yaml": null }, message: "Labs is no more" });
    const record = Object.keys(stage.github.state.files("orgwright-record")).find((file) =>
      file.includes("labs"),
    );
    stage.github.commit({
      branch: "orgwright-record",
      files: { [record ?? ""]: null },
      message: "Forget labs",
    });
    const gone = await stage.look(NOON);
    expect(gone.outputs).toMatchObject({ issues: "1" });
    expect(stage.github.state.issues()[1]).toMatchObject({ state: "closed" });

    const other = await stage.look(NOON, { inputs: { issues: "connection" } });
    expect(other.outputs).toMatchObject({ issues: "3" });
    expect(stage.github.state.issues()[0]).toMatchObject({ state: "closed" });
    expect(stage.github.state.comments(1).at(-1)?.body).toContain("Issues are kept by connection now.");
  });

  test("nothing is closed for another kind of issue while its organization is unread", async () => {
    const stage = await openDriftStage();
    await stage.hands.bobIs("admin");
    await stage.look();
    stage.written();
    const blind = { secrets: { SIGNALSMITH_TOKEN: "" }, inputs: { issues: "connection" } };

    await stage.look(NOON, blind);

    expect(stage.written()).toEqual([]);
    expect(stage.issue().state).toBe("open");
    await stage.look(NOON, { inputs: { issues: "connection" } });
    expect(stage.github.state.issues().map(({ state }) => state)).toEqual(["closed", "open"]);
  });

  test("that of a renamed organization is not closed before its successor was read", async () => {
    const stage = await openDriftStage();
    await stage.hands.bobIs("admin");
    await stage.look();
    const renamed = organizationText(asLive).replace("name: acme", "name: acme-inc");
    stage.github.commit({ files: { "orgs/acme.yaml": renamed }, message: "Rename" });
    stage.written();

    await stage.look(NOON, { secrets: { SIGNALSMITH_TOKEN: "" } });

    expect(stage.written()).toEqual([]);
    expect(stage.issue().state).toBe("open");
  });

  test("whose state was lost is brought up to date, and somebody told of what is new and critical alone", async () => {
    const stage = await openDriftStage();
    await stage.hands.bobIs("admin");
    await stage.look();
    const lose = async () =>
      await changeIssue(stage.github.url, {
        body: stage.issue().body?.replace(/<!-- orgwright:state .*/u, ""),
      });
    await lose();
    stage.written();

    await stage.look(NOON);
    expect(stage.written()).toEqual(silently);
    await stage.look(NOON);
    expect(stage.written()).toEqual([]);

    await lose();
    await stage.hands.frankIs("admin");
    stage.written();
    await stage.look(NOON);
    expect(stage.written()).toEqual(told);
    expect(stage.comments().at(-1)).toContain("There is now: 2 critical.");
  });

  test("`organizations` leaves the others alone", async () => {
    const stage = await openDriftStage({ seed: twoSeed, files: twoFiles });
    await stage.hands.bobIs("admin");
    await stage.hands.elsewhere("admin");
    await stage.look();
    await stage.hands.bobIs("member");
    await stage.hands.elsewhere("member");
    stage.written();

    await stage.look(NOON, { inputs: { organizations: "labs" } });

    expect(stage.github.state.issues().map(({ state }) => state)).toEqual(["open", "closed"]);
  });
});

describe("a part of a connection", () => {
  test("leaves the issue of the whole as it is", async () => {
    const stage = await openDriftStage({ seed: twoSeed, files: twoFiles }, { issues: "connection" });
    await stage.hands.bobIs("admin");
    await stage.look();
    await stage.hands.bobIs("member");
    stage.written();

    const { outputs, log } = await stage.look(NOON, { inputs: { organizations: "labs" } });

    expect(stage.written()).toEqual([]);
    expect(outputs).toMatchObject({ issues: "" });
    expect(log).toContain("names only some of it");
    await stage.look(NOON, { inputs: { organizations: "labs,acme" } });
    expect(stage.issue().state).toBe("closed");
  });

  test("is not asked for by a name that nobody has", async () => {
    const stage = await openDriftStage();
    const { outputs } = await stage.look(NOON, { inputs: { organizations: "lbas" } });
    expect(outputs).toEqual({ "failure-reason": "configuration" });
  });
});

describe("what GitHub refuses", () => {
  test.each([
    { name: "the token sees no issues", issues: undefined },
    { name: "the token may not write issues", issues: "read" as const },
  ])("$name: a warning, and the summary has all", async ({ issues }) => {
    const permissions = {
      actions: "read",
      contents: "write",
      metadata: "read",
      pull_requests: "write",
      ...(issues === undefined ? {} : { issues }),
    } as const;
    const stage = await openDriftStage({ github: { accounts: [workflowAccount(permissions)] } });
    await stage.hands.bobIs("admin");

    const { conclusion, summary, warnings, log } = await stage.look();

    expect(conclusion, log).toBe("success");
    expect(summary).toContain("bob@acme.test` differs");
    expect(warnings).toEqual([expect.stringContaining("issues:")]);
    expect(stage.github.state.issues()).toEqual([]);
  });

  test("issues are switched off", async () => {
    const stage = await openDriftStage({ github: { hasIssues: false } });
    await stage.hands.bobIs("admin");

    const { conclusion, summary, warnings } = await stage.look();

    expect(conclusion).toBe("success");
    expect(summary).toContain("bob@acme.test` differs");
    expect(warnings).toEqual([expect.stringContaining("switched off")]);
  });

  test("an issue that was opened without an answer is found by the next look", async () => {
    const stage = await openDriftStage();
    await stage.hands.bobIs("admin");
    stage.github.faults.add({ method: "POST", path: /\/issues$/u, work: "done", hangUp: true });

    const cut = await stage.look();
    expect(cut.outputs).toMatchObject({ "failure-reason": "github", drift: "1" });
    expect(cut.summary).toContain("bob@acme.test` differs");
    stage.written();

    const next = await stage.look(NOON);
    expect(next.outputs).toMatchObject({ issues: "1" });
    expect(stage.written()).toEqual([]);
  });

  test("a comment in a locked conversation is done without", async () => {
    const stage = await openDriftStage({ github: { lockedLetsIn: "nobody" } });
    await stage.hands.bobIs("admin");
    await stage.look();
    stage.github.lockConversation(1);
    await stage.hands.bobIs("member");

    const { conclusion, warnings, log } = await stage.look(NOON);

    expect(conclusion, log).toBe("success");
    expect(warnings).toEqual([expect.stringContaining("locked")]);
    expect(stage.issue().state).toBe("closed");
  });
});

describe("how the step ends", () => {
  test("with `fail-on-drift` it fails for drift alone", async () => {
    const stage = await openDriftStage({}, { "fail-on-drift": "true", issues: "none" });
    expect((await stage.look()).conclusion).toBe("success");

    await stage.hands.bobIs("admin");
    const { conclusion, outputs } = await stage.look(MORNING);

    expect(conclusion).toBe("failure");
    expect(outputs).toMatchObject({ "failure-reason": "drift", drift: "1", issues: "" });
    expect(stage.written()).toEqual([]);
  });

  test("on a pull request it does not run", async () => {
    const stage = await openDriftStage();
    const number = stage.propose({ "README.md": "new" });

    const { outputs } = await stage.step("drift", { name: "pull_request", number });

    expect(outputs).toMatchObject({ "failure-reason": "configuration" });
  });

  test("what the issue shows for a revert is what an apply by hand takes", async () => {
    const stage = await openDriftStage();
    await stage.hands.bobIs("admin");
    const shown = await stage.step("drift", { name: "schedule" });
    expect(shown.outputs, shown.log).toMatchObject({ drift: "1", issues: "1" });
    const [, organizations = "", digests = ""] =
      /-f organizations=(\S+) -f digests=(\S+)/u.exec(stage.issue().body ?? "") ?? [];

    const reverted = await stage.step(
      "apply",
      { name: "workflow_dispatch" },
      { inputs: { organizations, digests } },
    );

    expect(reverted.outputs, reverted.log).toMatchObject({ applied: "1", failed: "0" });
    await stage.step("drift", { name: "schedule" });
    expect(stage.issue()).toMatchObject({ state: "closed", stateReason: "completed" });
  });
});

async function changeIssue(url: string, issue: object): Promise<void> {
  const reply = await fetch(`${url}/repos/acme/organizations/issues/1`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${githubToken}` },
    body: JSON.stringify(issue),
  });
  expect(reply.status).toBe(200);
}

async function createIssue(url: string, issue: object, token = githubToken): Promise<void> {
  const reply = await fetch(`${url}/repos/acme/organizations/issues`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(issue),
  });
  expect(reply.status).toBe(201);
}
