/** The release set of the provider: what registries ask for, and what a real `terraform init` makes of it. */
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { platformNamed } from "../../../../src/entry/cli/terraform-package.ts";
import { folderWith } from "../../../io/folder.ts";
import { fileNames, hasTerraform, openPackage, orgwright, run, terraform, version } from "./stand-in.ts";

const program = join(import.meta.dirname, "../../../../scripts/release-provider.mjs");
const platforms = ["darwin", "freebsd", "linux"].flatMap((system) => [`${system}_amd64`, `${system}_arm64`]);
const stem = `terraform-provider-orgwright_${version}`;
const zips = platforms.map((platform) => `${stem}_${platform}.zip`);
const withTerraform = await hasTerraform();
const has = async (tool: string) =>
  (await run("sh", ["-c", `command -v ${tool}`], { folder: "/" })).code === 0;
const withGpg = await has("gpg");
if (!withGpg) process.stderr.write("NO gpg ON THE PATH: signatures of releases are not tested.\n");

const { packageFolder } = openPackage();

async function release(more: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const folder = await folderWith({});
  const out = join(folder, "release");
  const args = [program, "--out", out, "--version", version, "--package", packageFolder(), ...more];
  return { ...(await run(process.execPath, args, { folder, environment })), out };
}

describe("the release set", () => {
  test("has a zip for each platform, the manifest, checksums of all, and the pages", async () => {
    const { code, out } = await release(["--unsigned"]);

    expect(code).toBe(0);
    expect((await readdir(out)).sort()).toEqual(
      [...zips, `${stem}_SHA256SUMS`, `${stem}_manifest.json`, "docs"].sort(),
    );
    expect(JSON.parse(await readFile(join(out, `${stem}_manifest.json`), "utf8"))).toEqual({
      version: 1,
      metadata: { protocol_versions: ["6.0"] },
    });
    const sums = await readFile(join(out, `${stem}_SHA256SUMS`), "utf8");
    const wanted = await Promise.all(
      [...zips, `${stem}_manifest.json`].map(async (file) => {
        const hash = createHash("sha256").update(await readFile(join(out, file)));
        return `${hash.digest("hex")}  ${file}\n`;
      }),
    );
    expect(sums).toBe(wanted.join(""));
    expect(await readdir(join(out, "docs"))).toEqual(expect.arrayContaining(["index.md", "resources"]));
  });

  test("is the same, byte for byte, wherever and whenever it is made", async () => {
    const first = await release(["--unsigned"], { TZ: "Asia/Tokyo" });
    const second = await release(["--unsigned"], { TZ: "America/Los_Angeles", LANG: "de_DE.UTF-8" });

    for (const file of [...zips, `${stem}_SHA256SUMS`]) {
      expect((await readFile(join(first.out, file))).equals(await readFile(join(second.out, file)))).toBe(
        true,
      );
    }
  });

  test("unpacks to what an install writes, executable", async () => {
    const { out } = await release(["--unsigned"]);
    const folder = await folderWith({});

    const { stdout } = await run("unzip", ["-Z", join(out, zips[0] ?? "")], { folder });
    expect(stdout).toMatch(/^-rwxr-xr-x .* terraform-provider-orgwright_v7\.8\.9$/m);
    expect(stdout).toMatch(/^-rw-r--r-- .* package\.json$/m);
    expect(stdout).toMatch(/80-Jan-01/);

    await run("unzip", ["-q", join(out, zips[0] ?? "")], { folder });
    expect((await readdir(folder)).sort()).toEqual([...fileNames].sort());
    const started = await run(join(folder, `terraform-provider-orgwright_v${version}`), [], { folder });
    expect(started.stdout).toBe("function stand-in\n");
  });
});

describe.runIf(withTerraform)("terraform init", () => {
  test("takes a zip from a packed mirror, and the checksum is that of an install", async () => {
    const { out } = await release(["--unsigned"]);
    const configuration = `terraform {\n  required_providers {\n    orgwright = {\n      source = "orgwright/orgwright"\n    }\n  }\n}\n`;
    const mirrors = await folderWith({});
    const packed = join(mirrors, "packed/registry.terraform.io/orgwright/orgwright");
    await mkdir(packed, { recursive: true });
    const zip = `${stem}_${platformNamed(process.platform, process.arch)}.zip`;
    await cp(join(out, zip), join(packed, zip));
    await orgwright(packageFolder(), ["terraform", "install", "--dir", "unpacked"], { folder: mirrors });

    const locks = await Promise.all(
      ["packed", "unpacked"].map(async (mirror) => {
        const project = await folderWith({ "main.tf": configuration, none: "" });
        const args = ["init", `-plugin-dir=${join(mirrors, mirror)}`];
        const environment = { HOME: project, TF_CLI_CONFIG_FILE: join(project, "none") };
        expect(await terraform(args, { folder: project, environment })).toMatchObject({ code: 0 });
        return await readFile(join(project, ".terraform.lock.hcl"), "utf8");
      }),
    );

    expect(locks[0]).toContain("h1:");
    expect(locks[1]).toBe(locks[0]);
  });
});

