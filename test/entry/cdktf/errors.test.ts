/** The construct on what cannot be used: the words of `orgwright validate`, and clear ones for its own options. */
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith } from "../../io/folder.ts";
import { orgwright } from "../cli.ts";
import { kit, kitNames, stackOf } from "./kit.ts";
import { now, project, rich } from "./rich.ts";

const it = kit("cdktf");

function making(props: { readonly path: string | readonly string[]; readonly project?: string }, by = it) {
  return () =>
    stackOf(by, (stack) => new by.orgwright.OrganizationManifests(stack, "orgs", { now, ...props }));
}

function messageOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "nothing was thrown";
}

const broken: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "unknown keys, an unknown role and an unknown group in two files": {
    ...rich,
    "orgs/acme.yaml": (rich["orgs/acme.yaml"] ?? "").replace("displayName: Acme", "displayname: Acme"),
    "orgs/beta.yaml": (rich["orgs/beta.yaml"] ?? "").replace("role: owner", "role: emperor"),
    "people/people.yaml": (rich["people/people.yaml"] ?? "").replace("name: sre", "name: srs"),
  },
  "errors beside warnings": {
    ...rich,
    "orgs/beta.yaml": (rich["orgs/beta.yaml"] ?? "")
      .replace("slug: beta-corp", "slug: Beta Corp")
      .replace("connection: signal", "connection: signals"),
  },
  "no YAML": { ...rich, "orgs/beta.yaml": "apiVersion: [orgwright/v1\nkind: Organization\n" },
  "a project file that is none": {
    ...rich,
    "orgwright.yaml": `${project.replace("system: cantila", "system: x")}more: 1\n`,
  },
  "an approval among the manifests": {
    ...rich,
    "orgs/approval.yaml": "apiVersion: orgwright/v1\nkind: Approval\nmetadata: {name: a}\nspec: {}\n",
  },
};

describe("what validate says", () => {
  test.each(Object.entries(broken))("%s", async (_what, files) => {
    const folder = await folderWith(files);
    const validate = await orgwright(["validate"], {
      folder,
      environment: { ORGWRIGHT_NOW: now.toISOString() },
    });

    expect(validate.code).toBe(3);
    expect(messageOf(making({ path: join(folder, "orgs") }))).toBe(validate.stdout.trimEnd());
  });

  test("bytes that are no text, a link that leads out, a link to nothing", async () => {
    const elsewhere = await folderWith({ "other.yaml": "" });
    const folder = await folderWith({ ...rich, "orgs/bytes.yaml": new Uint8Array([0x61, 0xff, 0xfe]) });
    await symlink(join(elsewhere, "other.yaml"), join(folder, "orgs/out.yaml"));
    await symlink(join(folder, "nothing.yaml"), join(folder, "orgs/nothing.yaml"));
    const validate = await orgwright(["validate"], { folder });

    expect(validate.code).toBe(3);
    expect(validate.stdout).toContain("orgs/out.yaml");
    expect(messageOf(making({ path: join(folder, "orgs") }))).toBe(validate.stdout.trimEnd());
  });

  test.each(kitNames)("in both builds: %s", async (name) => {
    const folder = await folderWith(broken["errors beside warnings"] ?? {});

    expect(messageOf(making({ path: join(folder, "orgs") }, kit(name)))).toContain("orgs/beta.yaml:5:15");
  });
});

describe("what cannot be found", () => {
  test("no project file above the manifests", async () => {
    const folder = await folderWith({ "orgs/acme.yaml": "" });

    expect(messageOf(making({ path: join(folder, "orgs") }))).toMatch(
      /^There is no orgwright\.yaml in .*orgs or above it\. Start a project with `orgwright init`, or name its file with `project`\.$/,
    );
  });

  test("a project file that is not there", async () => {
    const folder = await folderWith(rich);

    expect(messageOf(making({ path: folder, project: join(folder, "other.yaml") }))).toMatch(
      /^There is no project file .*other\.yaml/,
    );
  });

  test("a path that is not there, and one without manifests", async () => {
    const folder = await folderWith({ ...rich, "empty/notes.txt": "" });

    expect(messageOf(making({ path: join(folder, "orgz") }))).toMatch(/^There is no .*orgz\. `path` takes/);
    expect(messageOf(making({ path: join(folder, "empty") }))).toMatch(/^There is no YAML file in .*empty/);
  });

  test("manifests outside the project's folder", async () => {
    const folder = await folderWith({ "config/orgwright.yaml": project, "orgs/acme.yaml": "" });

    expect(
      messageOf(making({ path: join(folder, "orgs"), project: join(folder, "config/orgwright.yaml") })),
    ).toContain("is outside");
  });
});

describe("what the globs of the project do not name", () => {
  test("is read where `path` names it: a folder, or one file", async () => {
    const files = { "orgwright.yaml": project, "more/beta.yml": rich["orgs/beta.yaml"] ?? "" };
    const folder = await folderWith({ ...files, "people/people.yaml": rich["people/people.yaml"] ?? "" });

    for (const path of [join(folder, "more"), join(folder, "more/beta.yml")]) {
      expect([...making({ path: [path] })().made.organizations.keys()]).toEqual(["beta.eu"]);
    }
  });
});
