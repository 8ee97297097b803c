import { execFileSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith } from "../io/folder.ts";
import {
  canary,
  members,
  openSandbox,
  organizationText,
  orgwright,
  projectFor,
  projectText,
  seed,
  writes,
} from "./cli.ts";

describe("plan", () => {
  test("shows what would be created, changed and removed, and writes nothing", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);

    const { code, stdout, stderr } = await orgwright(["plan"], { folder });

    expect(stderr).toBe("");
    expect(stdout).toContain("1 to create, 1 to update, 1 to remove");
    expect(stdout).toContain("carol@acme.test");
    expect(code).toBe(0);
    expect(writes(sandbox)).toEqual([]);
    expect(await readdir(folder)).toEqual(["orgs", "orgwright.yaml"]);
  });

  test("exits 2 for changes when asked, and 0 where there are none", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);

    expect(await orgwright(["plan", "--detailed-exitcode"], { folder })).toMatchObject({ code: 2 });
    expect(await orgwright(["apply", "--yes"], { folder })).toMatchObject({ code: 0, stderr: "" });
    expect(await orgwright(["plan", "--detailed-exitcode"], { folder })).toMatchObject({ code: 0 });
  });

  test("is plain text in a pipe and coloured only when told to", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);

    const plain = await orgwright(["plan"], { folder, environment: { FORCE_COLOR: "1" } });
    const colored = await orgwright(["plan", "--color", "always"], { folder });

    expect(plain.stdout).not.toContain("\u001b");
    expect(colored.stdout).toContain("\u001b[");
  });

  test("is the same bytes for the same input, as JSON and as Markdown", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);

    for (const format of ["json", "markdown"]) {
      const first = await orgwright(["plan", "--format", format], { folder });
      const second = await orgwright(["plan", "--format", format], { folder });
      expect(second.stdout).toBe(first.stdout);
    }
    const { stdout } = await orgwright(["plan", "--format", "json"], { folder });
    expect(JSON.parse(stdout)).toMatchObject({ formatVersion: 1, verdict: "applicable" });
  });

  test("saves the plan that it shows", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);

    const { stdout, stderr } = await orgwright(["plan", "--format", "json", "--out", "plan.json"], {
      folder,
    });

    expect(await readFile(join(folder, "plan.json"), "utf8")).toBe(stdout);
    expect(stderr).toContain("orgwright apply --plan plan.json");
  });

  test("works in another folder with -C, where relative files are too", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);

    const { code } = await orgwright(["-C", folder, "plan", "--out", "plan.json"], { folder: "/" });

    expect(code).toBe(0);
    expect(await readdir(folder)).toContain("plan.json");
  });

  test("exits 3 with all problems for invalid manifests, before any request", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox, {
      "orgs/a.yaml": organizationText(["{email: alice@acme.test, role: ownr}"]),
      "orgs/b.yaml": "kind: [",
    });

    const { code, stdout, stderr } = await orgwright(["plan"], { folder });

    expect(code).toBe(3);
    expect(stdout).toBe("");
    expect(stderr).toContain("orgs/b.yaml:1");
    expect(sandbox.requests()).toEqual([]);
  });

  test("exits 1 when an organization cannot be read, and still shows the others", async () => {
    const sandbox = await openSandbox(seed, { faults: "403%100=GET:/organizations/org_1/members" });
    const folder = await projectFor(sandbox, {
      "orgs/acme.yaml": organizationText(),
      "orgs/labs.yaml": organizationText()
        .replace("name: acme", "name: labs")
        .replace(/slug: [\s\S]*/, "slug: acme-labs\n"),
    });

    const { code, stdout } = await orgwright(["plan"], { folder });

    expect(code).toBe(1);
    expect(stdout).toContain("acme could not be read");
    expect(stdout).toContain("create organization labs");
    expect(stdout).not.toContain("remove member frank@acme.test");
  });

  test("exits 1 and names the variable when a credential is missing", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);

    const { code, stdout } = await orgwright(["plan"], { folder, environment: { SIGNALSMITH_TOKEN: "" } });

    expect(code).toBe(1);
    expect(stdout).toContain("SIGNALSMITH_TOKEN");
    expect(sandbox.requests()).toEqual([]);
  });

  test("exits 4 when a guard holds changes", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox, { "orgs/acme.yaml": organizationText(members.slice(0, 2)) });

    const { code, stdout } = await orgwright(["plan", "--detailed-exitcode"], { folder });

    expect(code).toBe(4);
    expect(stdout).toContain("max-removals");
  });

  test("plans only what is asked for, by name or by file", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox, {
      "orgs/acme.yaml": organizationText(),
      "orgs/more/labs.yaml": organizationText(["{email: alice@acme.test, role: owner}"])
        .replace("name: acme", "name: labs")
        .replace("acme-corp", "acme-labs")
        .replace("{name: production, id: ws_production}", "{name: staging, id: ws_staging}"),
    });
    const namesOf = async (...args: readonly string[]) => {
      const { stdout } = await orgwright(["plan", "--format", "json", ...args], { folder });
      return JSON.parse(stdout).organizations.map(({ name }: { name: string }) => name);
    };

    expect(await namesOf()).toEqual(["acme", "labs"]);
    expect(await namesOf("--only", "labs")).toEqual(["labs"]);
    expect(await namesOf("--only", "labs", "--only=acme")).toEqual(["acme", "labs"]);
    expect(await namesOf("orgs/more")).toEqual(["labs"]);
    expect(await namesOf("orgs/acme.yaml")).toEqual(["acme"]);
  });

  test("refuses organizations and files that there are not", async () => {
    const folder = await folderWith({
      "orgwright.yaml": projectText("http://127.0.0.1:1"),
      "orgs/acme.yaml": organizationText(),
      "other.yaml": "",
    });

    const misspelt = await orgwright(["plan", "--only", "acne"], { folder });
    const missing = await orgwright(["plan", "orgs/none.yaml"], { folder });
    const foreign = await orgwright(["plan", "other.yaml"], { folder });

    expect(misspelt).toMatchObject({ code: 3, stderr: expect.stringContaining("Did you mean `acme`?") });
    expect(missing).toMatchObject({ code: 3, stderr: expect.stringContaining("There is no orgs/none.yaml") });
    expect(foreign).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("none of the project's files"),
    });
  });
});

