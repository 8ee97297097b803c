import { describe, expect, it } from "vitest";
import { machineTime, steady } from "../../src/io/pace-clock.ts";
import { virtualTime } from "./virtual-time.ts";

describe("a steady clock", () => {
  it("stands still while the machine's is set back, and goes on from there", async () => {
    const time = virtualTime();
    const clock = steady(time);
    const start = clock.now();

    time.jump(-3_600_000);
    expect(clock.now()).toBe(start);
    await time.until(time.sleep(100));

    expect(clock.now()).toBe(start + 100);
  });

  it("counts what was slept, though the machine's clock does not show it", async () => {
    const clock = steady({ now: () => 0, sleep: async () => await Promise.resolve() });

    await clock.sleep(5000);

    expect(clock.now()).toBe(5000);
  });

  it("sleeps on when a timer rings early", async () => {
    const time = virtualTime();
    const clock = steady({ now: time.now, sleep: (ms) => time.sleep(ms > 500 ? ms - 2 : ms) });
    const start = clock.now();

    await time.until(clock.sleep(1000));

    expect(clock.now() - start).toBe(1000);
    expect(time.passed()).toBe(1000);
  });

  it.each([
    ["that knows of signals", machineTime.sleep],
    ["that does not", (ms: number) => machineTime.sleep(ms)],
  ])("ends a sleep when it is aborted, with a timer %s", async (_, sleep) => {
    const clock = steady({ now: machineTime.now, sleep });
    const abort = new AbortController();
    const sleeping = clock.sleep(2000, abort.signal);

    abort.abort();
    await sleeping;
    await clock.sleep(2000, abort.signal);

    expect(abort.signal.aborted).toBe(true);
  });
});

it("the machine's time goes on in whole milliseconds from what its clock showed", async () => {
  const before = machineTime.now();
  await machineTime.sleep(20);

  expect(machineTime.now() - before).toBeGreaterThanOrEqual(19);
  expect(Number.isInteger(before)).toBe(true);
  expect(Math.abs(before - Date.now())).toBeLessThan(60_000);
});
