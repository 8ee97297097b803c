/** What the release workflow does with the provider in its own shell, run here: the signature, and the provider's repository. */
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folderWith } from "../../../io/folder.ts";
import { stepsOf, workflows } from "../../../workflows/workflow.ts";
import { packageAt, run, version } from "./stand-in.ts";

const program = join(import.meta.dirname, "../../../../scripts/release-provider.mjs");
const sums = `terraform-provider-orgwright_${version}_SHA256SUMS`;
const tag = `v${version}`;

let home = "";

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "orgwright-workflow-"));
  await packageAt(join(home, "package"));
  const args = ["--out", join(home, "release"), "--version", version, "--unsigned"];
  const made = await run(process.execPath, [program, ...args, "--package", join(home, "package")], {
    folder: home,
  });
  expect(made, made.stderr).toMatchObject({ code: 0 });
});

afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

/** The script of the workflow's step that has these words. */
function scriptWith(words: string): string {
  const release = workflows.find(({ file }) => file.endsWith("/release.yml"));
  const found = release === undefined ? [] : stepsOf(release).filter((step) => step.run?.includes(words));
  expect(found).toHaveLength(1);
  return found[0]?.run ?? "";
}

/** A job's folder, as the artifact leaves it. */
async function job(): Promise<string> {
  const folder = await folderWith({});
  await run("cp", ["-R", join(home, "release"), join(folder, "terraform")], { folder });
  await mkdir(join(folder, "release"));
  await run("mv", ["terraform", "release/terraform"], { folder });
  return folder;
}

async function bash(script: string, folder: string, environment: Readonly<Record<string, string>>) {
  const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script];
  return await run("bash", args, {
    folder,
    environment: { HOME: folder, GITHUB_REF_NAME: tag, GITHUB_REPOSITORY: "acme/orgwright", ...environment },
  });
}

const succeeds = async (words: string) => (await run("sh", ["-c", words], { folder: "/" })).code === 0;
// The runner's: other systems' tools do not know the long options.
const withGnu = await succeeds("mktemp --version && rm --version");
const withGpg = await succeeds("command -v gpg");

describe.runIf(withGnu && withGpg)("the step that signs", () => {
  let keys = "";
  let key = "";

  beforeAll(async () => {
    keys = await mkdtemp(join(tmpdir(), "orgwright-gpg-"));
    await chmod(keys, 0o700);
    const options = { folder: keys, environment: { GNUPGHOME: keys } };
    const unlock = ["--batch", "--pinentry-mode", "loopback", "--passphrase", "words"];
    await run(
      "gpg",
      [...unlock, "--quick-generate-key", "release@acme.test", "rsa2048", "sign", "never"],
      options,
    );
    const exported = await run("gpg", [...unlock, "--armor", "--export-secret-keys"], options);
    key = exported.stdout;
    expect(key).toContain("PRIVATE KEY");
  });

  afterAll(async () => {
    await run("gpgconf", ["--kill", "gpg-agent"], { folder: keys, environment: { GNUPGHOME: keys } });
    await rm(keys, { recursive: true, force: true });
  });

  const secrets = () => ({ GPG_PRIVATE_KEY: key, GPG_PASSPHRASE: "words" });

  test("signs with the secret's key, and leaves nothing of it", async () => {
    const folder = await job();
    const temporary = await folderWith({});

    const ended = await bash(scriptWith("--detach-sign"), folder, { ...secrets(), TMPDIR: temporary });

    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(await readdir(temporary)).toEqual([]);
    const args = ["--verify", `${sums}.sig`, sums];
    const options = { folder: join(folder, "release/terraform"), environment: { GNUPGHOME: keys } };
    expect(await run("gpg", args, options)).toMatchObject({ code: 0 });
  });

  test("fails where a file is not what its checksum says", async () => {
    const folder = await job();
    await writeFile(
      join(folder, `release/terraform/terraform-provider-orgwright_${version}_linux_amd64.zip`),
      "x",
    );

    expect(await bash(scriptWith("--detach-sign"), folder, secrets())).toMatchObject({ code: 1 });
    expect(await readdir(join(folder, "release/terraform"))).not.toContain(`${sums}.sig`);
  });

  test.each([
    ["no key", { GPG_PRIVATE_KEY: "" }],
    ["another passphrase", { GPG_PASSPHRASE: "wrong" }],
  ])("fails with %s", async (_, wrong) => {
    const folder = await job();

    const ended = await bash(scriptWith("--detach-sign"), folder, { ...secrets(), ...wrong });

    expect(ended.code).not.toBe(0);
    expect(await readdir(join(folder, "release/terraform"))).not.toContain(`${sums}.sig`);
  });
});

describe.runIf(withGnu)("the step that writes the provider's repository", () => {
  test("puts the pages on a tag, once", async () => {
    const folder = await job();
    const server = await folderWith({});
    const bare = join(server, "acme/terraform-provider-orgwright.git");
    await run("git", ["init", "--quiet", "--bare", "--initial-branch=main", bare], { folder: server });
    const bin = await folderWith({ gh: "#!/bin/sh\nexit 0\n" });
    await chmod(join(bin, "gh"), 0o755);
    const environment = {
      PATH: `${bin}:${process.env["PATH"]}`,
      GITHUB_SERVER_URL: `file://${server}`,
      REPOSITORY: "acme/terraform-provider-orgwright",
    };
    const script = scriptWith("git push --quiet --atomic");

    const ended = await bash(script, folder, environment);

    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    const git = async (...args: string[]) => (await run("git", ["-C", bare, ...args], { folder })).stdout;
    const wanted = await readFile(join(home, "release/docs/index.md"), "utf8");
    expect(await git("show", `${tag}:docs/index.md`)).toBe(wanted);
    expect(await git("rev-parse", "HEAD")).toBe(await git("rev-parse", tag));

    await rm(join(folder, "provider"), { recursive: true });
    const before = await git("rev-parse", "HEAD");
    expect(await bash(script, folder, environment)).toMatchObject({
      code: 0,
      stdout: `${tag} is there already.\n`,
    });
    expect(await git("rev-parse", "HEAD")).toBe(before);
  });
});