describe("apply", () => {
  test("makes live what the manifests say; the second plan is empty and the record is written", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);

    const applied = await orgwright(["apply", "--yes"], { folder });
    const again = await orgwright(["plan"], { folder });

    expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining("3 applied") });
    expect(again.stdout).toContain("no changes");
    expect(await readdir(join(folder, ".orgwright/record"))).toEqual(["acme.json"]);
    const { organizations } = sandbox.state().signalsmith;
    expect(organizations[0]?.invitations.map(({ email }) => email)).toEqual(["carol@acme.test"]);
  });

  test("refuses to start when nobody can be asked, before any request", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);

    const { code, stderr } = await orgwright(["apply"], { folder });

    expect(code).toBe(3);
    expect(stderr).toContain("--yes");
    expect(sandbox.requests()).toEqual([]);
  });

  test("goes on with a saved plan that still holds", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);
    await orgwright(["plan", "--out", "plan.json"], { folder });

    const { code, stdout } = await orgwright(["apply", "--plan", "plan.json", "--yes"], { folder });

    expect(code).toBe(0);
    expect(stdout).toContain("3 applied");
  });

  test("stops with exit 1 and writes nothing when something moved since the plan was saved", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);
    await orgwright(["plan", "--out", "plan.json"], { folder });
    await writeFile(
      join(folder, "orgs/acme.yaml"),
      organizationText([...members, "{email: eve@acme.test, role: owner}"]),
    );

    const { code, stdout } = await orgwright(["apply", "--plan", "plan.json", "--yes"], { folder });

    expect(code).toBe(1);
    expect(stdout).toContain("eve@acme.test");
    expect(writes(sandbox)).toEqual([]);
  });

  test.each([
    ["no JSON", "{", "not JSON"],
    ["another document", '{"formatVersion": 1}', "is no plan"],
    ["a plan of a later format", '{"formatVersion": 2}', "is no plan"],
  ])("exits 3 for a saved plan that is %s", async (_, text, words) => {
    const folder = await folderWith({
      "orgwright.yaml": projectText("http://127.0.0.1:1"),
      "plan.json": text,
    });

    const { code, stderr } = await orgwright(["apply", "--plan", "plan.json", "--yes"], { folder });

    expect(code).toBe(3);
    expect(stderr).toContain(words);
  });

  test("exits 1 when a write fails, and says which", async () => {
    const sandbox = await openSandbox(seed, { faults: "403%100=DELETE:/members" });
    const folder = await projectFor(sandbox);

    const { code, stdout } = await orgwright(["apply", "--yes"], { folder });

    expect(code).toBe(1);
    expect(stdout).toContain("2 applied · 1 failed");
  });

  test("exits 4 and writes nothing to an organization that a guard holds", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox, { "orgs/acme.yaml": organizationText(members.slice(0, 2)) });

    expect(await orgwright(["apply", "--yes"], { folder })).toMatchObject({ code: 4 });
    expect(writes(sandbox)).toEqual([]);
  });
});

