/** The pull request that adopts: opened, kept up to date, closed, and never over what others have done. */
import { describe, expect, test } from "vitest";
import { organizationText, projectText } from "../cli.ts";
import {
  type DriftStage,
  MORNING,
  NEXT_DAY,
  NOON,
  openDriftStage,
  twoFiles,
  twoSeed,
} from "./drift-stage.ts";
import { asLive, type StageOptions, workflowAccount } from "./stage.ts";

const branch = "orgwright/adopt/acme";
const commented = organizationText(asLive).replace("{email: frank@acme.test, role: member}", "$& # nights");

/** A stage on which Bob was made an admin by hand. */
async function drifted(
  options: StageOptions = {},
  inputs: Readonly<Record<string, string>> = {},
): Promise<DriftStage> {
  const stage = await openDriftStage(
    {
      files: ({ signalsmith }) => ({
        "orgwright.yaml": projectText(signalsmith),
        "orgs/acme.yaml": commented,
      }),
      ...options,
    },
    { adopt: "true", ...inputs },
  );
  await stage.hands.bobIs("admin");
  stage.written();
  return stage;
}

function pull(stage: DriftStage) {
  const [only, ...others] = stage.github.state.pulls();
  expect(others).toEqual([]);
  if (only === undefined) throw new Error("There is no pull request.");
  return only;
}

