import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith } from "../io/folder.ts";
import { exampleCopy, organizationText, orgwright, projectText } from "./cli.ts";

async function schemaFiles(): Promise<readonly string[]> {
  const files = await readdir(new URL("../../schemas", import.meta.url));
  return files.filter((file) => file.endsWith(".schema.json"));
}

describe("init", () => {
  test("writes a project that is valid and in canonical form", async () => {
    const folder = await folderWith({});

    const { code, stdout, stderr } = await orgwright(["init", "my-orgs", "--system", "signalsmith"], {
      folder,
    });

    expect(code).toBe(0);
    expect(stdout).toContain("wrote  orgwright.yaml\nwrote  orgs/example.yaml\n");
    expect(stderr).toContain("orgwright -C my-orgs plan");
    const there = join(folder, "my-orgs");
    expect(await orgwright(["validate"], { folder: there })).toMatchObject({ code: 0 });
    expect(await orgwright(["fmt", "--check"], { folder: there })).toMatchObject({ code: 0 });
  });

  test("gives editors the schemas that the files point to", async () => {
    const folder = await folderWith({});
    await orgwright(["init"], { folder });

    for (const file of ["orgwright.yaml", "orgs/example.yaml"]) {
      const text = await readFile(join(folder, file), "utf8");
      const [, schema = ""] = /\$schema=(\S+)/.exec(text) ?? [];
      const path = join(folder, file, "..", schema);
      expect(JSON.parse(await readFile(path, "utf8"))).toHaveProperty("$id");
    }
    expect(await readdir(join(folder, ".orgwright/schemas"))).toEqual(await schemaFiles());
  });

  test("never overwrites", async () => {
    const folder = await folderWith({ "orgwright.yaml": "mine" });

    const { code, stdout } = await orgwright(["init"], { folder });

    expect(code).toBe(0);
    expect(stdout).toContain("kept   orgwright.yaml\nwrote  orgs/example.yaml");
    expect(await readFile(join(folder, "orgwright.yaml"), "utf8")).toBe("mine");
  });

  test("knows which systems there are", async () => {
    const { code, stderr } = await orgwright(["init", "--system", "signalsmth"], { folder: "/" });

    expect(code).toBe(3);
    expect(stderr).toContain("Did you mean `signalsmith`?");
  });
});

describe("fmt", () => {
  const crooked = organizationText().replace(
    "  slug: acme-corp\n",
    '  slug:   "acme-corp"   # the account\n',
  );

  test("writes the canonical form, keeps comments, and names what it wrote", async () => {
    const folder = await folderWith({
      "orgwright.yaml": projectText("https://x.test"),
      "orgs/a.yaml": crooked,
    });

    expect(await orgwright(["fmt", "--check"], { folder })).toMatchObject({
      code: 1,
      stdout: "orgs/a.yaml\n",
    });
    expect(await readFile(join(folder, "orgs/a.yaml"), "utf8")).toBe(crooked);

    expect(await orgwright(["fmt"], { folder })).toMatchObject({ code: 0, stdout: "orgs/a.yaml\n" });
    expect(await readFile(join(folder, "orgs/a.yaml"), "utf8")).toContain("slug: acme-corp # the account\n");

    expect(await orgwright(["fmt"], { folder })).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("formats only what is named", async () => {
    const folder = await folderWith({
      "orgwright.yaml": projectText("https://x.test"),
      "orgs/a.yaml": crooked,
      "orgs/b/c.yaml": crooked,
    });

    expect(await orgwright(["fmt", "orgs/b"], { folder })).toMatchObject({ stdout: "orgs/b/c.yaml\n" });
    expect(await readFile(join(folder, "orgs/a.yaml"), "utf8")).toBe(crooked);
  });

  test("leaves what is no YAML as it is, and exits 3", async () => {
    const folder = await folderWith({
      "orgwright.yaml": projectText("https://x.test"),
      "orgs/a.yaml": "kind: [",
    });

    const { code, stderr } = await orgwright(["fmt"], { folder });

    expect(code).toBe(3);
    expect(stderr).toContain("orgs/a.yaml");
    expect(await readFile(join(folder, "orgs/a.yaml"), "utf8")).toBe("kind: [");
  });
});

describe("schema", () => {
  test("lists all, with what each is for", async () => {
    const { code, stdout } = await orgwright(["schema"]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^organization +One organization on one system\./m);
    expect(stdout.trim().split("\n")).toHaveLength((await schemaFiles()).length);
  });

  test("prints one as it stands in the package", async () => {
    const { stdout } = await orgwright(["schema", "plan"]);

    expect(stdout).toBe(await readFile(new URL("../../schemas/plan.schema.json", import.meta.url), "utf8"));
  });

  test("exits 3 for one that there is not", async () => {
    expect(await orgwright(["schema", "organisation"])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("Did you mean `organization`?"),
    });
  });
});

describe("systems", () => {
  test("tells what each system can do, for people and for Markdown", async () => {
    const text = await orgwright(["systems"]);
    const markdown = await orgwright(["systems", "--format", "markdown"]);

    expect(text.stdout).toContain("SignalSmith (system: signalsmith; dialects: guide (default)");
    expect(markdown.stdout).toMatch(/^\| workspace \| link, .* \|$/m);
  });
});

describe("the shipped example", () => {
  test("is valid and in canonical form", async () => {
    const folder = await exampleCopy();

    expect(await orgwright(["validate"], { folder })).toMatchObject({ code: 0, stderr: "" });
    expect(await orgwright(["fmt", "--check"], { folder })).toMatchObject({ code: 0, stdout: "" });
  });
});

test("a project file that is a folder is a diagnostic, not a bug", async () => {
  const folder = await folderWith({ "orgwright.yaml/inside": "" });
  await writeFile(join(folder, "x"), "");

  const { code, stderr, stdout } = await orgwright(["validate"], { folder });

  expect(code).toBe(3);
  expect(stdout + stderr).not.toContain("bug");
});
