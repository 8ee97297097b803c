/** The provider itself takes every example, asked by a real `terraform validate`. */
import { chmod, cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cliFile, type Ended, openSandbox } from "../entry/cli.ts";
import { hasTerraform, run, terraform } from "../entry/terraform/install/stand-in.ts";
import { folderWith } from "../io/folder.ts";
import { stepsIn } from "./terraform-readme.ts";

const root = join(import.meta.dirname, "../..");
const withTerraform = await hasTerraform();
if (!withTerraform) process.stderr.write("NO terraform ON THE PATH: examples are not validated.\n");

/** What snippets refer to and do not show. */
const around = `
resource "orgwright_organization" "clinic" {
  connection_name = "tenant"
  slug            = "clinic"
}

resource "orgwright_workspace" "checkout" {
  organization = "apimetrics/acme"
  name         = "Checkout"
}

resource "orgwright_role" "sre" {
  organization = "apimetrics/acme"
  name         = "SRE"
}

resource "orgwright_role" "finance" {
  organization = "apimetrics/acme"
  name         = "FINANCE"
}
`;

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "orgwright-examples-"));
  await build({
    entryPoints: [join(root, "src/entry/terraform/main.ts")],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    outfile: join(folder, "terraform-provider-orgwright"),
    logLevel: "warning",
  });
  await chmod(join(folder, "terraform-provider-orgwright"), 0o755);
  await writeFile(
    join(folder, "cli.tfrc"),
    `provider_installation {\n  dev_overrides {\n    "orgwright/orgwright" = ${JSON.stringify(folder)}\n  }\n  direct {}\n}\n`,
  );
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function validated(files: Readonly<Record<string, string>>): Promise<Ended> {
  const environment = { TF_CLI_CONFIG_FILE: join(folder, "cli.tfrc") };
  return await terraform(["validate"], { folder: await folderWith(files), environment });
}

async function filesOf(path: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(join(root, path))).filter((name) => name.endsWith(".tf"));
  const texts = await Promise.all(names.map((name) => readFile(join(root, path, name), "utf8")));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ""]));
}

describe.runIf(withTerraform)("terraform validate takes", () => {
  test("the example", async () => {
    const ended = await validated(await filesOf("examples/terraform"));

    expect(ended, ended.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining("is valid") });
  });

  test("all snippets, in one module", async () => {
    const ended = await validated({ ...(await filesOf("examples/terraform/snippets")), "around.tf": around });

    expect(ended, ended.stderr).toMatchObject({ code: 0 });
  });

  test("the first configuration of the guide", async () => {
    const guide = await readFile(join(root, "docs/terraform.md"), "utf8");
    const [, text = ""] = /^```terraform\n([\s\S]*?)^```/m.exec(guide) ?? [];

    expect(text).toContain('resource "orgwright_members"');
    const ended = await validated({ "main.tf": text });
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
  });

  test("and not what no schema knows", async () => {
    const files = await filesOf("examples/terraform");
    const wrong = (files["acme.tf"] ?? "").replace("display_name", "displayname");

    const ended = await validated({ ...files, "acme.tf": wrong });

    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('An argument named "displayname" is not expected here');
  });

  test("and not what only the provider knows to be wrong", async () => {
    const files = await filesOf("examples/terraform");
    const wrong = (files["acme-labs.tf"] ?? "").replace(/^ +email +=.*\n/gm, "");

    const ended = await validated({ ...files, "acme-labs.tf": wrong });

    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("`email`");
  });
});

describe.runIf(withTerraform)("the example's README", () => {
  test("is true word for word, with the built provider", { timeout: 300_000 }, async () => {
    const { project, bin, readme } = await played();
    const [sandbox, ...steps] = stepsIn(readme);
    expect(sandbox?.command).toMatch(/^orgwright sandbox --seed sandbox\.json --port \d+$/);
    expect(steps.filter(({ prints }) => prints !== undefined).length).toBeGreaterThan(5);

    const exports: string[] = [];
    for (const { command, code, prints } of steps) {
      const ended = await run("bash", ["-c", [...exports, command].join("\n")], {
        folder: project,
        environment: {
          PATH: `${bin}:${process.env["PATH"]}`,
          HOME: bin,
          CHECKPOINT_DISABLE: "1",
          TF_CLI_CONFIG_FILE: join(bin, "cli.tfrc"),
        },
      });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what colors begin with.
      const said = `${ended.stdout}${ended.stderr}`.replace(/\u001b\[\d*m/g, "");
      expect(ended.code, `${command}\n${said}`).toBe(code);
      if (prints !== undefined) expect(said, command).toContain(prints);
      if (command.startsWith("export ")) exports.push(command);
    }
  });
});

/** The example in a folder of its own, and the built command on the PATH. The sandbox has a port that is free. */
async function played() {
  const from = join(root, "examples/terraform");
  const sandbox = await openSandbox(JSON.parse(await readFile(join(from, "sandbox.json"), "utf8")));
  const { port } = new URL(sandbox.url);
  const project = await folderWith({});
  await cp(from, project, { recursive: true, filter: (path) => !/\/(?:\.terraform|snippets)/.test(path) });
  for (const name of ["main.tf", "README.md"]) {
    const text = await readFile(join(project, name), "utf8");
    await writeFile(join(project, name), text.replaceAll("4106", port));
  }
  const bin = await folderWith({
    orgwright: `#!/bin/sh\nexec "${process.execPath}" "${cliFile}" "$@"\n`,
    "cli.tfrc": "",
  });
  await chmod(join(bin, "orgwright"), 0o755);
  return { project, bin, readme: await readFile(join(project, "README.md"), "utf8") };
}
