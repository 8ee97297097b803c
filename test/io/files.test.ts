import { chmod, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  decode,
  findFiles,
  MAX_BYTES,
  matcher,
  readFiles,
  writeNew,
  writeWhole,
} from "../../src/io/files.ts";
import { ConfigurationError } from "../../src/model/errors.ts";
import { folderWith } from "./folder.ts";

describe("finding files", () => {
  test("gives them sorted, below the folder, with forward slashes", async () => {
    const root = await folderWith({
      "orgs/b.yaml": "",
      "orgs/a.yaml": "",
      "orgs/x/c.yaml": "",
      "d.yaml": "",
    });

    expect(await findFiles(root, ["orgs/**/*.yaml"])).toEqual([
      "orgs/a.yaml",
      "orgs/b.yaml",
      "orgs/x/c.yaml",
    ]);
  });

  test("leaves out what a glob with ! names, hidden folders and installed packages", async () => {
    const root = await folderWith({
      "a.yaml": "",
      "b.yaml": "",
      ".github/c.yaml": "",
      "node_modules/d/e.yaml": "",
    });

    expect(await findFiles(root, ["**/*.yaml", "!b.yaml"])).toEqual(["a.yaml"]);
  });

  test("takes a glob that starts with ./ for the same without", async () => {
    const root = await folderWith({ "orgs/a.yaml": "" });

    expect(await findFiles(root, ["./orgs/*.yaml"])).toEqual(["orgs/a.yaml"]);
  });

  test("gives links that a glob names, so that they are read or refused and never overlooked", async () => {
    const root = await folderWith({ "shared/a.yaml": "" });
    await mkdir(join(root, "orgs"));
    await symlink("../shared/a.yaml", join(root, "orgs/a.yaml"));
    await symlink("nowhere", join(root, "orgs/b.yaml"));

    expect(await findFiles(root, ["orgs/**/*.yaml"])).toEqual(["orgs/a.yaml", "orgs/b.yaml"]);
  });

  test("does not follow links to folders", async () => {
    const other = await folderWith({ "secret.yaml": "" });
    const root = await folderWith({ "orgs/a.yaml": "" });
    await symlink(other, join(root, "orgs/linked"));

    expect(await findFiles(root, ["orgs/**/*.yaml"])).toEqual(["orgs/a.yaml"]);
  });

  test("finds nothing for no globs or for exclusions alone", async () => {
    const root = await folderWith({ "a.yaml": "" });

    expect(await findFiles(root, [])).toEqual([]);
    expect(await findFiles(root, ["!b.yaml"])).toEqual([]);
  });

  test.each(["../*.yaml", "/etc/*.yaml", "orgs/../../*.yaml", "!../a.yaml"])(
    "refuses %s, which leads out of the project",
    async (glob) => {
      const root = await folderWith({});

      await expect(findFiles(root, [glob])).rejects.toThrow(ConfigurationError);
      expect(() => matcher([glob])).toThrow(ConfigurationError);
    },
  );

  test.each([
    ["orgs/**/*.yaml", "orgs/x/y/a.yaml"],
    ["orgs/**/*.yaml", "orgs/a.yaml"],
    ["{orgs,people}/*.yaml", "people/a.yaml"],
  ])("%s names %s on disk and in git alike", async (glob, file) => {
    const root = await folderWith({ [file]: "" });

    expect(await findFiles(root, [glob])).toEqual([file]);
    expect(matcher([glob])(file)).toBe(true);
    expect(matcher([glob, `!${file}`])(file)).toBe(false);
  });
});

