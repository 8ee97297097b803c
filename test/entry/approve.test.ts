import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  commitAll,
  members,
  openSandbox,
  organizationText,
  orgwright,
  projectFor,
  seed,
  writes,
} from "./cli.ts";

const approve = ["approve", "--plan", "plan.json", "--reason", "OPS-42: the team was closed", "--expires"];

/** A project whose plan takes two of five members away, which a guard holds. */
async function blocked(guards = "") {
  const sandbox = await openSandbox(seed);
  const files = { "orgs/acme.yaml": organizationText(members.slice(0, 2)) };
  const folder = await projectFor(sandbox, files, guards);
  expect(await orgwright(["plan", "--out", "plan.json"], { folder })).toMatchObject({ code: 4 });
  return { sandbox, folder };
}

describe("approve", () => {
  test("lets exactly the blocked changes pass, and says what each is", async () => {
    const { sandbox, folder } = await blocked();

    const { code, stdout, stderr } = await orgwright([...approve, "2099-12-31"], { folder });

    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Wrote approvals\/[0-9a-f]{12}\.yaml:\n {2}acme: 2 changes may pass max-removals\n/,
    );
    expect(stderr).toContain("takes effect");
    const [file = ""] = await readdir(join(folder, "approvals"));
    const text = await readFile(join(folder, "approvals", file), "utf8");
    expect(text).toMatch(/^ {4}- [0-9a-f]{64} # remove acme\/member\/frank@acme\.test$/m);
    expect(text).toContain('reason: "OPS-42: the team was closed"');

    expect(await orgwright(["validate"], { folder })).toMatchObject({ code: 0 });
    expect(await orgwright(["fmt", "--check"], { folder })).toMatchObject({ code: 0, stdout: "" });
    const uncommitted = await orgwright(["plan"], { folder });
    expect(uncommitted).toMatchObject({ code: 4 });
    expect(uncommitted.stdout + uncommitted.stderr).toContain("does not count");

    commitAll(folder);
    const applied = await orgwright(["apply", "--plan", "plan.json", "--yes"], { folder });
    expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining("2 applied") });
    expect(writes(sandbox)).toHaveLength(2);
  });

  test.each<[string, (folder: string) => Promise<void>]>([
    [
      "stands behind a committed link",
      async (folder) => {
        await writeFile(join(folder, ".gitignore"), "drafts/\n");
        await mkdir(join(folder, "drafts"));
        await rename(join(folder, "approvals/a.yaml"), join(folder, "drafts/a.yaml"));
        await symlink("../drafts/a.yaml", join(folder, "approvals/a.yaml"));
        commitAll(folder);
      },
    ],
    [
      "stands in a folder behind a committed link",
      async (folder) => {
        await writeFile(join(folder, ".gitignore"), "drafts/\n");
        await rename(join(folder, "approvals"), join(folder, "drafts"));
        await symlink("drafts", join(folder, "approvals"));
        commitAll(folder);
      },
    ],
    ...["--skip-worktree", "--assume-unchanged"].map((flag): [string, (folder: string) => Promise<void>] => [
      `was edited behind ${flag}`,
      async (folder) => {
        const file = join(folder, "approvals/a.yaml");
        const text = await readFile(file, "utf8");
        await writeFile(file, text.replace("max-removals\n", "self\n"));
        commitAll(folder);
        execFileSync("git", ["update-index", flag, "approvals/a.yaml"], { cwd: folder });
        await writeFile(file, text);
      },
    ]),
    [
      "was edited",
      async (folder) => {
        commitAll(folder);
        const file = join(folder, "approvals/a.yaml");
        await writeFile(file, (await readFile(file, "utf8")).replace("2099-12-31", "2099-12-30"));
      },
    ],
    [
      "was deleted",
      async (folder) => {
        commitAll(folder);
        await rm(join(folder, "approvals/a.yaml"));
      },
    ],
    [
      "was only staged",
      async (folder) => {
        const file = join(folder, "approvals/a.yaml");
        const text = await readFile(file, "utf8");
        await rm(file);
        commitAll(folder);
        await writeFile(file, text);
        execFileSync("git", ["add", "-A"], { cwd: folder });
      },
    ],
  ])("does not count when it %s", async (_, hide) => {
    const { sandbox, folder } = await blocked();
    await orgwright([...approve, "2099-12-31", "--out", "approvals/a.yaml"], { folder });
    await hide(folder);

    expect(await orgwright(["apply", "--yes"], { folder })).toMatchObject({ code: 4 });
    expect(writes(sandbox)).toEqual([]);
  });

  test("counts when only its layout differs from what is committed", async () => {
    const { folder } = await blocked();
    await orgwright([...approve, "2099-12-31", "--out", "approvals/a.yaml"], { folder });
    commitAll(folder);
    const file = join(folder, "approvals/a.yaml");
    await writeFile(file, `# Mine\n${await readFile(file, "utf8")}`);

    expect(await orgwright(["plan"], { folder })).toMatchObject({ code: 0 });
  });

  test("does not let anything else pass", async () => {
    const { sandbox, folder } = await blocked("guards: {maxRemovals: {count: 0}}\n");
    await orgwright([...approve, "2099-12-31"], { folder });
    commitAll(folder);
    expect(await orgwright(["plan"], { folder })).toMatchObject({ code: 0 });
    await writeFile(join(folder, "orgs/acme.yaml"), organizationText(members.slice(0, 1)));

    expect(await orgwright(["apply", "--yes"], { folder })).toMatchObject({ code: 4 });
    expect(writes(sandbox)).toEqual([]);
  });

  test("holds until its day is over", async () => {
    const { folder } = await blocked();
    await orgwright([...approve, "2027-01-31"], {
      folder,
      environment: { ORGWRIGHT_NOW: "2027-01-01T00:00:00Z" },
    });
    commitAll(folder);
    const planAt = (now: string) => orgwright(["plan"], { folder, environment: { ORGWRIGHT_NOW: now } });

    expect(await planAt("2027-01-31T23:00:00Z")).toMatchObject({ code: 0 });
    expect(await planAt("2027-02-01T00:00:01Z")).toMatchObject({ code: 4 });
  });

  test("refuses when nothing is blocked", async () => {
    const folder = await projectFor(await openSandbox(seed));
    await orgwright(["plan", "--out", "plan.json"], { folder });

    const { code, stderr } = await orgwright([...approve, "2099-12-31"], { folder });

    expect(code).toBe(3);
    expect(stderr).toContain("Nothing in this plan is blocked");
  });

  test("never overwrites, and says when no glob names the file", async () => {
    const { folder } = await blocked();

    const first = await orgwright([...approve, "2099-12-31", "--out", "elsewhere/a.yaml"], { folder });
    const second = await orgwright([...approve, "2099-12-31", "--out", "elsewhere/a.yaml"], { folder });

    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining("`elsewhere/**/*.yaml`") });
    expect(second).toMatchObject({ code: 3, stderr: expect.stringContaining("is there already") });
  });

  test.each([
    [["approve"], "--plan is missing"],
    [["approve", "--plan", "plan.json", "--reason", "x"], "--expires is missing"],
    [[...approve, "tomorrow"], "is no date"],
    [[...approve, "2026-02-30"], "is no date"],
    [[...approve, "2020-01-01"], "is over already"],
    [[...approve, "2099-12-31"], "cannot be read"],
  ])("%j exits 3", async (args, words) => {
    const folder = await projectFor(await openSandbox(seed));

    const { code, stderr } = await orgwright(args, { folder });

    expect(code).toBe(3);
    expect(stderr).toContain(words);
  });
});
