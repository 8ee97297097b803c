/** What starts a run: events that a command knows, refuses, or cannot read; and what a run by hand or by the clock does. */
import { describe, expect, test } from "vitest";
import { organizationText } from "../cli.ts";
import { acme, begun, carol, erin, invitation, lineOf, merged, planned } from "./acme.ts";
import { asLive, openStage } from "./stage.ts";

const refused = [
  ["issues", {}, "does not know what to do on the event issues"],
  ["pull_request_target", {}, "hands secrets to strangers' pull requests"],
  ["pull_request", {}, "not what GitHub documents"],
  ["merge_group", {}, "not what GitHub documents"],
  ["push", { ref: "refs/heads/main" }, "not what GitHub documents"],
] as const;

describe("an event", () => {
  test("that is of no use is refused before anything is asked of anybody", async () => {
    const stage = await openStage();
    const { ref, sha } = stage.github.event({ name: "schedule" });

    for (const [name, payload, words] of refused) {
      const result = await stage.step("plan", { name, payload, ref, sha });
      expect(result.outputs, name).toEqual({ "failure-reason": "configuration" });
      expect(result.log).toContain(words);
      expect(result.log).not.toContain("bug of Orgwright");
    }
    expect(stage.github.requests()).toEqual([]);
    expect(stage.sandbox.requests()).toEqual([]);
  });

  test("of a pull request applies nothing", async () => {
    const stage = await openStage();
    const number = stage.propose(acme(...asLive, carol));

    const result = await stage.step("apply", { name: "pull_request", number });

    expect(result.outputs).toEqual({ "failure-reason": "configuration" });
    expect(stage.sandbox.requests()).toEqual([]);
  });

  test("without a pull request plans into the summary alone", async () => {
    const stage = await openStage();
    stage.github.commit({ files: acme(...asLive, carol), message: "Carol" });

    for (const happening of [{ name: "push" }, { name: "workflow_dispatch" }] as const) {
      const result = await stage.step("plan", happening);
      expect(result.conclusion, result.log).toBe("success");
      expect(result.outputs).toMatchObject({ verdict: "applicable", create: "1" });
      expect(result.summary).toContain("carol@acme.test");
    }
    expect(stage.github.state.statuses("main")).toEqual([]);
    expect(stage.writes()).toEqual([]);
  });
});

test("a default branch that is not valid applies nothing, and says where", async () => {
  const stage = await begun();
  const text = organizationText([...asLive, "{email: carol@acme.test, rolle: member}"]);
  stage.github.commit({ files: { "orgs/acme.yaml": text }, message: "A slip" });
  const before = stage.sandbox.requests().length;

  const result = await stage.step("apply", { name: "push" });

  expect(result.outputs).toEqual({ verdict: "invalid", "failure-reason": "invalid" });
  expect(result.log).toContain("The default branch is not valid: 1 problem. Nothing was applied.");
  expect(result.summary).toContain("rolle");
  expect(result.annotations).toContainEqual(
    expect.objectContaining({ level: "error", file: "orgs/acme.yaml", line: lineOf(text, "rolle") }),
  );
  expect(stage.sandbox.requests()).toHaveLength(before);
});

test("a plan that cannot be written to its file is not applied", async () => {
  const stage = await begun();
  await merged(stage, acme(...asLive, carol));

  const result = await stage.step("apply", { name: "push" }, { inputs: { "plan-file": "/dev/null/plan" } });

  expect(result.outputs).toEqual({ "failure-reason": "configuration" });
  expect(result.log).toContain("The plan cannot be written to /dev/null/plan");
  expect(stage.writes()).toEqual([]);
});

describe("by the clock", () => {
  test("only what is due is done: neither what git moved nor what somebody changed by hand", async () => {
    const until = "{email: frank@acme.test, role: member, until: 2030-06-30}";
    const stage = await begun();
    await merged(stage, acme(...asLive.slice(0, 3), until));
    const noted = await stage.step("apply", { name: "push" });
    expect(noted.conclusion, noted.log).toBe("success");
    await merged(stage, acme(...asLive.slice(0, 3), until, carol));
    await stage.sandboxFetch("PUT", "/organizations/org_1/members/mem_4", { role: "admin" });
    const before = stage.writes();
    const due = { inputs: { scope: "due" }, environment: { ORGWRIGHT_NOW: "2030-07-02T05:17:00Z" } };

    const early = await stage.step(
      "apply",
      { name: "schedule" },
      { ...due, environment: { ORGWRIGHT_NOW: "2030-06-30T05:17:00Z" } },
    );
    expect(early.conclusion, early.log).toBe("success");
    expect(stage.writes()).toEqual(before);

    const result = await stage.step("apply", { name: "schedule" }, due);
    expect(result.conclusion, result.log).toBe("success");
    expect(result.outputs).toMatchObject({ applied: "1", failed: "0" });
    expect(stage.writes().slice(before.length)).toEqual(["DELETE /organizations/org_1/members/mem_5"]);

    const again = await stage.step("apply", { name: "schedule" }, due);
    expect(again.outputs).toMatchObject({ applied: "0" });
  });
});

describe("by hand", () => {
  test("only the named organizations are applied, and only when somebody has seen the digest", async () => {
    const stage = await begun();
    stage.github.commit({ files: acme(...asLive, carol), message: "Straight to main" });
    const byHand = { name: "workflow_dispatch" } as const;

    const unknown = await stage.step("apply", byHand, { inputs: { organizations: "nobody" } });
    expect(unknown.outputs).toEqual({ "failure-reason": "configuration" });
    expect(unknown.log).toContain("names `nobody`, and no manifest does. Known are `acme`");
    const stopped = await stage.step("apply", byHand, { inputs: { organizations: "acme" } });
    expect(stopped.outputs["failure-reason"], stopped.log).toBe("unreviewed");
    const wrong = await stage.step("apply", byHand, {
      inputs: { organizations: "acme", digests: "f".repeat(64) },
    });
    expect(wrong.outputs["failure-reason"], wrong.log).toBe("unreviewed");
    expect(stage.writes()).toEqual([]);

    const plan = JSON.parse(stopped.planText) as { readonly organizations: readonly { digest: string }[] };
    const digests = plan.organizations[0]?.digest ?? "";
    const applied = await stage.step("apply", byHand, { inputs: { organizations: "acme", digests } });
    expect(applied.conclusion, applied.log).toBe("success");
    expect(stage.writes()).toEqual(invitation);
  });

  test("a plan and a verify of named organizations leave the others out", async () => {
    const stage = await openStage();
    const second = organizationText(asLive.slice(0, 1))
      .replace("{name: acme}", "{name: beta}")
      .replace("acme-corp", "beta-corp")
      .replace(/ {2}workspaces:\n.*\n/, "");
    const number = stage.propose({ ...acme(...asLive, erin), "orgs/beta.yaml": second });

    const result = await planned(stage, number, { inputs: { organizations: "acme" } });

    expect(result.outputs, result.log).toMatchObject({ organizations: "1", create: "1" });
    const both = await planned(stage, number);
    expect(both.outputs, both.log).toMatchObject({ organizations: "2" });
  });
});
