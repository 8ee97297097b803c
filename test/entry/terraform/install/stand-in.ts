/** A package with a stand-in for the provider: enough for an install and a `terraform init`. */
import { spawn } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { platformNamed } from "../../../../src/entry/cli/terraform-package.ts";
import { folderWith } from "../../../io/folder.ts";
import { cliFile, type Ended, textOf } from "../../cli.ts";

/** Version of the stand-in's package; no other test's. */
export const version = "7.8.9";

/** The files of a provider's folder, by name. */
export const fileNames: readonly string[] = [
  "LICENSE",
  "THIRD_PARTY_LICENSES.txt",
  "package.json",
  `terraform-provider-orgwright_v${version}`,
];

/** What the stand-in prints when it is started. */
export const script = '#!/usr/bin/env node\nconsole.log(typeof require, "stand-in");\n';

/** Makes the package at a folder: the built command, and these files beside it. */
export async function packageAt(
  folder: string,
  { provider = script, of = version }: { readonly provider?: string; readonly of?: string } = {},
): Promise<string> {
  await cp(dirname(cliFile), join(folder, "dist"), {
    recursive: true,
    filter: (source) => !/\/dist\/(?:types|action|terraform)$/.test(source),
  });
  await mkdir(join(folder, "dist/terraform"), { recursive: true });
  const script = join(folder, "dist/terraform/terraform-provider-orgwright");
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module", version: of }));
  await writeFile(join(folder, "LICENSE"), "The licence.\n");
  await writeFile(join(folder, "dist/THIRD_PARTY_LICENSES.txt"), "Licences of others.\n");
  await writeFile(join(folder, "dist/terraform/package.json"), '{"type":"commonjs"}\n');
  await writeFile(script, provider);
  await chmod(script, 0o755);
  return folder;
}

/** How a program is run. */
export interface RunOptions {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Runs a program to its end. Its environment is the PATH and what is given. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const child = spawn(program, [...args], {
    cwd: options.folder,
    env: { PATH: process.env["PATH"], ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((done, failed) => {
      child.once("error", failed);
      child.once("close", (...[ended]) => done(ended));
    }),
  ]);
  return { code, stdout, stderr };
}

/** Runs the package's command. */
export async function orgwright(
  packageFolder: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Ended> {
  return await run(process.execPath, [join(packageFolder, "dist/cli.js"), ...args], options);
}

/** The registries that a source without a host means: Terraform's, OpenTofu's. */
export const hosts = ["registry.terraform.io", "registry.opentofu.org"] as const;

/** This machine, as Terraform calls it. */
export const here: string = platformNamed(process.platform, process.arch);

/** The provider's folder for this machine in a mirror. */
export function placeIn(mirror: string, host: string = hosts[0]): string {
  return join(mirror, host, "orgwright/orgwright", version, here);
}

/** A package that is there while the tests of a file run. */
export interface TestPackage {
  /** Its folder, once the tests run. */
  readonly packageFolder: () => string;
  /** Runs its `terraform install` in a new folder, which is the home of whoever runs it. */
  install(
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<Ended & { readonly folder: string }>;
}

/** Makes the package before the tests of a file, and removes it after them. */
export function openPackage(): TestPackage {
  let home = "";
  const packageFolder = () => join(home, "package");
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "orgwright-install-"));
    await packageAt(packageFolder());
  });
  afterAll(async () => await rm(home, { recursive: true, force: true }));
  return {
    packageFolder,
    install: async (args, environment = {}) => {
      const folder = await folderWith({});
      const options = { folder, environment: { HOME: folder, ...environment } };
      return { ...(await orgwright(packageFolder(), ["terraform", "install", ...args], options)), folder };
    },
  };
}

/** Runs Terraform with nothing of this machine's configuration. */
export async function terraform(
  args: readonly string[],
  { folder, environment = {} }: RunOptions,
): Promise<Ended> {
  return await run("terraform", [...args, "-no-color"], {
    folder,
    environment: { CHECKPOINT_DISABLE: "1", ...environment },
  });
}

/** Whether there is a `terraform` on the PATH. */
export async function hasTerraform(): Promise<boolean> {
  try {
    return (
      (await run("terraform", ["version"], { folder: "/", environment: { CHECKPOINT_DISABLE: "1" } }))
        .code === 0
    );
  } catch {
    return false;
  }
}

/** The HCL blocks that an install shows, by their first words. */
export function shownBlocks(text: string): { readonly cli: string; readonly configuration: string } {
  const block = (start: string) => new RegExp(`^${start} \\{\\n[\\s\\S]*?^\\}$`, "m").exec(text)?.[0] ?? "";
  return { cli: block("provider_installation"), configuration: block("terraform") };
}
