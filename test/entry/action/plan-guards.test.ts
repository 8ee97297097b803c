/** A guard holds a plan until an Approval in git names its changes; the Approval may be of the same pull request. */
import { expect, test } from "vitest";
import type { Plan } from "../../../src/model/contract.ts";
import { acme, begun, ours, planned, statusOf } from "./acme.ts";
import { asLive } from "./stage.ts";

/** An Approval for what a guard holds, as `orgwright approve` writes one. */
function approvalOf({ organizations: [acmePlan] }: Plan, expires: string): string {
  const held = (acmePlan?.changes ?? []).filter(({ blockedBy }) => blockedBy.length > 0);
  const guards = [...new Set(held.flatMap(({ blockedBy }) => blockedBy))];
  return guards
    .map(
      (guard) => `apiVersion: orgwright/v1
kind: Approval
metadata: {name: approve-${guard}}
spec:
  organization: acme
  guard: ${guard}
  digest: ${acmePlan?.digest}
  changes: [${held.map(({ id }) => id).join(", ")}]
  reason: OPS-7
  expires: ${expires}
`,
    )
    .join("---\n");
}

test("blocked without an approval, applicable with one of the same pull request, and applied after the merge", async () => {
  const stage = await begun();
  // Of four members three are taken away.
  const number = stage.propose(acme(...asLive.slice(0, 1)), { branch: "change" });

  const blocked = await planned(stage, number);
  expect(blocked.outputs, blocked.log).toMatchObject({
    verdict: "blocked",
    blocked: "1",
    "failure-reason": "blocked",
  });
  expect(ours(stage, number)[0]?.body).toContain("Orgwright plan: blocked");
  expect(stage.github.state.labels(number)).toEqual(["orgwright: blocked"]);
  expect(statusOf(stage, number)).toMatchObject({ state: "failure" });

  const approval = approvalOf(JSON.parse(blocked.planText) as Plan, "2099-12-31");
  stage.github.commit({
    branch: "change",
    files: { "approvals/over.yaml": approval.replaceAll("2099", "2020") },
  });
  const over = await planned(stage, number);
  expect(over.outputs["failure-reason"], over.log).toMatch(/blocked|invalid/);

  stage.github.commit({ branch: "change", files: { "approvals/over.yaml": approval } });
  const approved = await planned(stage, number);
  expect(approved.conclusion, approved.log).toBe("success");
  expect(approved.outputs).toMatchObject({ verdict: "applicable", blocked: "0" });
  expect(stage.github.state.labels(number)).toEqual(["orgwright: changes"]);
  expect(ours(stage, number)).toHaveLength(1);

  stage.github.merge(number);
  const applied = await stage.step("apply", { name: "push" });
  expect(applied.conclusion, applied.log).toBe("success");
  expect(stage.writes().filter((line) => line.startsWith("DELETE"))).toHaveLength(3);
});

test("merged although blocked, the apply stops", async () => {
  const stage = await begun();
  const number = stage.propose(acme(...asLive.slice(0, 1)));
  await planned(stage, number);
  stage.github.merge(number);

  const applied = await stage.step("apply", { name: "push" });

  expect(applied.outputs["failure-reason"], applied.log).toBe("blocked");
  expect(stage.writes()).toEqual([]);
});
