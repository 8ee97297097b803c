/** From manifests to an applied stack, and what the command says of it afterwards. Needs `terraform` on the PATH. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith } from "../../io/folder.ts";
import { type Ended, openSandbox, orgwright } from "../cli.ts";
import { hasTerraform } from "../terraform/install/stand-in.ts";
import { manifestsOf, providerSettings, stageIn } from "./deploy.ts";
import { root } from "./installed.ts";
import { kit, kitNames } from "./kit.ts";

const withTerraform = await hasTerraform();
if (!withTerraform)
  process.stderr.write("NO terraform ON THE PATH: the examples of CDKTF are not deployed.\n");

describe.runIf(withTerraform).each(kitNames)("examples/%s", (name) => {
  test("deploys; then nothing is left to do, for Terraform and for the command", {
    timeout: 600_000,
  }, async () => {
    const { edit, synthesize, run, command } = await playing(name);
    synthesize();

    expect(await run("init")).toMatch(/exit 0$/);
    expect(await run("apply", "-auto-approve")).toMatch(/Apply complete![\s\S]*exit 0$/);
    expect(await run("plan", "-detailed-exitcode")).toMatch(/No changes\.[\s\S]*exit 0$/);
    expect(await command("plan", "--detailed-exitcode")).toMatch(/exit 0$/);

    // The organization gets another name in the manifests, and stays the same resource.
    await edit("acme.yaml", /metadata: \{name: acme\}/, "metadata: {name: corp}");
    await edit("acme.yaml", /slug: acme-corp/, "slug: acme-corp\n  previously: {names: [acme]}");
    synthesize();

    expect(await run("apply", "-auto-approve")).toMatch(
      /orgs_acme has moved to orgwright_organization\.orgs_corp[\s\S]*0 added, 0 changed, 0 destroyed[\s\S]*exit 0$/,
    );

    // A workspace leaves an exact section: held by the guard of the project file, until that lets it pass.
    await edit("acme.yaml", / +- \{name: Staging.*\n/, "");
    await edit("acme.yaml", ", Staging: admin", "");
    await edit("acme.yaml", / {4}- group(.*\n){3}/, "");
    synthesize();

    expect(await run("apply", "-auto-approve")).toMatch(/guard\/max-removals[\s\S]*exit 1$/);
    await edit("orgwright.yaml", "percent: 25", "percent: 100");
    expect(await run("apply", "-auto-approve")).toMatch(/Apply complete![\s\S]*exit 0$/);
    expect(await run("plan", "-detailed-exitcode")).toMatch(/exit 0$/);
    expect(await command("plan", "--detailed-exitcode")).toMatch(/exit 0$/);

    // The document is gone: all of it is released, and live stays as it was.
    const before = await readFile(await edit("acme.yaml", "", ""), "utf8");
    await edit("acme.yaml", /[\s\S]+/, "");
    synthesize();

    expect(await run("apply", "-auto-approve")).toMatch(/0 added, 0 changed, \d destroyed[\s\S]*exit 0$/);
    await edit("acme.yaml", "", before);
    expect(await command("plan", "--detailed-exitcode")).toMatch(/exit 0$/);
  });
});

/** The example against a sandbox of its own. */
async function playing(name: (typeof kitNames)[number]) {
  const seed = JSON.parse(await readFile(join(root, "examples", name, "sandbox.json"), "utf8"));
  const sandbox = await openSandbox(seed);
  const folder = await folderWith(await manifestsOf(name, new URL(sandbox.url).origin));
  const environment = { SIGNALSMITH_TOKEN: "demo-token" };
  const settings = { ...environment, TF_CLI_CONFIG_FILE: await providerSettings() };
  const { synthesize, run } = stageIn(kit(name), folder, settings);
  return {
    synthesize,
    run: async (...args: readonly string[]) => told(await run(...args)),
    command: async (...args: readonly string[]) =>
      told(await orgwright(["-C", "orgs", ...args], { folder, environment })),
    edit: async (file: string, from: RegExp | string, to: string) => {
      const path = join(folder, "orgs", file);
      await writeFile(path, (await readFile(path, "utf8")).replace(from, to));
      return path;
    },
  };
}

/** All that was said, with how it ended behind it. */
function told({ code, stdout, stderr }: Ended): string {
  return `${stdout}${stderr}\nexit ${code}`;
}
