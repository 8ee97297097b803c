/** What `orgwright terraform install` writes and shows is enough for a real `terraform init`, offline. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith } from "../../../io/folder.ts";
import { hasTerraform, openPackage, orgwright, shownBlocks, terraform, version } from "./stand-in.ts";

const withTerraform = await hasTerraform();
if (!withTerraform) process.stderr.write("NO terraform ON THE PATH: its own `init` is not tested.\n");

const { packageFolder, install } = openPackage();

describe.runIf(withTerraform)("terraform init", () => {
  test("takes the provider from the folder, with what was shown and nothing else", async () => {
    const { stderr, folder } = await install(["--dir", "a mirror"]);
    const { cli, configuration } = shownBlocks(stderr);
    const project = await folderWith({ "main.tf": configuration });
    await writeFile(join(folder, "cli.tfrc"), cli);
    const environment = { HOME: folder, TF_CLI_CONFIG_FILE: join(folder, "cli.tfrc") };

    const ended = await terraform(["init"], { folder: project, environment });

    expect(ended).toMatchObject({ code: 0 });
    const lock = await readFile(join(project, ".terraform.lock.hcl"), "utf8");
    expect(lock).toContain('provider "registry.terraform.io/orgwright/orgwright"');
    expect(lock).toContain(`version     = "${version}"`);
    expect(lock).toContain(`constraints = "~> ${version}"`);
    expect(await terraform(["fmt", "-check"], { folder: project, environment })).toMatchObject({ code: 0 });
  });

  test("takes it from the usual folder without any CLI configuration", async () => {
    const { stderr, folder } = await install([]);
    const project = await folderWith({ "main.tf": shownBlocks(stderr).configuration });

    const ended = await terraform(["init"], {
      folder: project,
      environment: { HOME: folder, TF_CLI_CONFIG_FILE: join(await folderWith({ none: "" }), "none") },
    });

    expect(ended).toMatchObject({ code: 0 });
    expect(await readFile(join(project, ".terraform.lock.hcl"), "utf8")).toContain(version);
  });

  test("takes it from the folder of the project without any CLI configuration", async () => {
    const project = await folderWith({ none: "" });
    const args = ["terraform", "install", "--dir", "terraform.d/plugins"];
    const { stderr } = await orgwright(packageFolder(), args, { folder: project });
    await writeFile(join(project, "main.tf"), shownBlocks(stderr).configuration);

    expect(stderr).toContain("look there by themselves");
    const environment = { HOME: project, TF_CLI_CONFIG_FILE: join(project, "none") };
    expect(await terraform(["init"], { folder: project, environment })).toMatchObject({ code: 0 });
  });
});
