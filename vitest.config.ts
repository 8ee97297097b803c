import { defineConfig } from "vitest/config";
import { commitHere, seedOf } from "./test/seed.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Only what hangs is ended: how fast a machine is decides no test.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // All cores: much of the time is waiting for servers and processes.
    maxWorkers: "100%",
    setupFiles: ["test/setup.ts"],
    provide: { seed: seedOf(process.env["ORGWRIGHT_SEED"], commitHere()) },
  },
});