describe("reading files", () => {
  test("gives their texts in the asked order, many at once", async () => {
    const names = Array.from({ length: 100 }, (_, index) => `f${index}.yaml`);
    const root = await folderWith(Object.fromEntries(names.map((name) => [name, `text of ${name}`])));

    const { files, diagnostics } = await readFiles(root, names);

    expect(files).toEqual(names.map((file) => ({ file, text: `text of ${file}` })));
    expect(diagnostics).toEqual([]);
  });

  test("says at which line a file is not UTF-8, and reads the others", async () => {
    const latin = Buffer.from("name: a\nowner: Jos\xe9\n", "latin1");
    const root = await folderWith({ "bad.yaml": latin, "good.yaml": "name: é\n" });

    const { files, diagnostics } = await readFiles(root, ["bad.yaml", "good.yaml"]);

    expect(files).toEqual([{ file: "good.yaml", text: "name: é\n" }]);
    expect(diagnostics).toMatchObject([
      { code: "file/encoding", severity: "error", location: { file: "bad.yaml", line: 2, column: 11 } },
    ]);
  });

  test("keeps a byte order mark for the parser, and refuses UTF-16", () => {
    expect(decode("a.yaml", Buffer.from("\ufeffa: 1"))).toEqual({ file: "a.yaml", text: "\ufeffa: 1" });
    expect(decode("a.yaml", Buffer.from("\ufeffa: é", "utf16le"))).toMatchObject({ code: "file/encoding" });
  });

  test("refuses what is too large without reading it", async () => {
    const root = await folderWith({ "large.yaml": Buffer.alloc(MAX_BYTES + 1, "a") });

    expect((await readFiles(root, ["large.yaml"])).diagnostics).toMatchObject([{ code: "file/too-large" }]);
  });

  test("refuses a link that leads out of the project, and takes one inside", async () => {
    const other = await folderWith({ "secret.yaml": "token" });
    const root = await folderWith({ "a.yaml": "text" });
    await symlink(join(other, "secret.yaml"), join(root, "out.yaml"));
    await symlink("a.yaml", join(root, "in.yaml"));

    const { files, diagnostics } = await readFiles(root, ["in.yaml", "out.yaml"]);

    expect(files).toEqual([{ file: "in.yaml", text: "text" }]);
    expect(diagnostics).toMatchObject([{ code: "file/outside", location: { file: "out.yaml" } }]);
  });

  test("says what is a folder, missing or hanging in the air", async () => {
    const root = await folderWith({});
    await mkdir(join(root, "folder.yaml"));
    await symlink("nowhere", join(root, "broken.yaml"));

    const { diagnostics } = await readFiles(root, ["folder.yaml", "missing.yaml", "broken.yaml"]);

    expect(diagnostics.map(({ code }) => code)).toEqual([
      "file/unreadable",
      "file/unreadable",
      "file/unreadable",
    ]);
  });
});

describe("writing files", () => {
  test("replaces a file and leaves nothing else behind", async () => {
    const root = await folderWith({ "a/plan.json": "before" });

    await writeWhole(join(root, "a/plan.json"), "after");

    expect(await readFile(join(root, "a/plan.json"), "utf8")).toBe("after");
    expect(await readdir(join(root, "a"))).toEqual(["plan.json"]);
  });

  test("makes the folder", async () => {
    const root = await folderWith({});

    await writeWhole(join(root, "x/y/z.json"), "text");

    expect(await readFile(join(root, "x/y/z.json"), "utf8")).toBe("text");
  });

  test("keeps what was there when it cannot finish", async () => {
    const root = await folderWith({ "a/b/inside": "" });

    await expect(writeWhole(join(root, "a/b"), "text")).rejects.toThrow();

    expect(await readdir(join(root, "a"))).toEqual(["b"]);
  });

  test("writes many times at once, and one of them wins whole", async () => {
    const root = await folderWith({});
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));

    await Promise.all(texts.map((text) => writeWhole(join(root, "a.json"), text)));

    expect(texts).toContain(await readFile(join(root, "a.json"), "utf8"));
    expect(await readdir(root)).toEqual(["a.json"]);
  });

  test("never overwrites where only a new file is wanted", async () => {
    const root = await folderWith({ "a.yaml": "mine" });

    expect(await writeNew(join(root, "a.yaml"), "theirs")).toBe(false);
    expect(await writeNew(join(root, "b.yaml"), "new")).toBe(true);

    expect(await readFile(join(root, "a.yaml"), "utf8")).toBe("mine");
  });

  test.skipIf(process.getuid?.() === 0)("tells a file that nobody may read", async () => {
    const root = await folderWith({});
    await writeFile(join(root, "a.yaml"), "");
    await chmod(join(root, "a.yaml"), 0);

    expect((await readFiles(root, ["a.yaml"])).diagnostics).toMatchObject([{ code: "file/unreadable" }]);
  });
});
