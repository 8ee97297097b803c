/** How many requests a run sends, and how fast, as a person at a terminal sees it. */
import { describe, expect, it } from "vitest";
import { openSandbox, orgwright, projectFor, seed, writes } from "../cli.ts";

describe("--max-requests", () => {
  it("sends no more than that; a plan that could not read everything says so", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);

    const { code, stdout } = await orgwright(["plan", "--max-requests", "2"], { folder });

    expect(code).toBe(1);
    expect(sandbox.requests()).toHaveLength(2);
    expect(stdout).toContain("was not sent: the run has sent all that it may (2)");
    expect(stdout).toContain("Raise `--max-requests`");
  });

  it("leaves an apply with what is still to do, and the next goes on with it", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);
    await orgwright(["plan"], { folder });
    const reading = sandbox.requests().length;

    const first = await orgwright(["apply", "--yes", "--max-requests", String(reading + 2)], { folder });
    const sent = sandbox.requests().length - reading;
    const second = await orgwright(["apply", "--yes"], { folder });
    const third = await orgwright(["plan", "--detailed-exitcode"], { folder });

    expect(first.code).toBe(1);
    expect(sent).toBe(reading + 2);
    expect(first.stdout).toContain("still to do");
    expect(second.code).toBe(0);
    expect(third.code).toBe(0);
    expect(new Set(writes(sandbox)).size).toBe(writes(sandbox).length);
  });
});

it("--max-rate is kept to", async () => {
  const sandbox = await openSandbox(seed, { burstPerSecond: 2 });
  const folder = await projectFor(sandbox);

  const { code } = await orgwright(["plan", "--max-rate", "2/s"], { folder });

  expect(code).toBe(0);
  expect(sandbox.requests().filter(({ status }) => status === 429)).toEqual([]);
});

it.each([
  ["--max-requests", "none"],
  ["--max-rate", "fast"],
])("%s %s is refused before any request", async (option, value) => {
  const sandbox = await openSandbox(seed);
  const folder = await projectFor(sandbox);

  const { code, stderr } = await orgwright(["drift", option, value], { folder });

  expect(code).toBe(3);
  expect(stderr).toContain(`${option} cannot be ${value}`);
  expect(sandbox.requests()).toEqual([]);
});

it("a plan tells its price, and that price is what its apply then sends", async () => {
  const sandbox = await openSandbox(seed);
  const folder = await projectFor(sandbox);

  const { stdout } = await orgwright(["plan", "--format", "json"], { folder });
  const { price } = JSON.parse(stdout) as {
    readonly price: { readonly reads: number; readonly writes: number };
  };
  const before = sandbox.requests().length;
  await orgwright(["apply", "--yes"], { folder });
  const sent = sandbox.requests().slice(before);

  const written = sent.filter(({ method }) => method !== "GET").length;
  expect(written).toBe(price.writes);
  expect(sent.length - written).toBeLessThanOrEqual(price.reads);
});
