/** `orgwright terraform install`: the provider where Terraform and OpenTofu look for it, without any registry. */
import { execFile } from "node:child_process";
import { arch, homedir, platform } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { ConfigurationError } from "../../model/errors.ts";
import type { Parsed } from "./command.ts";
import { didYouMean } from "./did-you-mean.ts";
import { type ExitCode, exit } from "./exit.ts";
import type { Surroundings } from "./surroundings.ts";
import { type Written, writeMirror } from "./terraform-mirror.ts";
import { PLATFORMS, packageFiles, platformNamed, SOURCE } from "./terraform-package.ts";

interface InstallValues {
  readonly dir?: string | undefined;
  readonly "all-platforms"?: true | undefined;
  readonly force?: true | undefined;
}

/** What is said of Node where Terraform would not find one that is new enough. */
const NODE = "Node 20.19 or later";

const HELP = `Usage: orgwright terraform install [options]

Commands:
  install  write the provider where Terraform and OpenTofu find it, without any registry

\`orgwright terraform --help\` shows the options.
`;

/** Runs the command below it; without one, shows which there are. */
export async function terraform(
  { values, rest }: Pick<Parsed, "rest"> & { readonly values: InstallValues },
  world: Surroundings,
): Promise<ExitCode> {
  const [name] = rest;
  if (name === undefined) {
    world.out.write(HELP);
    return exit.done;
  }
  if (name === "install") return await install(values, world);
  throw new ConfigurationError(
    `There is no command terraform ${name}`,
    didYouMean(name, ["install"], "There is `orgwright terraform install`."),
  );
}

/** Writes the mirror, says what was done, and what a configuration needs now. */
async function install(values: InstallValues, world: Surroundings): Promise<ExitCode> {
  const here = platformNamed(platform(), arch());
  const usual = join(homedir(), ".terraform.d", "plugins");
  const ofProject = join(world.folder, "terraform.d", "plugins");
  const folder = values.dir === undefined ? usual : resolve(world.folder, values.dir);
  const written = await writeMirror({
    folder,
    version: world.version,
    platforms: values["all-platforms"] === true ? [...new Set([...PLATFORMS, here])] : [here],
    files: await packageFiles(world),
    force: values.force === true,
  });
  for (const { folder: each, done } of written) world.out.write(`${done.padEnd(8)}  ${each}\n`);
  world.err.write(`\n${nextSteps(folder, [usual, ofProject].includes(folder), world.version)}`);
  world.err.write(warnings(written, await nodeOn(world.environment)));
  return exit.done;
}

function nextSteps(folder: string, isUsual: boolean, version: string): string {
  return [
    ...(isUsual
      ? [
          "Terraform and OpenTofu look there by themselves. Only where your CLI configuration has a",
          "provider_installation block, they do not; then it needs these methods:",
        ]
      : [
          "Your CLI configuration needs this. It is ~/.terraformrc (~/.tofurc), or the file that",
          "TF_CLI_CONFIG_FILE names:",
        ]),
    "",
    cliConfiguration(folder),
    "Your configuration needs this:",
    "",
    requiredProviders(version),
    "",
  ].join("\n");
}

/** Other providers are installed as ever: only this one comes from the folder, and never from elsewhere. */
function cliConfiguration(folder: string): string {
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(folder)}
    include = ["${SOURCE}"]
  }
  direct {
    exclude = ["${SOURCE}"]
  }
}
`;
}

function requiredProviders(version: string): string {
  // A pre-release is met by its own name only.
  const constraint = version.includes("-") ? `= ${version}` : `~> ${version}`;
  return `terraform {
  required_providers {
    orgwright = {
      source  = "${SOURCE}"
      version = "${constraint}"
    }
  }
}`;
}

function warnings(written: readonly Written[], node: string | undefined): string {
  return [
    ...(written.some(({ done }) => done === "replaced")
      ? [
          "warning: Another build of this version was replaced. Where .terraform.lock.hcl knows it, delete its block\n" +
            "  there and run `terraform init` again.",
        ]
      : []),
    ...(node === undefined
      ? [
          "warning: There is no `node` on the PATH. The provider is a script that Node runs.\n" +
            `  help: Put ${NODE} on the PATH wherever Terraform runs.`,
        ]
      : []),
    ...(node !== undefined && !isNewEnough(node)
      ? [
          `warning: The \`node\` on the PATH is ${node}, too old for the provider.\n` +
            `  help: Put ${NODE} on the PATH wherever Terraform runs.`,
        ]
      : []),
  ]
    .map((line) => `\n${line}\n`)
    .join("");
}

/** The version of the `node` that a program started from here would find; undefined where there is none that runs. */
async function nodeOn(environment: Surroundings["environment"]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)("node", ["--version"], { env: { ...environment } });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = (/^v(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}
