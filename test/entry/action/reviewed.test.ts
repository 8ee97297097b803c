/** Which plan of a pull request counts: made before the merge, of its last commit, and not taken back by a later one. */
import { expect, test } from "vitest";
import type { Plan } from "../../../src/model/contract.ts";
import { acme, begun, carol, erin, invitation, merged, planned } from "./acme.ts";
import { asLive } from "./stage.ts";

const mallory = "{email: mallory@acme.test, role: owner}";

/** GitHub tells times in whole seconds: what is to be later has to be a second later. */
async function nextSecond(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_100));
}

test("a plan that was made after the merge counts for nothing", async () => {
  const stage = await begun();
  const number = stage.propose(acme(...asLive, carol));
  const event = stage.github.event({ name: "pull_request", number });
  stage.github.merge(number);
  await nextSecond();
  const late = await stage.step("plan", event);
  expect(late.conclusion, late.log).toBe("success");

  const applied = await stage.step("apply", { name: "push" });

  expect(applied.outputs["failure-reason"], applied.log).toBe("unreviewed");
  expect(stage.writes()).toEqual([]);
});

test("what a later pull request took back does not count any more", async () => {
  const stage = await begun();
  await merged(stage, acme(...asLive, mallory));
  await nextSecond();
  await merged(stage, acme(...asLive));
  await nextSecond();
  stage.github.commit({ files: acme(...asLive, mallory), message: "Straight to main" });

  const applied = await stage.step("apply", { name: "push" });

  expect(applied.outputs["failure-reason"], applied.log).toBe("unreviewed");
  expect(stage.writes()).toEqual([]);
});

test("a plan of the very second of the merge counts for nothing", async () => {
  let now = Date.now();
  const stage = await begun({ github: { now: () => now } });
  const number = stage.propose(acme(...asLive, carol));
  await planned(stage, number);
  stage.github.merge(number);
  const tied = await stage.step("apply", { name: "push" });
  expect(tied.outputs["failure-reason"], tied.log).toBe("unreviewed");
  expect(stage.writes()).toEqual([]);

  // The next merge is of the same kind, but for the second.
  const next = stage.propose(acme(...asLive, carol, erin));
  await planned(stage, next);
  now += 1_000;
  stage.github.merge(next);
  const applied = await stage.step("apply", { name: "push" });

  expect(applied.conclusion, applied.log).toBe("success");
  expect(stage.writes()).toEqual([...invitation, ...invitation]);
});

test("what a pull request planned in the second of a merge does not show counts as taken back", async () => {
  let now = Date.now();
  const stage = await begun({ github: { now: () => now } });
  const first = stage.propose(acme(...asLive, mallory));
  await planned(stage, first);
  now += 1_000;
  stage.github.merge(first);
  const second = stage.propose(acme(...asLive));
  await planned(stage, second);
  now += 1_000;
  stage.github.merge(second);
  stage.github.commit({ files: acme(...asLive, mallory), message: "Straight to main" });

  const applied = await stage.step("apply", { name: "push" });

  expect(applied.outputs["failure-reason"], applied.log).toBe("unreviewed");
  expect(stage.writes()).toEqual([]);
});

test("a second pull request with the same last commit takes nothing from the first", async () => {
  const stage = await begun();
  stage.github.commit({ branch: "release", files: acme(...asLive, carol), message: "Release" });
  const number = stage.propose(acme(...asLive, carol), { branch: "change" });
  await planned(stage, number);
  const second = stage.github.openPullRequest({ head: "change", base: "release" }).number;
  await planned(stage, second);
  stage.github.merge(number);

  const applied = await stage.step("apply", { name: "push" });

  expect(applied.conclusion, applied.log).toBe("success");
  expect(stage.writes()).toEqual(invitation);
});

test("for an organization whose digest is given no pull request is looked for", async () => {
  const stage = await begun();
  stage.github.commit({ files: acme(...asLive, carol), message: "Straight to main" });
  const stopped = await stage.step("apply", { name: "push" });
  const plan = JSON.parse(stopped.planText) as Plan;
  const inputs = { organizations: "acme", digests: plan.organizations[0]?.digest ?? "" };
  const before = stage.github.requests().length;

  const applied = await stage.step("apply", { name: "workflow_dispatch" }, { inputs });

  expect(applied.conclusion, applied.log).toBe("success");
  const asked = stage.github.requests().slice(before);
  expect(asked.filter(({ path }) => /\/pulls|\/compare\//.test(path))).toEqual([]);
});
