/** GitHub fails at each kind of request that an apply makes: nobody is invited twice, and the next apply makes it good. */
import { expect, test } from "vitest";
import { organizationText } from "../cli.ts";
import { begun, merged, ours } from "./acme.ts";
import { lasting, passing, type Route, routesOf, unheard } from "./fault-kinds.ts";
import { asLive, type Stage, type StepResult } from "./stage.ts";

/** Merges one more person each time that it is asked. */
function growing(stage: Stage): () => Promise<number> {
  const people: string[] = [];
  return async () => {
    people.push(`{email: person-${people.length}@acme.test, role: member}`);
    return await merged(stage, { "orgs/acme.yaml": organizationText([...asLive, ...people]) });
  };
}

async function recorded(): Promise<{
  readonly stage: Stage;
  readonly grow: () => Promise<number>;
  readonly routes: readonly Route[];
}> {
  const stage = await begun();
  const grow = growing(stage);
  await grow();
  const from = stage.github.requests().length;
  const applied = await stage.step("apply", { name: "push" });
  expect(applied.outputs["applied"], applied.log).toBe("1");
  return { stage, grow, routes: routesOf(stage.github.requests().slice(from)) };
}

/** Everybody who was merged is invited once, and nothing is left to do. */
async function expectGood(stage: Stage, count: number): Promise<void> {
  const again = await stage.step("apply", { name: "push" });
  expect(again.conclusion, again.log).toBe("success");
  expect(again.log).toContain("Nothing to apply");
  expect(stage.writes()).toHaveLength(count);
}

function expectClean(name: string, { conclusion, outputs, log }: StepResult): void {
  if (conclusion === "failure")
    expect(["github", "locked"], `${name}: ${log}`).toContain(outputs["failure-reason"]);
}

test("what passes by itself is waited for, wherever it meets the apply", async () => {
  const { stage, grow, routes } = await recorded();
  let count = 1;

  for (const [kind, fault] of Object.entries(passing)) {
    const number = await grow();
    for (const { method, path } of routes) stage.github.faults.add({ ...fault, method, path });
    const result = await stage.step("apply", { name: "push" });
    stage.github.faults.clear();
    count += 1;
    expect(result.conclusion, `${kind}: ${result.log}`).toBe("success");
    expect(stage.writes(), kind).toHaveLength(count);
    expect(ours(stage, number), kind).toHaveLength(2);
  }
  await expectGood(stage, count);
});

test.each([
  ["what stays", lasting],
  ["what was done unheard", unheard],
])("%s ends cleanly, and the next apply makes it good", async (_, fault) => {
  const { stage, grow, routes } = await recorded();
  let count = 1;
  let isPending = false;
  const passed: string[] = [];

  for (const { name, method, path } of routes) {
    if (fault === unheard && method === "GET") continue;
    if (!isPending) await grow();
    stage.github.faults.add({ ...fault, method, path });
    const result = await stage.step("apply", { name: "push" });
    stage.github.faults.clear();
    expectClean(name, result);
    if (result.conclusion === "success") passed.push(name);
    expect(stage.writes().length, name).toBeLessThanOrEqual(count + 1);
    // A question that failed has moved nothing: what waits is there for the next fault.
    isPending = method === "GET" && stage.writes().length === count;
    if (isPending) continue;
    count += 1;
    if (result.conclusion === "success") continue;
    const next = await stage.step("apply", { name: "push" });
    expect(next.conclusion, `${name}: ${next.log}`).toBe("success");
    expect(stage.writes(), name).toHaveLength(count);
  }
  if (isPending) {
    count += 1;
    await stage.step("apply", { name: "push" });
  }
  await expectGood(stage, count);
  if (fault === lasting) expect(passed).toEqual([]);
});
