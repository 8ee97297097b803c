/** A real Terraform with the provider that has every shape of attribute. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll } from "vitest";
import { bundleProvider } from "../client/bundle.ts";

const run = promisify(execFile);

/** Whether there is one; says so where there is none. */
export const hasTerraform: boolean = await run("terraform", ["version"]).then(
  () => true,
  () => {
    console.warn("No terraform on PATH: values and schemas are not compared with a real one.");
    return false;
  },
);

export interface Stage {
  /** Adds a file to the configuration. */
  write(file: string, text: string): void;
  /** Runs a command; rejects with its output when it fails. */
  terraform(...args: readonly string[]): Promise<{ readonly stdout: string }>;
}

const MAIN = `terraform {
  required_providers {
    orgwright = { source = "orgwright/orgwright" }
  }
}
`;

/** A folder with a configuration that names the provider, for a file of tests. */
export function openStage(): Stage {
  let folder = "";
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "orgwright-shapes-"));
    await bundleProvider(fileURLToPath(new URL("every-shape-main.ts", import.meta.url)), folder);
    write("main.tf", MAIN);
    const override = `"orgwright/orgwright" = ${JSON.stringify(folder)}`;
    write("dev.tfrc", `provider_installation {\n  dev_overrides { ${override} }\n}\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const terraform = async (...args: readonly string[]) => {
    const { TF_PLUGIN_CACHE_DIR: _, ...environment } = process.env;
    const env = { ...environment, TF_CLI_CONFIG_FILE: join(folder, "dev.tfrc"), CHECKPOINT_DISABLE: "1" };
    return await run("terraform", args, { cwd: folder, env });
  };
  return { write, terraform };
}
