import { execFileSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { commitOf, filesAt } from "../../src/io/git.ts";
import { ConfigurationError } from "../../src/model/errors.ts";
import { folderWith } from "./folder.ts";

function git(folder: string, ...args: string[]): string {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@acme.test", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...identity, ...args], { cwd: folder, encoding: "utf8", stdio: "pipe" }).trim();
}

async function repository(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await folderWith(files);
  git(root, "init", "--quiet", "--initial-branch=main");
  git(root, "add", ".");
  git(root, "commit", "--quiet", "--message=first");
  return root;
}

const everything = () => true;

// What CI machines and developers have set must not get in the way.
beforeEach(() => {
  vi.stubEnv("EDITOR", "vi");
  vi.stubEnv("GIT_EDITOR", "vi");
  vi.stubEnv("PAGER", "less");
  vi.stubEnv("GIT_PAGER", "less");
  vi.stubEnv("GIT_SSH_COMMAND", "ssh -i key");
  vi.stubEnv("GIT_ASKPASS", "/bin/false");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the commit of the manifests", () => {
  test("is the one checked out", async () => {
    const root = await repository({ "orgs/a.yaml": "a" });

    expect(await commitOf(root, ["orgs/a.yaml"])).toBe(git(root, "rev-parse", "HEAD"));
  });

  test("is known in a folder below the repository's top", async () => {
    const root = await repository({ "infra/orgs/a.yaml": "a", "other.txt": "" });
    writeFileSync(join(root, "other.txt"), "changed");

    expect(await commitOf(join(root, "infra"), ["orgs/a.yaml"])).toBe(git(root, "rev-parse", "HEAD"));
  });

  test("is unknown when one of the files differs from it or is new", async () => {
    const root = await repository({ "orgs/a.yaml": "a" });
    writeFileSync(join(root, "orgs/ü b.yaml"), "new");

    expect(await commitOf(root, ["orgs/a.yaml"])).toBeDefined();
    expect(await commitOf(root, ["orgs/a.yaml", "orgs/ü b.yaml"])).toBeUndefined();

    writeFileSync(join(root, "orgs/a.yaml"), "changed");
    expect(await commitOf(root, ["orgs/a.yaml"])).toBeUndefined();
  });

  test("is unknown without a repository or without a commit", async () => {
    const root = await folderWith({ "a.yaml": "" });
    expect(await commitOf(root, ["a.yaml"])).toBeUndefined();

    git(root, "init", "--quiet");
    expect(await commitOf(root, ["a.yaml"])).toBeUndefined();
  });
});

describe("files at a commit", () => {
  test("are what that commit says, whatever is on disk", async () => {
    const root = await repository({ "orgs/b.yaml": "b1", "orgs/a.yaml": "a1", "README.md": "" });
    writeFileSync(join(root, "orgs/a.yaml"), "a2");

    const { files } = await filesAt(root, "main", (file) => file.startsWith("orgs/"));

    expect(files).toEqual([
      { file: "orgs/a.yaml", text: "a1" },
      { file: "orgs/b.yaml", text: "b1" },
    ]);
  });

  test("are relative to a folder below the repository's top", async () => {
    const root = await repository({ "infra/orgs/ü.yaml": "a", "orgs/b.yaml": "b" });

    const { files } = await filesAt(join(root, "infra"), "HEAD", everything);

    expect(files).toEqual([{ file: "orgs/ü.yaml", text: "a" }]);
  });

  test("leave out links, which would be read elsewhere", async () => {
    const root = await folderWith({ "a.yaml": "a" });
    symlinkSync("/etc/hostname", join(root, "link.yaml"));
    git(root, "init", "--quiet", "--initial-branch=main");
    git(root, "add", ".");
    git(root, "commit", "--quiet", "--message=first");

    const { files } = await filesAt(root, "HEAD", everything);

    expect(files.map(({ file }) => file)).toEqual(["a.yaml"]);
  });

  test.each(["nowhere", "--output=/tmp/x", "HEAD:a.yaml", ""])(
    "%j is an error with a way out",
    async (reference) => {
      const root = await repository({ "a.yaml": "a" });

      await expect(filesAt(root, reference, everything)).rejects.toThrow(ConfigurationError);
    },
  );
});
