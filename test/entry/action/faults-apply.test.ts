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

test("a system that refuses a change, or cannot be read, fails that apply; the next one makes it good", async () => {
  const stage = await begun();
  const grow = growing(stage);
  const fault = async (spec: string) =>
    await fetch(`${stage.sandbox.url}/_sandbox/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ spec }),
    });

  for (const [spec, reason, sent] of [
    ["403@1=POST:/members/invite", "apply-failed", 2],
    ["403%100=GET:/members", "unread", 1],
  ] as const) {
    const number = await grow();
    const before = stage.writes().length;
    expect((await fault(spec)).status).toBe(204);
    const result = await stage.step("apply", { name: "push" });
    await fault("");
    expect(result.outputs["failure-reason"], result.log).toBe(reason);
    expect(ours(stage, number)).toHaveLength(2);
    expect(ours(stage, number).at(-1)?.body).not.toContain("1 applied");

    const next = await stage.step("apply", { name: "push" });
    expect(next.conclusion, next.log).toBe("success");
    expect(stage.writes()).toHaveLength(before + sent);
    expect(ours(stage, number)).toHaveLength(2);
    expect(ours(stage, number).at(-1)?.body).toContain("1 applied");
  }
});

const isQuestion = ({ method }: Route) => method === "GET";

test("what stays in the way of a question has moved nothing, and the next apply makes it good", async () => {
  const { stage, grow, routes } = await recorded();
  let count = 1;
  let isPending = false;

  for (const { name, method, path } of routes.filter(isQuestion)) {
    // What waits since the last fault is there for this one.
    if (!isPending) await grow();
    stage.github.faults.add({ ...lasting, method, path });
    const result = await stage.step("apply", { name: "push" });
    stage.github.faults.clear();
    expect(result.outputs["failure-reason"], `${name}: ${result.log}`).toBe("github");
    expect(stage.writes().length, name).toBeLessThanOrEqual(count + 1);
    isPending = stage.writes().length === count;
    count = stage.writes().length;
  }
  if (!isPending) await grow();
  const next = await stage.step("apply", { name: "push" });
  expect(next.conclusion, next.log).toBe("success");
  await expectGood(stage, isPending ? count + 1 : stage.writes().length);
});

test.each([
  ["what stays in the way of a write", lasting],
  ["what was written unheard", unheard],
])("%s ends cleanly, and the next apply makes it good", async (_, fault) => {
  const { stage, grow, routes } = await recorded();
  const failed: string[] = [];

  for (const [index, { name, method, path }] of routes.filter((route) => !isQuestion(route)).entries()) {
    await grow();
    stage.github.faults.add({ ...fault, method, path });
    const result = await stage.step("apply", { name: "push" });
    stage.github.faults.clear();
    expectClean(name, result);
    if (result.conclusion === "failure") {
      failed.push(name);
      const next = await stage.step("apply", { name: "push" });
      expect(next.conclusion, `${name}: ${next.log}`).toBe("success");
    }
    expect(stage.writes(), name).toHaveLength(index + 2);
  }
  await expectGood(stage, stage.writes().length);
  if (fault === lasting)
    expect(failed).toEqual(expect.arrayContaining(["POST /git/commits", "POST /git/trees"]));
});
