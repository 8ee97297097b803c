import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileRecords, RECORD_FOLDER } from "../../src/io/records.ts";
import { ConfigurationError, InternalError } from "../../src/model/errors.ts";
import type { OrganizationRecord } from "../../src/model/record.ts";
import { folderWith } from "./folder.ts";

const acme: OrganizationRecord = {
  formatVersion: 1,
  organization: "acme",
  connection: "signalsmith",
  slug: "acme-corp",
  commit: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  appliedAt: "2026-01-31T12:00:00.000Z",
  declared: { "acme/organization": "a".repeat(64) },
  released: ["acme/member/old@acme.test"],
  invitations: {
    "acme/member/new@acme.test": {
      sentAt: "2026-01-31T12:00:00.000Z",
      count: 1,
      roles: ["member"],
      access: { production: "admin" },
    },
  },
};

test("a project without records has none", async () => {
  expect(await fileRecords(await folderWith({})).all()).toEqual([]);
});

test("what was put is there again, sorted by organization", async () => {
  const root = await folderWith({});
  const labs: OrganizationRecord = {
    formatVersion: 1,
    organization: "Labs",
    connection: "signalsmith",
    declared: {},
    released: [],
    invitations: {},
  };

  await fileRecords(root).put(acme);
  await fileRecords(root).put(labs);

  expect(await fileRecords(root).all()).toEqual([labs, acme]);
  expect(await readdir(join(root, RECORD_FOLDER))).toEqual(["Labs.json", "acme.json"]);
});

test("a second put replaces the first", async () => {
  const store = fileRecords(await folderWith({}));

  await store.put(acme);
  await store.put({ ...acme, released: [] });

  expect(await store.all()).toEqual([{ ...acme, released: [] }]);
});

test("what was removed is gone, and removing what is not there is nothing", async () => {
  const store = fileRecords(await folderWith({}));
  await store.put(acme);

  await store.remove("acme");
  await store.remove("acme");

  expect(await store.all()).toEqual([]);
});

test.each(["acme~../../../x/y", "..", ".", ".acme", "", "a/b", "a\\b", "C:a", "a\0", "a\n", "a b"])(
  "%j is no name for a record: nothing is written or deleted",
  async (organization) => {
    const root = await folderWith({ "x/y.json": "{}" });

    await expect(fileRecords(root).put({ ...acme, organization })).rejects.toThrow(InternalError);
    await expect(fileRecords(root).remove(organization)).rejects.toThrow(InternalError);

    expect(await readdir(root, { recursive: true })).toEqual(["x", join("x", "y.json")]);
  },
);

test.each(["acme", "Acme_1.2-x", "acme~a%2Fb", "a..b"])("%j is a name for a record", async (organization) => {
  const store = fileRecords(await folderWith({}));

  await store.put({ ...acme, organization });

  expect(await store.all()).toEqual([{ ...acme, organization }]);
});

test("a file that no record can be is an error with a way out", async () => {
  const root = await folderWith({ [`${RECORD_FOLDER}/acme copy.json`]: JSON.stringify(acme) });

  await expect(fileRecords(root).all()).rejects.toThrow(ConfigurationError);
});

test("the rest of a write that was cut off is not a record", async () => {
  const root = await folderWith({ [`${RECORD_FOLDER}/.acme.json.123.tmp`]: '{"half' });

  expect(await fileRecords(root).all()).toEqual([]);
});

test.each([
  ["cut off", '{"formatVersion": 1, "organ'],
  ["of a later format", JSON.stringify({ ...acme, formatVersion: 2 })],
  ["with a field too many", JSON.stringify({ ...acme, more: true })],
  ["of another organization", JSON.stringify({ ...acme, organization: "umbrella" })],
])("a record that is %s is an error with a way out, never taken for absent", async (_, text) => {
  const root = await folderWith({ [`${RECORD_FOLDER}/acme.json`]: text });

  const failure = fileRecords(root).all();

  await expect(failure).rejects.toThrow(ConfigurationError);
  await expect(failure).rejects.toMatchObject({
    message: expect.stringContaining(".orgwright/record/acme.json"),
    fix: expect.stringContaining("delete it"),
  });
});
