import { expect, test } from "vitest";
import { approvables, approvalText } from "../../src/entry/cli/approvals.ts";
import { parseManifests } from "../../src/index.ts";
import type { Change, Plan } from "../../src/model/contract.ts";
import { acmePlan } from "./blocked-plan.ts";

const words = { reason: 'because: #1 says "so"\nand more', expires: "2027-01-31" };

test("there is one document for each organization and guard, with exactly the changes that it holds", () => {
  const all = approvables(acmePlan);

  expect(all.map(({ organization, guard, changes }) => [organization, guard, changes.length])).toEqual([
    ["acme", "last-owner", 1],
    ["acme", "max-removals", 2],
  ]);
});

test("what is written is valid, whatever stands in reasons and names", () => {
  const parsed = parseManifests([
    { file: "approvals/a.yaml", text: approvalText(approvables(acmePlan), words), holds: "approvals" },
  ]);

  expect(parsed.diagnostics).toEqual([]);
  expect(parsed.ok && parsed.value.approvals.map(({ value }) => value.spec)).toEqual([
    {
      organization: "acme",
      guard: "last-owner",
      digest: "d".repeat(64),
      changes: ["b".repeat(64)],
      ...words,
    },
    {
      organization: "acme",
      guard: "max-removals",
      digest: "d".repeat(64),
      changes: ["a".repeat(64), "b".repeat(64)],
      ...words,
    },
  ]);
});

test("a name from a system cannot end the comment that it stands in", () => {
  const evil = "acme/member/x\nkind: Evil\u2028y\u202ez";
  const plan: Plan = {
    ...acmePlan,
    organizations: acmePlan.organizations.map((each) => ({
      ...each,
      changes: each.changes.map((change): Change => ({ ...change, address: evil })),
    })),
  };

  const text = approvalText(approvables(plan), words);

  expect(text).not.toMatch(/^kind: Evil/m);
  expect(text).not.toMatch(/[\u2028\u202e]/);
});

test("nothing is approvable where no guard holds anything", () => {
  const free = acmePlan.organizations.map((each) => ({
    ...each,
    changes: each.changes.map((change): Change => ({ ...change, blockedBy: [] })),
  }));

  expect(approvables({ ...acmePlan, organizations: free })).toEqual([]);
});