describe("drift", () => {
  async function applied() {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);
    await orgwright(["apply", "--yes"], { folder });
    return { sandbox, folder };
  }

  test("is silent after an apply, and names what was done by hand", async () => {
    const { sandbox, folder } = await applied();
    expect(await orgwright(["drift"], { folder })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("No drift"),
    });

    const dana = sandbox.state().signalsmith.organizations[0]?.members[2];
    await fetch(`${sandbox.endpoints.signalsmith}/organizations/org_1/members/${dana?.id}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${canary}`, "content-type": "application/json" },
      body: JSON.stringify({ org_role: "member" }),
    });
    const { code, stdout } = await orgwright(["drift"], { folder });

    expect(code).toBe(2);
    expect(stdout).toContain("1 by drift");
    expect(stdout).toContain("dana@acme.test");
  });

  test("calls what git moved intended, and writes nothing", async () => {
    const { sandbox, folder } = await applied();
    await writeFile(join(folder, "orgs/acme.yaml"), organizationText(members.slice(0, 3)));
    const before = writes(sandbox).length;

    const { code, stdout } = await orgwright(["drift", "--format", "json"], { folder });

    expect(code).toBe(2);
    expect(JSON.parse(stdout).organizations[0].changes[0]).toMatchObject({
      address: "acme/member/carol@acme.test",
      cause: "intended",
    });
    expect(writes(sandbox)).toHaveLength(before);
  });

  test("exits 1 and never says that there is none when something could not be read", async () => {
    const { folder } = await applied();

    const { code, stdout } = await orgwright(["drift"], {
      folder,
      environment: { SIGNALSMITH_TOKEN: "wrong" },
    });

    expect(code).toBe(1);
    expect(stdout).not.toContain("No drift");
  });

  test("exits 3 for a damaged record", async () => {
    const { folder } = await applied();
    await writeFile(join(folder, ".orgwright/record/acme.json"), "{");

    const { code, stderr } = await orgwright(["drift"], { folder });

    expect(code).toBe(3);
    expect(stderr).toContain(".orgwright/record/acme.json");
  });
});

describe("git", () => {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@acme.test", "-c", "commit.gpgsign=false"];
  const git = (folder: string, ...args: readonly string[]) =>
    execFileSync("git", [...identity, ...args], { cwd: folder, encoding: "utf8", stdio: "pipe" }).trim();

  async function committed() {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);
    git(folder, "init", "--quiet");
    git(folder, "add", ".");
    git(folder, "commit", "--quiet", "--message=first");
    return folder;
  }

  test("the record names the commit that was applied", async () => {
    const folder = await committed();
    const commit = git(folder, "rev-parse", "HEAD");

    await orgwright(["apply", "--yes"], { folder });

    const record = JSON.parse(await readFile(join(folder, ".orgwright/record/acme.json"), "utf8"));
    expect(record.commit).toBe(commit);
  });

  test("--base tells what git moved from what live moved, without any record", async () => {
    const folder = await committed();
    await writeFile(
      join(folder, "orgs/acme.yaml"),
      organizationText([...members, "{email: eve@acme.test, role: member}"]),
    );

    const { code, stdout } = await orgwright(["plan", "--base", "HEAD", "--format", "json"], { folder });

    expect(code).toBe(0);
    const causes = JSON.parse(stdout).organizations[0].changes.map(
      ({ address, cause }: { address: string; cause: string }) => [address, cause],
    );
    expect(causes).toContainEqual(["acme/member/eve@acme.test", "intended"]);
    expect(causes).toContainEqual(["acme/member/frank@acme.test", "drift"]);
  });

  test("a base that there is not, or whose manifests are broken, exits 3", async () => {
    const folder = await committed();
    await writeFile(join(folder, "orgs/acme.yaml"), "kind: [");
    git(folder, "commit", "--all", "--quiet", "--message=broken");
    await writeFile(join(folder, "orgs/acme.yaml"), organizationText());

    const missing = await orgwright(["plan", "--base", "nowhere"], { folder });
    const broken = await orgwright(["plan", "--base", "HEAD"], { folder });

    expect(missing).toMatchObject({ code: 3, stderr: expect.stringContaining("no commit nowhere") });
    expect(broken).toMatchObject({ code: 3, stderr: expect.stringContaining("orgs/acme.yaml:1") });
  });
});

test("apply --scope due does only what time has moved", async () => {
  const sandbox = await openSandbox(seed);
  const until = [...members, "{email: eve@acme.test, role: member, until: 2027-01-31}"];
  const folder = await projectFor(sandbox, { "orgs/acme.yaml": organizationText(until) });
  const at = (now: string) => ({ folder, environment: { ORGWRIGHT_NOW: now } });
  await orgwright(["apply", "--yes"], at("2027-01-01T00:00:00Z"));
  await writeFile(
    join(folder, "orgs/acme.yaml"),
    organizationText([...until, "{email: zoe@acme.test, role: member}"]),
  );

  const { code, stdout } = await orgwright(["apply", "--scope", "due", "--yes"], at("2027-02-01T12:00:00Z"));

  expect(code).toBe(0);
  // Carol's invitation has expired by then as well.
  expect(stdout).toContain("2 applied");
  expect(stdout).toContain("revoke member eve@acme.test");
  expect(stdout).not.toContain("zoe@acme.test");
});
