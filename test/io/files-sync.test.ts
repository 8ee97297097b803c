/** Found and read at once is found and read as ever: both ways are held to each other. */
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findFiles, MAX_BYTES, readFiles } from "../../src/io/files.ts";
import { findFilesSync, readFilesSync } from "../../src/io/files-sync.ts";
import { ConfigurationError } from "../../src/model/errors.ts";
import { folderWith } from "./folder.ts";

async function tricky(): Promise<string> {
  const other = await folderWith({ "secret.yaml": "" });
  const root = await folderWith({
    "b.yaml": "b",
    "a.yaml": "a",
    "latin.yaml": Buffer.from("name: a\nowner: Jos\xe9\n", "latin1"),
    "large.yaml": new Uint8Array(MAX_BYTES + 1),
    "deep/c.yaml": "c",
    ".hidden/d.yaml": "",
    "node_modules/e/f.yaml": "",
  });
  await symlink("a.yaml", join(root, "link.yaml"));
  await symlink("nowhere", join(root, "dangling.yaml"));
  await symlink(join(other, "secret.yaml"), join(root, "outside.yaml"));
  await symlink(other, join(root, "linked"));
  return root;
}

test.each([
  [["**/*.yaml"]],
  [["./**/*.yaml", "!b.yaml", "!./deep/**"]],
  [["deep/**", "*.yaml"]],
  [["!a.yaml"]],
  [[]],
])("%j finds the same", async (globs) => {
  const root = await tricky();

  expect(findFilesSync(root, globs)).toEqual(await findFiles(root, globs));
});

test("finds links and nothing that is hidden, installed or behind a linked folder", async () => {
  expect(findFilesSync(await tricky(), ["**/*.yaml", "!b.yaml"])).toEqual([
    "a.yaml",
    "dangling.yaml",
    "deep/c.yaml",
    "large.yaml",
    "latin.yaml",
    "link.yaml",
    "outside.yaml",
  ]);
});

test("reads the same, and refuses the same in the same words", async () => {
  const root = await tricky();
  const names = [...findFilesSync(root, ["**/*.yaml"]), "deep", "gone.yaml"];

  const read = readFilesSync(root, names);

  expect(read).toEqual(await readFiles(root, names));
  expect(read.files.map(({ file }) => file)).toEqual(["a.yaml", "b.yaml", "deep/c.yaml", "link.yaml"]);
  expect(read.diagnostics.map(({ code, location }) => [location?.file, code])).toEqual([
    ["dangling.yaml", "file/unreadable"],
    ["large.yaml", "file/too-large"],
    ["latin.yaml", "file/encoding"],
    ["outside.yaml", "file/outside"],
    ["deep", "file/unreadable"],
    ["gone.yaml", "file/unreadable"],
  ]);
});

test("refuses a glob that leads out", async () => {
  const root = await folderWith({});

  expect(() => findFilesSync(root, ["../*.yaml"])).toThrow(ConfigurationError);
});
