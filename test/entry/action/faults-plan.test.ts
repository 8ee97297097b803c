/** GitHub fails at each kind of request that a plan makes: the step comes right, or fails cleanly and the next one does. */
import { expect, test } from "vitest";
import { acme, carol, ours, planned, statusOf } from "./acme.ts";
import { lasting, passing, type Route, routesOf, unheard } from "./fault-kinds.ts";
import { asLive, openStage, type Stage } from "./stage.ts";

/** A pull request of its own, so that what one fault leaves behind is not another's. */
function another(stage: Stage): number {
  return stage.propose(acme(...asLive, carol));
}

/** The routes of a good first plan, and a stage that has none yet: the repository lacks the label. */
async function recorded() {
  const good = await openStage();
  const first = await planned(good, another(good));
  expect(first.conclusion, first.log).toBe("success");
  const routes = routesOf(good.github.requests());
  const isFirst = ({ name }: Route) => name === "POST /labels";
  return {
    stage: await openStage(),
    routes: [...routes.filter(isFirst), ...routes.filter((route) => !isFirst(route))],
  };
}

function expectGood(stage: Stage, number: number): void {
  expect(ours(stage, number)).toHaveLength(1);
  expect(ours(stage, number)[0]?.body).toContain("carol@acme.test");
  expect(statusOf(stage, number)?.description).toContain("shown:");
  expect(stage.github.state.labels(number)).toEqual(["orgwright: changes"]);
}

test("what passes by itself is waited for, wherever it meets the plan", async () => {
  const { stage, routes } = await recorded();
  expect(routes.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["POST /issues/N/comments", "POST /statuses/SHA", "POST /issues/N/labels"]),
  );

  for (const [kind, fault] of Object.entries(passing)) {
    const number = another(stage);
    for (const { method, path } of routes) stage.github.faults.add({ ...fault, method, path });
    const result = await planned(stage, number);
    stage.github.faults.clear();
    expect(result.conclusion, `${kind}: ${result.log}`).toBe("success");
    expectGood(stage, number);
  }

  // A 500 is asked again wherever doing it twice does no harm.
  const number = another(stage);
  for (const { method, path } of routes.filter(({ name }) => name !== "POST /issues/N/comments"))
    stage.github.faults.add({ status: 500, method, path });
  const result = await planned(stage, number);
  stage.github.faults.clear();
  expect(result.conclusion, result.log).toBe("success");
  expect(result.log).toContain("GitHub had trouble: trying again");
  expectGood(stage, number);
});

test("what stays fails the step cleanly, and the next one makes it good", async () => {
  const { stage, routes } = await recorded();
  const passed: string[] = [];
  let number = another(stage);

  for (const { name, method, path } of routes) {
    stage.github.faults.add({ ...lasting, method, path });
    const result = await planned(stage, number);
    stage.github.faults.clear();

    if (result.conclusion === "success") passed.push(name);
    else expect(result.outputs["failure-reason"], `${name}: ${result.log}`).toBe("github");
    expect(ours(stage, number).length, name).toBeLessThanOrEqual(1);
    // A question that failed leaves at most what the next one meets, whichever that is.
    if (method === "GET") continue;
    const next = await planned(stage, number);
    expect(next.conclusion, `${name}: ${next.log}`).toBe("success");
    expectGood(stage, number);
    number = another(stage);
  }
  expect(passed).toEqual([]);
  expect(stage.writes()).toEqual([]);
});

test("what was done unheard is not done twice", async () => {
  const { stage, routes } = await recorded();

  for (const { name, method, path } of routes.filter((route) => route.method === "POST")) {
    const number = another(stage);
    stage.github.faults.add({ ...unheard, method, path });
    const result = await planned(stage, number);
    stage.github.faults.clear();

    if (result.conclusion === "failure") expect(result.outputs["failure-reason"], name).toBe("github");
    expect(ours(stage, number).length, name).toBeLessThanOrEqual(1);
    const next = await planned(stage, number);
    expect(next.conclusion, `${name}: ${next.log}`).toBe("success");
    expectGood(stage, number);
  }
});
