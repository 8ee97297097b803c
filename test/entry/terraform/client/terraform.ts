import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Process, startProgram } from "./process.ts";

/** How a command ended, and what it said on both streams. */
export interface Ran {
  readonly code: number | null;
  readonly text: string;
}

/** A folder with a configuration, and Terraform to run in it. */
export interface Terraform {
  readonly folder: string;
  /** Writes the files of the configuration; empty text leaves a file without anything in it. */
  write(files: Readonly<Record<string, string>>): void;
  read(file: string): string;
  /** Starts a command in a group of its own, as a terminal does. */
  start(...args: readonly string[]): Process;
  /** Runs a command to its end. */
  run(...args: readonly string[]): Promise<Ran>;
  /** Runs a command that must end with 0, and gives what it said. */
  ok(...args: readonly string[]): Promise<string>;
  /** Whether a plan would change nothing. */
  isSettled(): Promise<boolean>;
}

/** Where Terraform is looked for. */
export interface TerraformOptions {
  /** The folder of the configuration; made where it is not there. */
  readonly folder: string;
  /** The provider's executable. */
  readonly file: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Whether a `terraform` is on PATH; says loudly when there is none. */
export function hasTerraform(): boolean {
  const isThere = spawnSync("terraform", ["version"], { env: environment({}) }).status === 0;
  if (!isThere) {
    console.warn("\n!!! There is no `terraform` on PATH: the tests with real Terraform are NOT run. !!!\n");
  }
  return isThere;
}

/** Terraform that takes the provider from where it was built, and asks nobody outside this machine. */
export function openTerraform({ folder, file, env = {} }: TerraformOptions): Terraform {
  mkdirSync(folder, { recursive: true });
  const settings = join(folder, "settings.tfrc");
  writeFileSync(
    settings,
    `provider_installation {
  dev_overrides { "orgwright/orgwright" = ${JSON.stringify(dirname(file))} }
}
`,
  );
  const variables = environment({ TF_CLI_CONFIG_FILE: settings, ...env });
  const start = (...args: readonly string[]) =>
    startProgram({ program: "terraform", args, env: variables, folder, asGroup: true });
  const run = async (...args: readonly string[]) => await ranToItsEnd(start(...args));
  const ok = async (...args: readonly string[]) => {
    const { code, text } = await run(...args);
    if (code !== 0) throw new Error(`terraform ${args.join(" ")} ended with ${code}:\n${text}`);
    return text;
  };
  return {
    folder,
    write: (files) => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    },
    read: (name) => readFileSync(join(folder, name), "utf8"),
    start,
    run,
    ok,
    isSettled: async () => {
      const { code, text } = await run("plan", "-detailed-exitcode");
      if (code === 0 || code === 2) return code === 0;
      throw new Error(`terraform plan ended with ${code}:\n${text}`);
    },
  };
}

function environment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    TMPDIR: process.env["TMPDIR"],
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_CLI_ARGS: "-no-color",
    TF_INPUT: "0",
    ...more,
  };
}

async function ranToItsEnd({ child, stdout, stderr, ended }: Process): Promise<Ran> {
  await ended();
  return { code: child.exitCode, text: stdout() + stderr() };
}
