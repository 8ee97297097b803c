/** `orgwright terraform install`: what it cannot do is said, and nothing is written; so is what Terraform would lack. */
import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { platformNamed } from "../../../../src/entry/cli/terraform-package.ts";
import { folderWith } from "../../../io/folder.ts";
import { hosts, openPackage, orgwright, packageAt, placeIn } from "./stand-in.ts";

const { packageFolder, install } = openPackage();

describe("what it cannot do is said, and nothing is written", () => {
  test("where a folder holds something else, even with --force", async () => {
    const folder = await folderWith({});
    const place = placeIn(join(folder, "mirror"), hosts[1]);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, "precious.txt"), "mine");

    for (const more of [[], ["--force"]]) {
      const ended = await orgwright(packageFolder(), ["terraform", "install", "--dir", "mirror", ...more], {
        folder,
      });
      expect(ended).toMatchObject({ code: 3, stdout: "" });
      expect(ended.stderr).toContain("precious.txt is not a file of Orgwright's provider");
    }
    expect(await readdir(join(folder, "mirror"))).toEqual([hosts[1]]);
    expect(await readFile(join(place, "precious.txt"), "utf8")).toBe("mine");
  });

  test("where the folder is a file", async () => {
    const folder = await folderWith({ mirror: "a file" });

    const ended = await orgwright(packageFolder(), ["terraform", "install", "--dir", "mirror"], { folder });

    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toMatch(/error: ENOTDIR.*mirror[\s\S]*help: Look at the path/);
    expect(ended.stderr).not.toContain("bug");
  });

  test("where the package has no provider", async () => {
    const broken = await packageAt(await folderWith({}));
    await rm(join(broken, "dist/terraform/terraform-provider-orgwright"));
    const folder = await folderWith({});

    const ended = await orgwright(broken, ["terraform", "install", "--dir", "mirror"], { folder });

    expect(ended).toMatchObject({ code: 3, stdout: "" });
    expect(ended.stderr).toContain("is not whole");
    expect(await readdir(folder)).toEqual([]);
  });

  test("on Windows, which starts no file by its first line", () => {
    expect(() => platformNamed("win32", "x64")).toThrow("cannot run on Windows");
    expect(platformNamed("darwin", "arm64")).toBe("darwin_arm64");
    expect(platformNamed("linux", "x64")).toBe("linux_amd64");
  });

  test.each([
    [["terraform", "instal"], "Did you mean `install`?"],
    [["terraform", "plan"], "orgwright terraform install"],
    [["terraform", "install", "now"], "now is one too many"],
    [["terraform", "install", "--dir"], "--dir needs a value"],
  ])("%j", async (args, said) => {
    const ended = await orgwright(packageFolder(), args, { folder: "/" });

    expect(ended).toMatchObject({ code: 3, stdout: "" });
    expect(ended.stderr).toContain(said);
  });
});

describe("Node", () => {
  test("is asked for where the PATH has none", async () => {
    const { code, stderr } = await install(["--dir", "mirror"], { PATH: await folderWith({}) });

    expect(code).toBe(0);
    expect(stderr).toContain("no `node` on the PATH");
  });

  test.each([
    ["v18.20.4", true],
    ["v20.18.3", true],
    ["v20.19.0", false],
    ["v24.1.0", false],
  ])("%s is too old: %s", async (node, tooOld) => {
    const bin = await folderWith({ node: `#!/bin/sh\necho ${node}\n` });
    await chmod(join(bin, "node"), 0o755);

    const { stderr } = await install(["--dir", "mirror"], { PATH: bin });

    expect(stderr.includes(`is ${node}, too old`)).toBe(tooOld);
    expect(stderr.includes("warning")).toBe(tooOld);
  });
});

test("without a command below it, terraform says which there are", async () => {
  const { code, stdout } = await orgwright(packageFolder(), ["terraform"], { folder: "/" });

  expect(code).toBe(0);
  expect(stdout).toContain("orgwright terraform install");
});
