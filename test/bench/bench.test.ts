/** The benchmark counts right; how fast anything is decides no test. */
import { describe, expect, it } from "vitest";
import { crowd } from "../../bench/crowd.ts";
import { floorMs, idealMs, median, pairedRatio, rows } from "../../bench/figures.ts";
import { fleet, TOKEN } from "../../bench/fleet.ts";
import { run } from "../../bench/main.ts";
import { connectors, parseManifests, parseProject, reconcile } from "../../src/index.ts";
import { readClient } from "../../src/io/http.ts";
import { plan } from "../../src/plan/plan.ts";
import { startSandbox } from "../../src/sandbox/index.ts";

describe("figures", () => {
  it("take the middle", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(pairedRatio([2, 30, 6], [1, 10, 3])).toBe(2);
    expect(() => median([])).toThrow(RangeError);
  });

  it("know the floor of waiting", () => {
    expect(floorMs(17, 50, 8)).toBe(150);
  });

  it("know the ideal under a limit", () => {
    expect([1, 10, 11, 204].map((requests) => idealMs(requests, 10, 1000))).toEqual([0, 0, 1000, 20_000]);
  });

  it("make a table", () => {
    expect(rows([{ a: "1", bb: "x" }])).toBe("| a | bb |\n| - | -- |\n| 1 | x  |");
  });
});

describe("the fleet", () => {
  it("is as declared, and takes the requests that are counted on", async () => {
    const { project, manifests, seed, requests } = fleet(3);
    const sandbox = await startSandbox({ seed, requestsPerMinute: 0 });
    try {
      const parsedProject = parseProject({
        file: "orgwright.yaml",
        text: project(sandbox.endpoints.signalsmith),
      });
      const documents = parseManifests([{ file: "orgs.yaml", text: manifests }]);
      if (!parsedProject.ok || !documents.ok) throw new Error("the fleet's manifests are not valid");
      const { value } = parsedProject.value;
      const result = await reconcile({
        project: value,
        documents: documents.value,
        connectors,
        readClient: () =>
          readClient({ endpoint: sandbox.endpoints.signalsmith, token: TOKEN, userAgent: "orgwright/bench" }),
        records: [],
        now: Date.now(),
      });

      expect(result).toMatchObject({ valid: true, plan: { verdict: "empty", counts: { unchanged: 30 } } });
      expect(sandbox.requests()).toHaveLength(requests);
    } finally {
      await sandbox.close();
    }
  });
});

describe("the crowd", () => {
  it("changes nothing, or the share that is asked for", () => {
    expect(plan(crowd(200, 0)).verdict).toBe("empty");
    expect(plan(crowd(200, 10)).counts).toMatchObject({ update: 19, create: 0, delete: 0 });
  });
});

it("the parts are put together in main", () => {
  expect(run).toBeTypeOf("function");
});
