import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { bundleProvider } from "../client/bundle.ts";
import { startProvider, type TestClient } from "../client/client.ts";
import type { Start } from "../client/process.ts";

/** A folder with the bundled provider of the tests, for a file of tests. */
export interface Stage {
  /** The executable. */
  file(): string;
  /** A new folder in it. */
  folder(): string;
  /** Starts the provider with a new folder of notes; it ends with the test. */
  start(start?: Partial<Start>): Promise<TestClient & { readonly notes: string }>;
}

/** Bundles the provider before the tests of a file, and removes it after. */
export function openStage(): Stage {
  let [root, file] = ["", ""];
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "orgwright-wire-"));
    file = await bundleProvider(fileURLToPath(new URL("tiny/main.ts", import.meta.url)), root);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const folder = () => mkdtempSync(join(root, "f-"));
  return {
    file: () => file,
    folder,
    start: async (start = {}) => {
      const notes = folder();
      const env = { TINY_FOLDER: notes, ...start.env };
      const client = await startProvider({ file, ...start, env });
      onTestFinished(() => {
        client.connection.close();
        client.child.kill("SIGKILL");
      });
      return { ...client, notes };
    },
  };
}
