import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // All cores: much of the time is waiting for servers and processes.
    maxWorkers: "100%",
    setupFiles: ["test/setup.ts"],
  },
});