describe("the pull request that adopts", () => {
  test("changes what live has, and nothing else; issue and pull request name each other", async () => {
    const stage = await drifted();

    const { outputs, log } = await stage.look();

    expect(outputs, log).toMatchObject({ drift: "1", issues: "2", "pull-request": "1" });
    expect(stage.github.state.files(branch)["orgs/acme.yaml"]).toBe(
      commented.replace("{email: bob@acme.test, role: member,", "{email: bob@acme.test, role: admin,"),
    );
    expect(stage.github.state.log(branch)).toEqual([
      "Adopt 1 difference of acme from live, 1 critical",
      "Initial commit",
    ]);
    expect(pull(stage)).toMatchObject({ state: "open", base: "main", headRef: branch });
    expect(pull(stage).body).toContain("as told in #2");
    expect(stage.issue().body).toContain("merge #1");
    stage.written();
    await stage.look(NOON);
    expect(stage.written()).toEqual([]);
    stage.github.commit({ files: { "README.md": "moved on" }, message: "Elsewhere" });
    await stage.look(NOON);
    expect(stage.written()).toEqual([]);
  });

  test("moves with the drift, on the head of the default branch", async () => {
    const stage = await drifted();
    await stage.look();
    stage.github.commit({ files: { "README.md": "moved on" }, message: "Elsewhere" });
    await stage.hands.frankIs("admin");

    const { outputs, log } = await stage.look(NOON);

    expect(outputs, log).toMatchObject({ "pull-request": "1" });
    expect(stage.github.state.log(branch)).toEqual([
      "Adopt 2 differences of acme from live, 2 critical",
      "Elsewhere",
      "Initial commit",
    ]);
    expect(pull(stage).title).toBe("Adopt 2 differences of acme from live, 2 critical");
    expect(stage.github.state.files(branch)["orgs/acme.yaml"]).toContain(
      "frank@acme.test, role: admin} # nights",
    );
    stage.written();
    await stage.look(NOON);
    expect(stage.written()).toEqual([]);
  });

  test("is closed and its branch deleted when the drift is gone, and made anew when it comes back", async () => {
    const stage = await drifted();
    await stage.look();
    await stage.hands.bobIs("member");

    const over = await stage.look(NOON);

    expect(over.outputs, over.log).toMatchObject({ "pull-request": "", issues: "" });
    expect(pull(stage).state).toBe("closed");
    expect(stage.github.state.comments(1)).toMatchObject([
      { body: expect.stringContaining("as declared again") },
    ]);
    expect(stage.github.state.branches()).not.toHaveProperty(branch);
    stage.written();
    await stage.look(NOON);
    expect(stage.written()).toEqual([]);

    await stage.hands.bobIs("admin");
    const again = await stage.look(NEXT_DAY);
    expect(again.outputs, again.log).toMatchObject({ "pull-request": "3", issues: "2" });
  });

  test("once merged, the drift is gone: the issue is closed, and the branch deleted", async () => {
    const stage = await drifted();
    await stage.look();
    stage.github.merge(1);

    const { outputs, log } = await stage.look(NOON);

    expect(outputs, log).toMatchObject({ drift: "0", issues: "", "pull-request": "" });
    expect(stage.issue()).toMatchObject({ state: "closed", stateReason: "completed" });
    expect(stage.github.state.branches()).not.toHaveProperty(branch);
    expect(stage.writes()).toHaveLength(1); // by hand alone
  });

  test.each([true, false])(
    "closed by a person it is not made anew for the same drift; branch deleted: %s",
    async (isGone) => {
      const stage = await drifted();
      await stage.look();
      stage.github.closeIssue(1, { by: "alice" });
      if (isGone) stage.github.deleteBranch(branch);
      await stage.look(NOON);
      stage.written();

      const same = await stage.look(NOON);
      expect(same.outputs, same.log).toMatchObject({ "pull-request": "", drift: "1" });
      expect(stage.written()).toEqual([]);
      expect(stage.issue().body).not.toContain("merge #1");

      await stage.hands.frankIs("admin");
      const other = await stage.look(NOON);
      expect(other.outputs, other.log).toMatchObject({ "pull-request": "3" });
      expect(stage.github.state.log(branch)[0]).toBe("Adopt 2 differences of acme from live, 2 critical");
    },
  );

  test("with somebody else's commit on its branch it is left alone, by more drift and by none", async () => {
    const stage = await drifted();
    await stage.look();
    const theirs = stage.github.commit({ branch, files: { "NOTE.md": "mine" }, message: "Mine" });
    await stage.hands.frankIs("admin");

    const more = await stage.look(NOON);
    expect(more.warnings).toEqual([expect.stringContaining("commits that are not from here")]);
    expect(more.outputs).toMatchObject({ "pull-request": "1" });
    await stage.hands.bobIs("member");
    await stage.hands.frankIs("member");
    const none = await stage.look(NOON);

    expect(none.warnings).toEqual([expect.stringContaining("close it")]);
    expect(stage.github.state.commit(branch)).toBe(theirs);
    expect(pull(stage).state).toBe("open");
  });

  test("a branch of that name from elsewhere is never written over", async () => {
    const stage = await drifted();
    const theirs = stage.github.commit({ branch, files: { "NOTE.md": "mine" }, message: "Mine" });

    const { warnings, conclusion } = await stage.look();

    expect(conclusion).toBe("success");
    expect(warnings).toEqual([expect.stringContaining("commits that are not from here")]);
    expect(stage.github.state.commit(branch)).toBe(theirs);
    expect(stage.github.state.pulls()).toEqual([]);
  });

  test("a commit of just the wanted change is not ours when somebody else's is below it", async () => {
    const stage = await drifted();
    stage.github.commit({ branch, files: { "orgs/evil.yaml": "# theirs\n" }, message: "Theirs" });
    const wanted = commented.replace(
      "{email: bob@acme.test, role: member,",
      "{email: bob@acme.test, role: admin,",
    );
    const theirs = stage.github.commit({ branch, files: { "orgs/acme.yaml": wanted }, message: "Adopt" });

    const { warnings } = await stage.look();

    expect(warnings).toEqual([expect.stringContaining("commits that are not from here")]);
    expect(stage.github.state.commit(branch)).toBe(theirs);
    expect(stage.github.state.pulls()).toEqual([]);
  });

  test("says escalations first, in its title and above everything", async () => {
    const stage = await drifted();
    await stage.sandboxFetch("PUT", "/organizations/org_1/members/mem_5", { org_role: "owner" });

    await stage.look();

    const { title, body } = pull(stage);
    expect(title).toBe("Adopt 2 differences of acme from live, 2 critical");
    const [, ...lines] = (body ?? "").split("\n");
    expect(lines.slice(0, 2)).toEqual(["> [!CAUTION]", "> **Whoever merges this agrees to it:**"]);
    expect(body).toMatch(/^> - makes `frank@acme\.test` `owner` on `acme` in place of `member`$/mu);
  });

  test("an organization that cannot be read keeps its pull request as it is", async () => {
    const stage = await drifted();
    await stage.look();
    stage.written();

    await stage.look(NOON, { secrets: { SIGNALSMITH_TOKEN: "" } });

    expect(stage.written()).toEqual(["PATCH /issues/2 200"]);
    expect(pull(stage).state).toBe("open");
    await stage.look(NOON);
    expect(stage.issue().body).toContain("merge #1");
  });

  test("leaves out what is acknowledged", async () => {
    const stage = await drifted();
    await stage.look(MORNING, { inputs: { adopt: "false" } });
    const id = /^ {4}- ([0-9a-f]{64}) #/mu.exec(stage.issue().body ?? "")?.[1];
    const lines = [
      "apiVersion: orgwright/v1",
      "kind: Acknowledgement",
      "metadata: {name: bob}",
      `spec: {organization: acme, changes: [${id}], reason: on call, expires: 2026-12-24, critical: true}`,
    ];
    stage.github.commit({ files: { "approvals/bob.yaml": `${lines.join("\n")}\n` }, message: "Known" });
    await stage.hands.frankIs("admin");

    await stage.look(NOON);

    const text = stage.github.state.files(branch)["orgs/acme.yaml"];
    expect(text).toContain("frank@acme.test, role: admin");
    expect(text).toContain("bob@acme.test, role: member");
  });

  test("is for the project's folder", async () => {
    const stage = await drifted(
      {
        files: ({ signalsmith }) => ({
          "teams/eu/orgwright.yaml": projectText(signalsmith),
          "teams/eu/orgs/acme.yaml": commented,
        }),
      },
      { "working-directory": "teams/eu" },
    );

    const { outputs, log } = await stage.look();

    expect(outputs, log).toMatchObject({ "pull-request": "1" });
    expect(stage.github.state.files("orgwright/adopt/teams=2feu+acme")["teams/eu/orgs/acme.yaml"]).toContain(
      "bob@acme.test, role: admin",
    );
  });

  test("two looks at once open one", async () => {
    const stage = await drifted();

    const both = await Promise.all([stage.look(), stage.look()]);

    expect(both.map(({ conclusion }) => conclusion)).toEqual(["success", "success"]);
    expect(pull(stage).state).toBe("open");
    const after = await stage.look(NOON);
    expect(after.outputs, after.log).toMatchObject({ "pull-request": "1" });
    stage.written();
    await stage.look(NOON);
    expect(stage.written()).toEqual([]);
  });

  test("without issues it is kept just the same", async () => {
    const stage = await drifted({}, { issues: "none" });
    expect((await stage.look()).outputs).toMatchObject({ "pull-request": "1", issues: "" });
    stage.written();
    await stage.look(NOON);
    expect(stage.written()).toEqual([]);

    await stage.hands.bobIs("member");
    await stage.look(NEXT_DAY);

    expect(pull(stage).state).toBe("closed");
    expect(stage.github.state.branches()).not.toHaveProperty(branch);
  });
});

