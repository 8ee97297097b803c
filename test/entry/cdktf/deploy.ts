/** Stacks taken to their end by real Terraform, with the provider as it is in the sources, against a sandbox. */
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";
import type { OrgwrightProviderConfig } from "../../../cdktf/index.js";
import { platformNamed } from "../../../src/entry/cli/terraform-package.ts";
import { folderWith } from "../../io/folder.ts";
import type { Ended } from "../cli.ts";
import { terraform } from "../terraform/install/stand-in.ts";
import { root } from "./installed.ts";
import type { Kit } from "./kit.ts";

const VERSION = "0.1.0";

/** The settings of Terraform's command under which it finds the provider and asks no registry; as a file's path. */
export async function providerSettings(): Promise<string> {
  const mirror = await folderWith({});
  const here = platformNamed(process.platform, process.arch);
  const folder = join(mirror, "registry.terraform.io/orgwright/orgwright", VERSION, here);
  const file = join(folder, `terraform-provider-orgwright_v${VERSION}`);
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [join(root, "src/entry/terraform/main.ts")],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    outfile: file,
    logLevel: "warning",
  });
  await chmod(file, 0o755);
  const settings = join(mirror, "cli.tfrc");
  await writeFile(
    settings,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  return settings;
}

/** A stack in a folder. */
export interface Stage {
  /** Synthesizes the manifests as they stand now. */
  readonly synthesize: (props?: { readonly mayEnd?: readonly string[] }) => void;
  /** Runs Terraform where the stack was synthesized. */
  readonly run: (...args: readonly string[]) => Promise<Ended>;
}

/** A stack of the manifests in `FOLDER/orgs`; the project file is among them, unless the provider is told of another. */
export function stageIn(
  { cdktf, orgwright }: Kit,
  folder: string,
  environment: Readonly<Record<string, string>>,
  provider: OrgwrightProviderConfig = { project: "../../../orgs/orgwright.yaml" },
): Stage {
  const outdir = join(folder, "cdktf.out");
  return {
    synthesize: (props = {}) => {
      const app = new cdktf.App({ outdir });
      const stack = new cdktf.TerraformStack(app, "acme");
      new cdktf.LocalBackend(stack, { path: "../../../terraform.tfstate" });
      new orgwright.OrgwrightProvider(stack, "orgwright", provider);
      new orgwright.OrganizationManifests(stack, "orgs", { path: join(folder, "orgs"), ...props });
      app.synth();
    },
    run: async (...args) => await terraform(args, { folder: join(outdir, "stacks/acme"), environment }),
  };
}

/** The files of an example's orgs/, with another endpoint. */
export async function manifestsOf(
  example: string,
  origin: string,
): Promise<Readonly<Record<string, string>>> {
  const folder = join(root, "examples", example, "orgs");
  const files = (await readdir(folder)).map(async (file) => [
    `orgs/${basename(file)}`,
    (await readFile(join(folder, file), "utf8")).replace(/http:\/\/127\.0\.0\.1:\d+/, origin),
  ]);
  return Object.fromEntries(await Promise.all(files));
}
