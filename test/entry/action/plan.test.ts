/** The plan on the pull request: comment, summary, annotations, status, label, outputs, as pushes follow each other. */
import { describe, expect, test } from "vitest";
import type { Plan } from "../../../src/model/contract.ts";
import { organizationText } from "../cli.ts";
import { acme, carol, erin, lineOf, ours, planned, statusOf } from "./acme.ts";
import { asLive, openStage } from "./stage.ts";

describe("a pull request", () => {
  test("has one comment, which is kept up to date from push to push, with status, label and outputs", async () => {
    const stage = await openStage();
    const files = acme(...asLive, carol);
    const number = stage.propose(files, { branch: "change" });

    const first = await planned(stage, number);
    expect(first.conclusion, first.log).toBe("success");
    const plan = JSON.parse(first.planText) as Plan;
    const [comment] = ours(stage, number);
    expect(ours(stage, number)).toHaveLength(1);
    expect(comment?.body).toMatch(/^<!-- orgwright:plan:1:\. -->\n### Orgwright plan: can be applied/);
    expect(comment?.body).toContain("carol@acme.test");
    expect(first.outputs).toEqual({
      verdict: "applicable",
      changes: "true",
      create: "1",
      update: "0",
      replace: "0",
      delete: "0",
      waiting: "0",
      "for-person": "0",
      released: "0",
      mails: "1",
      organizations: "1",
      blocked: "0",
      unread: "0",
      digest: plan.digest,
      "plan-file": expect.stringContaining("orgwright-plan-"),
      "comment-id": String(comment?.id),
    });
    expect(plan.organizations[0]?.changes.map(({ address }) => address)).toEqual([
      "acme/member/carol@acme.test",
    ]);
    expect(first.summary).toContain("carol@acme.test");
    expect(first.annotations).toContainEqual(
      expect.objectContaining({
        level: "notice",
        file: "orgs/acme.yaml",
        line: lineOf(files["orgs/acme.yaml"], carol),
      }),
    );
    expect(statusOf(stage, number)).toMatchObject({
      context: "orgwright/plan",
      state: "success",
      description: expect.stringMatching(/^1 to create.* · shown:[0-9a-f]{64}$/),
    });
    expect(stage.github.state.labels(number)).toEqual(["orgwright: changes"]);

    const shown = statusOf(stage, number)?.description;
    stage.github.commit({ branch: "change", files: acme(...asLive, erin) });
    const second = await planned(stage, number);
    expect(second.outputs["comment-id"]).toBe(String(comment?.id));
    const [updated] = ours(stage, number);
    expect(ours(stage, number)).toHaveLength(1);
    expect(updated?.body).toContain("erin@acme.test");
    expect(updated?.body).toMatch(/since/i);
    expect(updated?.body).toContain("carol@acme.test");
    expect(statusOf(stage, number)?.description).not.toBe(shown);

    stage.github.commit({ branch: "change", files: acme(...asLive) });
    const third = await planned(stage, number);
    expect(third.outputs).toMatchObject({ verdict: "empty", changes: "false", organizations: "0" });
    expect(ours(stage, number)).toHaveLength(1);
    expect(ours(stage, number)[0]?.body).toContain("no organization is touched");
    expect(ours(stage, number)[0]?.body).not.toContain("erin");
    expect(stage.github.state.labels(number)).toEqual([]);
    expect(statusOf(stage, number)).toMatchObject({ state: "success" });
    expect(statusOf(stage, number)?.description).not.toContain("shown:");
    expect(stage.writes()).toEqual([]);
  });

  test("that touches no organization is green, without a comment, and no system is asked", async () => {
    const stage = await openStage();
    const number = stage.propose({ "README.md": "# Other words\n", "src/index.js": "1\n" });

    const result = await planned(stage, number, { secrets: {} });

    expect(result.conclusion, result.log).toBe("success");
    expect(result.outputs).toEqual({ verdict: "empty", changes: "false", organizations: "0" });
    expect(stage.sandbox.requests()).toEqual([]);
    expect(stage.github.state.comments(number)).toEqual([]);
    expect(stage.github.state.labels(number)).toEqual([]);
    expect(statusOf(stage, number)).toMatchObject({ state: "success" });
    expect(result.summary).toContain("no organization is touched");
  });

  test("is commented on as `comment` says", async () => {
    const stage = await openStage();
    stage.github.commit({ files: acme(...asLive.slice(0, 3)), message: "Frank is missing" });
    const asIs = stage.propose(acme(...asLive), { branch: "as-is" });
    const change = stage.propose(acme(...asLive, carol), { branch: "change" });

    const quiet = await planned(stage, asIs, { inputs: { comment: "changes" } });
    expect(quiet.outputs).toMatchObject({ verdict: "empty", organizations: "1" });
    expect(quiet.outputs).not.toHaveProperty("comment-id");
    expect(ours(stage, asIs)).toEqual([]);
    expect(stage.github.state.labels(asIs)).toEqual(["orgwright: no changes"]);

    await planned(stage, change, { inputs: { comment: "never" } });
    expect(ours(stage, change)).toEqual([]);
    expect(statusOf(stage, change)?.description).not.toContain("shown:");

    await planned(stage, change, { inputs: { comment: "changes" } });
    expect(ours(stage, change)).toHaveLength(1);
    expect(statusOf(stage, change)?.description).toContain("shown:");

    const always = await planned(stage, asIs, { inputs: { labels: "false", annotations: "false" } });
    expect(ours(stage, asIs)[0]?.body).toContain("Orgwright plan: nothing to apply");
    expect(always.annotations).toEqual([]);
  });

  test("where files are not valid is told all problems at once, and comes right with the next push", async () => {
    const stage = await openStage();
    const number = stage.propose(
      {
        "orgs/acme.yaml": organizationText([...asLive, "{email: carol@acme.test, rolle: member}"]),
        "orgs/broken.yaml": "kind: Organization\nmetadata: [\n",
        "orgs/typo.yaml": organizationText(asLive)
          .replaceAll("acme}", "other}")
          .replace("displayName", "displayNane"),
      },
      { branch: "change" },
    );

    const result = await planned(stage, number);

    expect(result.conclusion).toBe("failure");
    expect(result.outputs).toMatchObject({ verdict: "invalid", "failure-reason": "invalid" });
    expect(ours(stage, number)).toHaveLength(1);
    for (const place of ["orgs/acme.yaml", "orgs/broken.yaml", "orgs/typo.yaml"]) {
      expect(ours(stage, number)[0]?.body).toContain(place);
      expect(result.summary).toContain(place);
      expect(result.annotations).toContainEqual(expect.objectContaining({ level: "error", file: place }));
    }
    expect(stage.github.state.labels(number)).toEqual(["orgwright: invalid"]);
    expect(statusOf(stage, number)).toMatchObject({ state: "failure" });

    const emperor = organizationText([...asLive, "{email: carol@acme.test, role: emperor}"]);
    const fewer = { "orgs/acme.yaml": emperor, "orgs/broken.yaml": null, "orgs/typo.yaml": null };
    stage.github.commit({ branch: "change", files: fewer });
    const meaning = await planned(stage, number);
    expect(meaning.outputs["failure-reason"]).toBe("invalid");
    expect(meaning.annotations.filter(({ file }) => file !== undefined)).toEqual([
      expect.objectContaining({
        level: "error",
        file: "orgs/acme.yaml",
        line: lineOf(emperor, "emperor"),
        message: expect.stringContaining("emperor"),
      }),
    ]);
    expect(stage.sandbox.requests()).toEqual([]);

    stage.github.commit({ branch: "change", files: acme(...asLive, carol) });
    const mended = await planned(stage, number);
    expect(mended.conclusion, mended.log).toBe("success");
    expect(ours(stage, number)).toHaveLength(1);
    expect(ours(stage, number)[0]?.body).toContain("can be applied");
    expect(stage.github.state.labels(number)).toEqual(["orgwright: changes"]);
    expect(statusOf(stage, number)).toMatchObject({ state: "success" });
  });

  test("whose system cannot be read is `unread`, and never looks as if nothing would change", async () => {
    const stage = await openStage({ sandbox: { faults: "403%100=GET:/members" } });
    const number = stage.propose(acme(...asLive));
    const change = stage.propose(acme(...asLive, carol));
    expect((await planned(stage, number)).conclusion).toBe("success");

    const result = await planned(stage, change);

    expect(result.conclusion).toBe("failure");
    expect(result.outputs).toMatchObject({ verdict: "failed", unread: "1", "failure-reason": "unread" });
    const [comment] = ours(stage, change);
    expect(comment?.body).toContain("Orgwright plan: incomplete");
    expect(comment?.body).toContain("403");
    expect(`${comment?.body}${result.summary}`).not.toMatch(/no changes(?! known)|nothing to apply/i);
    expect(stage.github.state.labels(change)).toEqual(["orgwright: not planned"]);
    expect(statusOf(stage, change)).toMatchObject({ state: "failure" });
  });
});

test("a large pull request in a large repository, whose lists GitHub cuts off, is planned whole", async () => {
  const stage = await openStage({
    github: { limits: { requestsPerHour: 0, writesPerMinute: 0, treeEntries: 330 } },
  });
  // More than a comparison shows of files, and more than a tree of everything holds.
  const sources = Array.from({ length: 325 }, (_, index) => [`src/${index}.txt`, `${index}\n`]);
  const number = stage.propose({
    ...Object.fromEntries(sources),
    "docs/a.md": "",
    "docs/b.md": "",
    ...acme(...asLive, carol),
  });

  const result = await planned(stage, number);

  expect(result.conclusion, result.log).toBe("success");
  expect(result.outputs).toMatchObject({ create: "1", delete: "0", organizations: "1" });
});
