import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SandboxSeed } from "../../src/sandbox/index.ts";
import { folderWith } from "../io/folder.ts";
import { canary, openSandbox, orgwright, projectFor, projectText, seed, writes } from "./cli.ts";

const empty = { "orgs/.keep": "" };

describe("import", () => {
  test("writes what is live as manifests that are valid, canonical, and have nothing to change", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox, empty);

    const { code, stdout, stderr } = await orgwright(["import", "--out", "orgs"], { folder });

    expect(stderr).toBe("");
    expect(stdout).toBe("wrote     orgs/acme-corp.yaml  5 members, 0 roles, 1 workspace\n");
    expect(code).toBe(0);
    expect(
      await readFile(join(folder, "orgs/acme-corp.yaml"), "utf8"),
    ).toBe(`# yaml-language-server: $schema=../.orgwright/schemas/manifest.schema.json

apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme-corp}
spec:
  connection: signalsmith
  slug: acme-corp
  displayName: Acme Corp
  workspaces:
    - {name: production, id: ws_production, displayName: Production}
  members:
    - {email: alice@acme.test, role: owner, workspaces: {}}
    - {email: dana@acme.test, role: owner, workspaces: {}}
    - {email: ops@acme.test, role: owner, workspaces: {production: owner}}
    - {email: bob@acme.test, role: member, workspaces: {production: member}}
    - {email: frank@acme.test, role: member, workspaces: {}}
`);
    expect(writes(sandbox)).toEqual([]);
    expect(await orgwright(["validate"], { folder })).toMatchObject({ code: 0 });
    expect(await orgwright(["fmt", "--check"], { folder })).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await orgwright(["plan", "--detailed-exitcode"], { folder })).toMatchObject({ code: 0 });
    expect(await orgwright(["drift"], { folder })).toMatchObject({ code: 0 });
  });

  test("does not import again what is declared, and never overwrites a file", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox, empty);
    await orgwright(["import", "--out", "orgs"], { folder });
    await orgwright(["import", "--out", "elsewhere"], { folder });

    expect(await readdir(folder)).toEqual(["orgs", "orgwright.yaml"]);
    expect(await orgwright(["import", "--out", "orgs"], { folder })).toEqual({
      code: 0,
      stdout: "declared  acme-corp  as acme-corp, not imported again\n",
      stderr: "",
    });
  });

  test("keeps a file that is there: without a word when it says the same, else exit 1 with its name", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox, empty);
    const args = ["import", "acme-corp", "--out", "drafts"];

    const first = await orgwright(args, { folder });
    const same = await orgwright(args, { folder });
    await writeFile(join(folder, "drafts/acme-corp.yaml"), "mine\n");
    const other = await orgwright(args, { folder });

    expect(first).toMatchObject({ code: 0 });
    expect(first.stderr).toContain("import/outside-project");
    expect(same).toMatchObject({ code: 0, stderr: "" });
    expect(same.stdout).toContain("it says so already");
    expect(other.code).toBe(1);
    expect(other.stderr).toContain("import/kept");
    expect(await readFile(join(folder, "drafts/acme-corp.yaml"), "utf8")).toBe("mine\n");
  });

  test("with an unknown slug exits 1, and imports the others", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox, empty);

    const { code, stdout, stderr } = await orgwright(["import", "nobody", "acme-corp", "--out", "orgs"], {
      folder,
    });

    expect(code).toBe(1);
    expect(stdout).toContain("wrote     orgs/acme-corp.yaml");
    expect(stdout).toContain("failed    nobody");
    expect(stderr).toContain("import/not-found");
  });

  test("finds an organization by id where the system lists none, and so does the plan", async () => {
    const sandbox = await openSandbox(one("org_acme"), { signalsmith: { organizationList: false } });
    const folder = await projectFor(sandbox, empty);

    expect(await orgwright(["import", "--out", "orgs"], { folder })).toMatchObject({ code: 1 });
    const byId = await orgwright(["import", "org_acme", "--out", "orgs"], { folder });

    expect(byId).toMatchObject({ code: 0, stderr: "" });
    expect(await readFile(join(folder, "orgs/acme-corp.yaml"), "utf8")).toContain(
      "  slug: acme-corp\n  id: org_acme\n",
    );
    expect(await orgwright(["plan", "--detailed-exitcode"], { folder })).toMatchObject({ code: 0 });
  });

  test("takes pending invitations as they are: the plan sends and revokes nothing", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);
    await orgwright(["apply", "--yes"], { folder });
    const before = writes(sandbox).length;
    const fresh = await projectFor(sandbox, empty);

    const { code, stdout } = await orgwright(["import", "--out", "orgs"], { folder: fresh });

    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "wrote     orgs/acme-corp.yaml  5 members, 0 roles, 1 workspace\n",
    });
    expect(await readFile(join(fresh, "orgs/acme-corp.yaml"), "utf8")).toContain("carol@acme.test");
    expect(await orgwright(["plan", "--detailed-exitcode"], { folder: fresh })).toMatchObject({ code: 0 });
    expect(writes(sandbox)).toHaveLength(before);
  });

  test("asks no more of each organization than the plan that follows and one count, and only to read", async () => {
    const sandbox = await openSandbox(many(40));
    const folder = await projectFor(sandbox, empty);

    const imported = await orgwright(["import", "--out", "orgs"], { folder });
    const asked = sandbox.requests().length;
    const planned = await orgwright(["plan", "--detailed-exitcode"], { folder });
    const again = sandbox.requests().length - asked;

    expect(imported).toMatchObject({ code: 0, stderr: "" });
    expect(imported.stdout.split("\n")).toHaveLength(41);
    expect(planned).toMatchObject({ code: 0 });
    expect(writes(sandbox)).toEqual([]);
    expect(asked).toBeLessThanOrEqual(again + 40);
  });

  test("shows no credential, whatever fails", async () => {
    const folder = await folderWith({
      "orgwright.yaml": projectText("http://127.0.0.1:9/api/v1"),
      "orgs/.keep": "",
    });

    const { code, stdout, stderr } = await orgwright(["import", "--out", "orgs"], { folder });

    expect(code).toBe(1);
    expect(stdout).toBe("failed    signalsmith\n");
    expect(stderr).toContain("system/failed");
    expect(stdout + stderr).not.toContain(canary);
    expect(await readdir(join(folder, "orgs"))).toEqual([".keep"]);
  });

  test("says what is missing or unknown of its options", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox, empty);
    const two = await projectFor(
      sandbox,
      empty,
      "  second:\n    system: signalsmith\n    endpoint: http://127.0.0.1:9\n    token: {env: X}\n",
    );

    expect(await orgwright(["import"], { folder })).toMatchObject({ code: 3, stdout: "" });
    expect(
      (await orgwright(["import", "--out", "o", "--connection", "signalsmit"], { folder })).stderr,
    ).toContain("Did you mean");
    expect((await orgwright(["import", "--out", "o"], { folder: two })).stderr).toContain(
      "signalsmith, second",
    );
    await writeFile(join(folder, "orgwright.yaml"), "kind: Project\n");
    expect(await orgwright(["import", "--out", "o"], { folder })).toMatchObject({ code: 3 });
  });
});

function one(id: string): SandboxSeed {
  return {
    signalsmith: {
      tokens: [{ token: canary, account: "ops@acme.test" }],
      organizations: [{ id, name: "Acme Corp", members: [{ account: "ops@acme.test", role: "owner" }] }],
    },
  };
}

function many(count: number): SandboxSeed {
  return {
    signalsmith: {
      tokens: [{ token: canary, account: "ops@acme.test" }],
      organizations: Array.from({ length: count }, (_, index) => ({
        name: `Organization ${index}`,
        members: [
          { account: "ops@acme.test", role: "owner" as const },
          { account: `a${index}@acme.test`, role: "owner" as const },
          { account: `b${index}@acme.test`, role: "member" as const },
        ],
      })),
    },
  };
}
