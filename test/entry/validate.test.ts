import { generateIdentity, identityToRecipient } from "age-encryption";
import { describe, expect, test } from "vitest";
import { folderWith } from "../io/folder.ts";
import { organizationText, orgwright, projectText } from "./cli.ts";

const project = projectText("http://127.0.0.1:1");

describe("validate", () => {
  test("says what is valid on stdout, and needs no credential", async () => {
    const folder = await folderWith({ "orgwright.yaml": project, "orgs/acme.yaml": organizationText() });

    const ended = await orgwright(["validate"], { folder, environment: { SIGNALSMITH_TOKEN: "" } });

    expect(ended).toEqual({ code: 0, stdout: "Valid: 1 organization in 2 files.\n", stderr: "" });
  });

  test("shows all problems of all files at once, each with its place and what to do", async () => {
    const folder = await folderWith({
      "orgwright.yaml": project,
      "orgs/a.yaml": organizationText(["{email: alice@acme.test, rolle: owner}"]),
      "orgs/b.yaml": "kind: [",
      "orgs/c.yaml": Buffer.from("name: Jos\xe9", "latin1"),
    });

    const { code, stdout, stderr } = await orgwright(["validate"], { folder });

    expect(code).toBe(3);
    expect(stderr).toBe("");
    expect(stdout).toContain("orgs/a.yaml:11");
    expect(stdout).toContain("orgs/b.yaml:1");
    expect(stdout).toContain("orgs/c.yaml:1");
    expect(stdout).toContain("`role`");
    expect(stdout).toContain("^");
  });

  test("finds what no schema can: an unknown connection, a role that the system does not have", async () => {
    const folder = await folderWith({
      "orgwright.yaml": project,
      "orgs/acme.yaml": organizationText(["{email: alice@acme.test, role: emperor}"]),
      "orgs/labs.yaml": organizationText().replace("connection: signalsmith", "connection: elsewhere"),
    });

    const { code, stdout } = await orgwright(["validate"], { folder });

    expect(code).toBe(3);
    expect(stdout).toContain("emperor");
    expect(stdout).toContain("elsewhere");
  });

  test.each([
    ["json", (text: string) => JSON.parse(text).errors > 0],
    ["sarif", (text: string) => JSON.parse(text).version === "2.1.0"],
    ["github", (text: string) => text.startsWith("::error file=orgs/acme.yaml,line=")],
  ])("has the same problems as %s", async (format, holds) => {
    const folder = await folderWith({
      "orgwright.yaml": project,
      "orgs/acme.yaml": organizationText(["{email: alice@acme.test, role: emperor}"]),
    });

    const { code, stdout } = await orgwright(["validate", "--format", format], { folder });

    expect(code).toBe(3);
    expect(holds(stdout)).toBe(true);
  });

  test("looks at the whole project, and tells only of the named files", async () => {
    const folder = await folderWith({
      "orgwright.yaml": project,
      "orgs/acme.yaml": organizationText(),
      "orgs/labs.yaml": organizationText(["{email: alice@acme.test, role: emperor}"])
        .replace("name: acme", "name: labs")
        .replace("acme-corp", "acme-labs")
        .replace(/ {2}workspaces:\n.*\n/, ""),
    });

    const good = await orgwright(["validate", "orgs/acme.yaml"], { folder });
    const bad = await orgwright(["validate", "orgs/labs.yaml"], { folder });

    expect(good).toMatchObject({ code: 0, stdout: "Valid: 1 organization in 1 file.\n" });
    expect(bad).toMatchObject({ code: 3, stdout: expect.stringContaining("emperor") });
  });

  test("warns when the globs name nothing", async () => {
    const folder = await folderWith({ "orgwright.yaml": project });

    const { code, stdout } = await orgwright(["validate"], { folder });

    expect(code).toBe(0);
    expect(stdout).toContain("No file matches orgs/**/*.yaml");
  });

  test("says where a project file is when it is not here", async () => {
    const folder = await folderWith({ "orgwright.yaml": project, "orgs/acme.yaml": organizationText() });

    const { code, stderr } = await orgwright(["-C", "orgs", "validate"], { folder });

    expect(code).toBe(3);
    expect(stderr).toContain("There is no orgwright.yaml in");
    expect(stderr).toContain("-C ");
  });

  test("never repeats a credential that stands in the project file", async () => {
    const folder = await folderWith({
      "orgwright.yaml": project.replace("{env: SIGNALSMITH_TOKEN}", "canary-in-the-file"),
    });

    const { code, stdout, stderr } = await orgwright(["validate"], { folder });

    expect(code).toBe(3);
    expect(stdout + stderr).not.toContain("canary");
  });

  test("counts acknowledgements, and refuses a recipient with a slip of the pen", async () => {
    const known = `apiVersion: orgwright/v1
kind: Acknowledgement
metadata: {name: known}
spec: {organization: acme, changes: [${"b".repeat(64)}], reason: agreed, expires: 2099-12-31}
`;
    const files = { "orgs/acme.yaml": organizationText(), "approvals/known.yaml": known };
    const recipient = await identityToRecipient(await generateIdentity());
    const secrets = (recipients: string) => `${project}secrets: {recipients: [${recipients}]}\n`;
    const good = await folderWith({ ...files, "orgwright.yaml": secrets(recipient) });
    const slip = `${recipient.slice(0, -1)}${recipient.endsWith("q") ? "p" : "q"}`;
    const bad = await folderWith({ ...files, "orgwright.yaml": secrets(slip) });

    expect(await orgwright(["validate"], { folder: good })).toMatchObject({
      code: 0,
      stdout: "Valid: 1 organization, 1 acknowledgement in 3 files.\n",
    });
    expect(await orgwright(["validate"], { folder: bad })).toMatchObject({
      code: 3,
      stdout: expect.stringContaining("project/recipient"),
    });
  });
});
