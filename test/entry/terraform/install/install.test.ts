/** `orgwright terraform install`: what it writes, and what it does with what is there already. */
import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith } from "../../../io/folder.ts";
import {
  fileNames,
  here,
  hosts,
  openPackage,
  orgwright,
  packageAt,
  placeIn,
  run,
  script,
  version,
} from "./stand-in.ts";

const { packageFolder, install } = openPackage();

describe("the mirror", () => {
  test("has the provider for this machine, under the hosts of both tools, and its script starts", async () => {
    const { code, stdout, folder } = await install(["--dir", "mirror"]);

    expect(code).toBe(0);
    expect((await readdir(join(folder, "mirror"))).sort()).toEqual([...hosts].sort());
    for (const host of hosts) {
      const place = placeIn(join(folder, "mirror"), host);
      expect(await readdir(join(place, ".."))).toEqual([here]);
      expect((await readdir(place)).sort()).toEqual([...fileNames].sort());
      expect(stdout).toContain(`wrote     ${place}\n`);
    }
    const program = join(placeIn(join(folder, "mirror")), `terraform-provider-orgwright_v${version}`);
    expect(await readFile(program, "utf8")).toBe(script);
    // In a project of ES modules too: the folder says for itself what it is.
    await writeFile(join(folder, "package.json"), '{"type":"module"}');
    expect(await run(program, [], { folder })).toMatchObject({ code: 0, stdout: "function stand-in\n" });
  });

  test("is whole and executable whatever the process's mask takes away", async () => {
    const folder = await folderWith({});
    const command = `umask 077; "$NODE" "${packageFolder()}/dist/cli.js" terraform install --dir mirror`;

    expect(
      await run("sh", ["-c", command], { folder, environment: { NODE: process.execPath } }),
    ).toMatchObject({ code: 0 });
    const modes = await Promise.all(
      fileNames.map(async (name) => (await stat(join(placeIn(join(folder, "mirror")), name))).mode & 0o777),
    );
    expect(modes).toEqual([0o644, 0o644, 0o644, 0o755]);
  });

  test("has the same bytes for all platforms on request", async () => {
    const { code, folder } = await install(["--dir", "mirror", "--all-platforms"]);
    const versions = join(folder, "mirror", hosts[1] ?? "", "orgwright/orgwright", version);

    expect(code).toBe(0);
    expect(await readdir(versions)).toEqual(
      expect.arrayContaining(
        ["linux", "darwin", "freebsd"].flatMap((system) => [`${system}_amd64`, `${system}_arm64`]),
      ),
    );
    for (const platform of await readdir(versions)) {
      expect((await readdir(join(versions, platform))).sort()).toEqual([...fileNames].sort());
    }
    expect((await readdir(versions)).some((name) => name.startsWith("windows") || name.startsWith("."))).toBe(
      false,
    );
  });

  test("goes to where both tools look, when no folder is named", async () => {
    const { code, stderr, folder } = await install([]);

    expect(code).toBe(0);
    expect(await readdir(placeIn(join(folder, ".terraform.d/plugins")))).toHaveLength(fileNames.length);
    expect(stderr).toContain("look there by themselves");
  });
});

describe("a second install", () => {
  test("keeps what is there, byte for byte", async () => {
    const { folder } = await install(["--dir", "mirror"]);
    const program = join(placeIn(join(folder, "mirror")), `terraform-provider-orgwright_v${version}`);
    const before = await stat(program);

    const again = await orgwright(packageFolder(), ["terraform", "install", "--dir", "mirror"], { folder });

    expect(again.code).toBe(0);
    expect(again.stdout.match(/^kept {6}/gm)).toHaveLength(hosts.length);
    expect((await stat(program)).ino).toBe(before.ino);
  });

  test("refuses another build of the same version, and replaces it with --force", async () => {
    const { folder } = await install(["--dir", "mirror"]);
    const other = await packageAt(await folderWith({}), { provider: `${script}// changed\n` });
    const program = join(placeIn(join(folder, "mirror")), `terraform-provider-orgwright_v${version}`);

    const refused = await orgwright(other, ["terraform", "install", "--dir", "mirror"], { folder });
    expect(refused).toMatchObject({ code: 3, stdout: "" });
    expect(refused.stderr).toContain("another build of version 7.8.9");
    expect(refused.stderr).toContain("--force");
    expect(await readFile(program, "utf8")).toBe(script);

    const forced = await orgwright(other, ["terraform", "install", "--dir", "mirror", "--force"], { folder });
    expect(forced.code).toBe(0);
    expect(forced.stdout.match(/^replaced {2}/gm)).toHaveLength(hosts.length);
    expect(forced.stderr).toContain(".terraform.lock.hcl");
    expect(await readFile(program, "utf8")).toContain("// changed");
    // Nothing is left of how it was made.
    expect(await readdir(join(program, "../.."))).toEqual([here]);
  });

  test("repairs a file that lost its mode only when told to", async () => {
    const { folder } = await install(["--dir", "mirror"]);
    const program = join(placeIn(join(folder, "mirror")), `terraform-provider-orgwright_v${version}`);
    await chmod(program, 0o644);

    const args = ["terraform", "install", "--dir", "mirror"];
    expect(await orgwright(packageFolder(), args, { folder })).toMatchObject({ code: 3 });
    expect(await orgwright(packageFolder(), [...args, "--force"], { folder })).toMatchObject({ code: 0 });
    expect((await stat(program)).mode & 0o777).toBe(0o755);
  });

  test("puts another version beside it", async () => {
    const { folder } = await install(["--dir", "mirror"]);
    const other = await packageAt(await folderWith({}), { of: "7.9.0-rc.1" });

    const { code, stderr } = await orgwright(other, ["terraform", "install", "--dir", "mirror"], { folder });

    expect(code).toBe(0);
    expect(await readdir(join(placeIn(join(folder, "mirror")), "../.."))).toEqual([version, "7.9.0-rc.1"]);
    expect(stderr).toContain('version = "= 7.9.0-rc.1"');
  });
});