describe("what it cannot do is said, and nothing is left", () => {
  test.each([
    [[], "--sign or --unsigned"],
    [["--sign", "--unsigned"], "--sign or --unsigned"],
    [["--unsigned", "--version", "1.0.0"], "version 7.8.9, not 1.0.0"],
    [["--unsigned", "--verison", "1"], "--verison"],
    [["--unsigned", "--package", join(import.meta.dirname, "stand-in.ts")], "is no package's"],
  ])("%j", async (args, said) => {
    const { code, stdout, stderr, out } = await release(args);

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(said);
    expect(stderr).toMatch(/^error: [^\n]*\n$/);
    expect(await readdir(join(out, ".."))).toEqual([]);
  });

  test("a folder that is there already", async () => {
    const folder = await folderWith({ "release/x": "" });
    const args = [
      program,
      "--out",
      "release",
      "--version",
      version,
      "--unsigned",
      "--package",
      packageFolder(),
    ];

    const { code, stderr } = await run(process.execPath, args, { folder });

    expect(code).toBe(1);
    expect(stderr).toContain("is there already");
    expect(await readdir(join(folder, "release"))).toEqual(["x"]);
  });

  test("no gpg", async () => {
    const bin = await folderWith({});
    const { code, stderr, out } = await release(["--sign"], { PATH: bin });

    expect(code).toBe(1);
    expect(stderr).toContain("gpg cannot be started");
    expect(await readdir(join(out, ".."))).toEqual([]);
  });
});

describe.runIf(withGpg)("the signature", () => {
  let keys = "";

  // A home of its own for each: gpg starts an agent for it, which ends with its folder.
  beforeAll(async () => {
    keys = await mkdtemp(join(tmpdir(), "orgwright-gpg-"));
    await run("chmod", ["700", keys], { folder: keys });
    for (const [name, algorithm] of [
      ["rsa@acme.test", "rsa2048"],
      ["new@acme.test", "ed25519"],
    ] as const) {
      const args = ["--batch", "--passphrase", "", "--quick-generate-key", name, algorithm, "sign", "never"];
      const made = await run("gpg", args, { folder: keys, environment: { GNUPGHOME: keys } });
      expect(made, made.stderr).toMatchObject({ code: 0 });
    }
  });

  afterAll(async () => {
    await run("gpgconf", ["--kill", "gpg-agent"], { folder: keys, environment: { GNUPGHOME: keys } });
    await rm(keys, { recursive: true, force: true });
  });

  test("is one of the checksums that gpg verifies, binary and detached", async () => {
    const { code, stderr, out } = await release(["--sign", "--key", "rsa@acme.test"], { GNUPGHOME: keys });
    expect(code, stderr).toBe(0);
    const sums = join(out, `${stem}_SHA256SUMS`);

    const options = { folder: out, environment: { GNUPGHOME: keys } };
    expect(await run("gpg", ["--verify", `${sums}.sig`, sums], options)).toMatchObject({ code: 0 });
    expect((await readFile(`${sums}.sig`)).toString("latin1")).not.toContain("BEGIN PGP");

    await writeFile(sums, "another\n");
    expect(await run("gpg", ["--verify", `${sums}.sig`, sums], options)).toMatchObject({ code: 1 });
  });

  test("is refused of a key that registries do not take, and of one that is not there", async () => {
    const edwards = await release(["--sign", "--key", "new@acme.test"], { GNUPGHOME: keys });
    expect(edwards.code).toBe(1);
    expect(edwards.stderr).toContain("they take RSA or DSA");

    const none = await release(["--sign", "--key", "nobody@acme.test"], { GNUPGHOME: keys });
    expect(none.code).toBe(1);
    expect(none.stderr).toContain("There is no signature: gpg says");
    expect(await readdir(join(none.out, ".."))).toEqual([]);
  });
});
