/** Reviewed is applied (law 9), as the Action does it: what counts as reviewed, and what stops. */
import { describe, expect, test } from "vitest";
import type { Plan } from "../../../src/model/contract.ts";
import { organizationText } from "../cli.ts";
import { asLive, openStage, type Stage } from "./stage.ts";

const carol = "{email: carol@acme.test, role: member}";
const withCarol = { "orgs/acme.yaml": organizationText([...asLive, carol]) };
const withoutFrank = { "orgs/acme.yaml": organizationText([...asLive.slice(0, 3), carol]) };
const invitation = ["POST /organizations/org_1/members/invite"];

/** A pull request that was planned and merged. */
async function merged(stage: Stage, files: Readonly<Record<string, string | null>>): Promise<number> {
  const number = stage.propose(files);
  const planned = await stage.step("plan", { name: "pull_request", number });
  expect(planned.conclusion, planned.log).toBe("success");
  stage.github.merge(number);
  return number;
}

/** Puts the present state into the record: a first apply by hand. */
async function begun(): Promise<Stage> {
  const stage = await openStage();
  const first = await stage.step("apply", { name: "workflow_dispatch" });
  expect(first.conclusion, first.log).toBe("success");
  return stage;
}

describe("apply on merge", () => {
  test("what the pull request has shown is applied, and the pull request is told", async () => {
    const stage = await begun();
    const number = await merged(stage, withCarol);

    const applied = await stage.step("apply", { name: "push" });

    expect(applied.conclusion, applied.log).toBe("success");
    expect(applied.outputs).toMatchObject({ applied: "1", failed: "0", verdict: "applicable" });
    expect(applied.outputs).not.toHaveProperty("failure-reason");
    expect(stage.writes()).toEqual(invitation);
    expect(stage.github.state.comments(number).at(-1)?.body).toContain("**1 applied**");
  });

  test("a second run has nothing to apply, and does not even read the systems", async () => {
    const stage = await begun();
    await merged(stage, withCarol);
    await stage.step("apply", { name: "push" });
    const before = stage.sandbox.requests().length;

    const again = await stage.step("apply", { name: "push" });

    expect(again.conclusion).toBe("success");
    expect(stage.sandbox.requests()).toHaveLength(before);
  });

  test("an organization that moved live since the review stops, and says so", async () => {
    const stage = await begun();
    await merged(stage, withCarol);
    await stage.sandboxFetch("DELETE", "/organizations/org_1/members/mem_4");

    const applied = await stage.step("apply", { name: "push" });

    expect(applied.conclusion).toBe("failure");
    expect(applied.outputs["failure-reason"]).toBe("unreviewed");
    expect(applied.summary).toContain("the live state moved");
    expect(stage.writes()).toEqual(["DELETE /organizations/org_1/members/mem_4"]);
  });

  test("a commit that nobody reviewed stops", async () => {
    const stage = await begun();
    stage.github.commit({ files: withCarol, message: "Straight to main" });

    const applied = await stage.step("apply", { name: "push" });

    expect(applied.outputs["failure-reason"]).toBe("unreviewed");
    expect(stage.writes()).toEqual([]);
  });

  test("with `unreviewed: apply` it goes on, but never with what live moved", async () => {
    const stage = await begun();
    stage.github.commit({ files: withCarol, message: "Straight to main" });
    await stage.sandboxFetch("DELETE", "/organizations/org_1/members/mem_4");

    const applied = await stage.step("apply", { name: "push" }, { inputs: { unreviewed: "apply" } });
    expect(applied.outputs["failure-reason"]).toBe("unreviewed");

    const plan = JSON.parse(applied.planText) as Plan;
    const [acme] = plan.organizations;
    const inputs = { organizations: "acme", digests: acme?.digest ?? "" };
    const byHand = await stage.step("apply", { name: "workflow_dispatch" }, { inputs });

    expect(byHand.conclusion, byHand.log).toBe("success");
    expect(byHand.outputs).toMatchObject({ applied: "2" });
  });

  test("a comment that was edited counts for nothing", async () => {
    const stage = await begun();
    const number = await merged(stage, withCarol);
    const [comment] = stage.github.state.comments(number);
    stage.github.editComment(comment?.id ?? 0, (comment?.body ?? "").replace("shown ", "shown A"));

    const applied = await stage.step("apply", { name: "push" });

    expect(applied.outputs["failure-reason"]).toBe("unreviewed");
    expect(applied.log).toContain("was edited since");
    expect(stage.writes()).toEqual([]);
  });

  test("a push after the plan, whose plan never came, counts for nothing", async () => {
    const stage = await begun();
    const number = stage.propose(withCarol, { branch: "late" });
    await stage.step("plan", { name: "pull_request", number });
    stage.github.commit({ branch: "late", files: withoutFrank, message: "One more thing" });
    stage.github.merge(number);

    const applied = await stage.step("apply", { name: "push" });

    expect(applied.outputs["failure-reason"]).toBe("unreviewed");
    expect(applied.log).toContain("no plan was shown of its last commit");
    expect(stage.writes()).toEqual([]);
  });

  test("two pull requests merged in a row are applied together, by what each has shown", async () => {
    const stage = await begun();
    await merged(stage, withCarol);
    await merged(stage, {
      "orgs/acme.yaml": organizationText([...asLive, carol, "{email: erin@acme.test, role: member}"]),
    });

    const applied = await stage.step("apply", { name: "push" });

    expect(applied.conclusion, applied.log).toBe("success");
    expect(stage.writes()).toHaveLength(2);
  });

  test("a run that lost its turn is made good by the next: the default branch's head is applied, not the pushed commit", async () => {
    const stage = await begun();
    await merged(stage, withCarol);
    const lost = stage.github.event({ name: "push" });
    await merged(stage, {
      "orgs/acme.yaml": organizationText([...asLive, carol, "{email: erin@acme.test, role: member}"]),
    });

    const applied = await stage.step("apply", lost);

    expect(applied.conclusion, applied.log).toBe("success");
    expect(stage.writes()).toHaveLength(2);
  });

  test("another run's lease stops it, and nothing is written", async () => {
    const stage = await begun();
    await merged(stage, withCarol);
    stage.github.setRun(77, "in_progress");
    stage.github.commit({
      branch: "orgwright-record",
      files: {
        ".orgwright/lease.json": JSON.stringify({
          formatVersion: 1,
          run: 77,
          attempt: 1,
          since: new Date().toISOString(),
        }),
      },
      message: "Run 77 begins",
    });

    const applied = await stage.step("apply", { name: "push" });
    expect(applied.outputs["failure-reason"]).toBe("locked");
    expect(stage.writes()).toEqual([]);

    stage.github.setRun(77, "completed");
    const next = await stage.step("apply", { name: "push" });
    expect(next.conclusion, next.log).toBe("success");
    expect(stage.writes()).toEqual(invitation);
  });

  test("a push to another branch applies nothing", async () => {
    const stage = await begun();
    stage.github.commit({ branch: "feature", files: withCarol, message: "Not yet" });

    const applied = await stage.step("apply", { name: "push", branch: "feature" });

    expect(applied.conclusion).toBe("success");
    expect(stage.writes()).toEqual([]);
  });
});
