import { expect, test } from "vitest";
import { exitOfDrift, exitOfOutcome, exitOfPlan } from "../../src/entry/cli/exit.ts";
import type {
  Change,
  OrganizationOutcome,
  OrganizationPlan,
  Outcome,
  Plan,
  Verdict,
} from "../../src/model/contract.ts";

const nothing = {
  create: 0,
  update: 0,
  replace: 0,
  delete: 0,
  waiting: 0,
  forPerson: 0,
  unmanaged: 0,
  released: 0,
  observed: 0,
  mails: 0,
  unchanged: 0,
};

function organization(verdict: Verdict, lists: Partial<OrganizationPlan> = {}): OrganizationPlan {
  return {
    name: "acme",
    connection: "signalsmith",
    system: "signalsmith",
    key: "acme-corp",
    verdict,
    digest: "",
    manifestDigest: "",
    desiredDigest: "",
    classified: true,
    counts: nothing,
    changes: [],
    waiting: [],
    forPerson: [],
    unmanaged: [],
    released: [],
    observed: [],
    guards: [],
    diagnostics: [],
    ...lists,
  };
}

function planOf(organizations: readonly OrganizationPlan[], guards: Plan["guards"] = []): Plan {
  return {
    formatVersion: 1,
    verdict: "empty",
    digest: "",
    counts: nothing,
    organizations,
    stages: [],
    guards,
    diagnostics: [],
  };
}

const all: readonly Verdict[] = ["empty", "applicable", "blocked", "failed"];

test.each([
  [all, 1],
  [["empty", "applicable", "blocked"], 4],
  [["empty", "applicable"], 2],
  [["empty"], 0],
  [[], 0],
] as const)("a plan with %j ends with %i when changes count", (verdicts, code) => {
  const plan = planOf(verdicts.map((verdict) => organization(verdict)));

  expect(exitOfPlan(plan, true)).toBe(code);
  expect(exitOfPlan(plan, false)).toBe(code === 2 ? 0 : code);
});

test.each([
  [false, 4],
  [true, 0],
])("a guard over the whole plan that is approved: %s ends with %i", (approved, code) => {
  const guard = { guard: "total-removals", message: "", changes: [], approved, fix: "" };

  expect(exitOfPlan(planOf([organization("empty")], [guard]), false)).toBe(code);
});

const person = { address: "acme/organization", kind: "organization", message: "", origins: [] } as const;
const listed = { ...person, code: "released", danger: false } as const;

test.each([
  ["nothing", {}, 0],
  ["something that waits", { waiting: [{ ...person, code: "acceptance" }] }, 0],
  ["something unmanaged", { unmanaged: [listed] }, 0],
  ["something for a person", { forPerson: [person] }, 2],
  ["something released", { released: [listed] }, 2],
  ["something observed", { observed: [listed] }, 2],
] as const)("drift with %s ends with %i", (_, lists, code) => {
  expect(exitOfDrift(planOf([organization("empty", lists)]))).toBe(code);
  expect(exitOfDrift(planOf([organization("empty", lists), organization("failed")]))).toBe(1);
});

const change: Change = {
  id: "a".repeat(64),
  address: "acme/member/eve@acme.test",
  kind: "member",
  action: "delete",
  verb: "remove",
  reason: "not-declared",
  cause: "drift",
  fields: [],
  mails: 0,
  dependsOn: [],
  refs: {},
  risks: [],
  effects: [],
  blockedBy: [],
  origins: [],
};
const known: Change = { ...change, acknowledged: { name: "a", reason: "agreed", expires: "2026-12-31" } };

const critical: Change = { ...known, risks: [{ code: "owner-lost", message: "" }] };
const accepted: Change = {
  ...critical,
  acknowledged: { name: "a", reason: "agreed", expires: "2026-12-31", critical: true },
};

test.each([
  ["acknowledged changes alone", { changes: [known] }, 0],
  ["a critical one that is acknowledged without saying so", { changes: [critical] }, 2],
  ["a critical one that is acknowledged as such", { changes: [accepted] }, 0],
  ["one that is not acknowledged", { changes: [known, change] }, 2],
  ["acknowledged changes and something released", { changes: [known], released: [listed] }, 2],
] as const)("drift with %s ends as it does without them", (_, lists, code) => {
  expect(exitOfDrift(planOf([organization("applicable", lists)]))).toBe(code);
});

test.each([
  [["unchanged", "complete"], 0],
  [["complete", "blocked"], 4],
  [["blocked", "partial"], 1],
  [["blocked", "stopped"], 1],
  [["complete", "failed"], 1],
] as const)("an apply with %j ends with %i", (statuses, code) => {
  const organizations = statuses.map(
    (status): OrganizationOutcome => ({ name: status, status, results: [], diagnostics: [] }),
  );
  const outcome: Outcome = {
    formatVersion: 1,
    complete: false,
    counts: { applied: 0, failed: 0, skipped: 0, unknown: 0, todo: 0 },
    organizations,
  };

  expect(exitOfOutcome(outcome)).toBe(code);
});