describe("what goes wrong on the way", () => {
  test("a branch that was made without its pull request is used by the next look", async () => {
    const stage = await drifted();
    stage.github.faults.add({ method: "POST", path: /\/pulls$/u, status: 500 });
    expect((await stage.look()).outputs).toMatchObject({ "failure-reason": "github" });
    const commit = stage.github.state.commit(branch);

    const next = await stage.look(NOON);

    expect(next.outputs, next.log).toMatchObject({ issues: "1", "pull-request": "2" });
    expect(stage.github.state.commit(branch)).toBe(commit);
  });

  test("the issue does not wait for it, nor does another organization", async () => {
    const stage = await openDriftStage({ seed: twoSeed, files: twoFiles }, { adopt: "true" });
    await stage.hands.bobIs("admin");
    await stage.hands.elsewhere("admin");
    stage.github.faults.add({ method: "POST", path: /\/git\/trees$/u, status: 500, times: 100 });

    const { outputs, warnings, conclusion } = await stage.look();

    expect(conclusion).toBe("failure");
    expect(outputs).toMatchObject({ "failure-reason": "github", issues: "1,2", "pull-request": "" });
    expect(warnings).toEqual([
      expect.stringContaining("acme is not adopted"),
      expect.stringContaining("labs is not adopted"),
    ]);
    expect(stage.github.state.issues().map(({ state }) => state)).toEqual(["open", "open"]);
  });

  test("a branch whose move failed is still known for ours", async () => {
    const stage = await drifted();
    await stage.look();
    await stage.hands.frankIs("admin");
    stage.github.faults.add({ method: "PATCH", path: /\/git\/refs\//u, status: 500, times: 100 });
    expect((await stage.look(NOON)).outputs).toMatchObject({ "failure-reason": "github" });
    stage.github.faults.clear();

    const next = await stage.look(NOON);

    expect(next.warnings).toEqual([]);
    expect(stage.github.state.log(branch)[0]).toBe("Adopt 2 differences of acme from live, 2 critical");
  });

  test("one that we closed before the run broke off is no word of a person's", async () => {
    const stage = await drifted();
    await stage.look();
    await stage.hands.bobIs("member");
    stage.github.faults.add({ method: "PATCH", path: /\/issues\/2$/u, status: 500, times: 100 });
    expect((await stage.look(NOON)).outputs).toMatchObject({ "failure-reason": "github" });
    stage.github.faults.clear();
    await stage.hands.bobIs("admin");

    const { outputs, log } = await stage.look(NEXT_DAY);

    expect(outputs, log).toMatchObject({ "pull-request": "3", issues: "2" });
  });

  test("where workflows may not open pull requests the issue has the change, and a way to open it", async () => {
    const stage = await drifted({ github: { botsMayOpenPulls: false, accounts: [workflowAccount()] } });

    const first = await stage.look();

    expect(first.conclusion, first.log).toBe("success");
    expect(first.warnings).toEqual([expect.stringContaining("Allow GitHub Actions to create")]);
    expect(stage.issue().body).toContain("/compare/main...orgwright/adopt/acme?expand=1");
    expect(stage.issue().body).toContain(
      "-    - {email: bob@acme.test, role: member, workspaces: {production: member}}\n" +
        "+    - {email: bob@acme.test, role: admin, workspaces: {production: member}}",
    );
    stage.written();
    await stage.look(NOON);
    expect(stage.written()).toEqual(["POST /pulls 403"]);

    const { number: theirs } = stage.github.openPullRequest({ head: branch, author: "alice" });
    stage.written();
    const opened = await stage.look(NOON);
    expect(opened.outputs).toMatchObject({ "pull-request": String(theirs) });
    expect(stage.issue().body).toContain(`merge #${theirs}`);
    await stage.hands.frankIs("admin");
    await stage.look(NOON);
    expect(stage.github.state.log(branch)[0]).toBe("Adopt 2 differences of acme from live, 2 critical");
  });

  test("where it may not write files the issue has the change", async () => {
    const stage = await openDriftStage({}, { adopt: "true" });
    await stage.hands.bobIs("admin");
    stage.github.faults.add({
      method: "POST",
      path: /\/git\/trees$/u,
      status: 403,
      times: 100,
      body: { message: "Resource not accessible by integration", documentation_url: "", status: "403" },
    });

    const { conclusion, warnings, log } = await stage.look(MORNING);

    expect(conclusion, log).toBe("success");
    expect(warnings).toEqual([expect.stringContaining("contents: write")]);
    expect(stage.issue().body).toContain("+    - {email: bob@acme.test, role: admin");
    expect(stage.github.state.pulls()).toEqual([]);
  });
});
