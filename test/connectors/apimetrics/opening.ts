import { afterEach } from "vitest";
import { type Opened, openApimetrics, type WorldOptions } from "./world.ts";

/** Opens worlds that end with their test. */
export function opening(): (options?: WorldOptions) => Promise<Opened> {
  const opened: Opened[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
  });
  return async (options = {}) => {
    const world = await openApimetrics(options);
    opened.push(world);
    return world;
  };
}
