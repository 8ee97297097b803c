import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterEach, beforeEach, expect, test } from "vitest";
import { memoryKinds } from "../../../../src/connectors/memory/index.ts";
import { keepSecrets, withSecrets } from "../../../../src/entry/terraform/configuration-secrets.ts";
import { membersPiece } from "../../../../src/entry/terraform/resources/members.ts";
import { ConfigurationError } from "../../../../src/model/errors.ts";
import type { Kinds } from "../../../../src/model/kinds.ts";
import { ACME, account, desk } from "../resources/memory-parts.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "orgwright-secrets-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const secret = { address: "acme/member/a@acme.test", name: "invitation token", value: "t-1" };

async function recipients(): Promise<readonly string[]> {
  return [await identityToRecipient(await generateX25519Identity())];
}

test("no file is made until something may be told", async () => {
  keepSecrets({ path: "secrets.jsonl", folder });
  expect(await readdir(folder)).toStrictEqual([]);
});

test("a secret is in the file before the work is over", async () => {
  const { during, sink } = keepSecrets({ path: "secrets.jsonl", folder });
  await during(() => sink.put(secret));
  const text = await readFile(join(folder, "secrets.jsonl"), "utf8");
  expect(JSON.parse(text)).toStrictEqual(secret);
});

test("a place that cannot be written to is said before the work", async () => {
  const { during } = keepSecrets({ path: "no/such/folder", folder });
  let isDone = false;
  const work = () => {
    isDone = true;
    return Promise.resolve();
  };
  await expect(during(work)).rejects.toBeInstanceOf(ConfigurationError);
  await expect(during(work)).rejects.toBeInstanceOf(ConfigurationError);
  expect(isDone).toBe(false);
});

test("an encrypted file without a secret is gone again; one with a secret stays, also for the next", async () => {
  const keeper = keepSecrets({ path: "secrets.age", folder, recipients: await recipients() });
  await keeper.during(() => Promise.resolve());
  expect(await readdir(folder)).toStrictEqual([]);
  await keeper.during(() => keeper.sink.put(secret));
  await keeper.during(() => keeper.sink.put({ ...secret, value: "t-2" }));
  const text = await readFile(join(folder, "secrets.age"), "utf8");
  expect(text).toContain("BEGIN AGE ENCRYPTED FILE");
  expect(text).not.toContain("t-1");
});

test("works at the same time share the file, and it is open as long as one needs it", async () => {
  const keeper = keepSecrets({ path: "secrets.age", folder, recipients: await recipients() });
  let finish = () => {};
  const held = new Promise<void>((done) => {
    finish = done;
  });
  const long = keeper.during(() => held);
  await keeper.during(() => Promise.resolve());
  expect(await readdir(folder)).toStrictEqual(["secrets.age"]);
  finish();
  await long;
  expect(await readdir(folder)).toStrictEqual([]);
});

test("secrets of an earlier run are not written over", async () => {
  await writeFile(join(folder, "secrets.age"), "earlier");
  const keeper = keepSecrets({ path: "secrets.age", folder, recipients: await recipients() });
  await expect(keeper.during(() => keeper.sink.put(secret))).rejects.toThrow("is there already");
  expect(await readFile(join(folder, "secrets.age"), "utf8")).toBe("earlier");
});

/** Invitations hand out a token here. */
function tellingKinds(): Kinds {
  const { member } = memoryKinds;
  if (member === undefined) throw new Error("there are no members");
  const token = { name: "invitation token", need: "needed", again: "Invite again." } as const;
  return { ...memoryKinds, member: { ...member, invitation: { ...member.invitation, token } } };
}

async function invite(path: string, role: string) {
  const keeper = keepSecrets({ path, folder });
  const owner = account("olga@acme.test", "owner");
  const held = desk({ members: [owner], kinds: tellingKinds(), secrets: keeper.sink });
  const members = {
    "olga@acme.test": { role: "owner" },
    ...(role === "" ? {} : { "new@acme.test": { role } }),
  };
  const part = membersPiece.part({ organization: ACME, members }, {});
  if (part === undefined) throw new Error("it says nothing");
  const applied = await withSecrets(held.parts, keeper).apply(part, () => []);
  return { applied, writes: held.memory.writes() };
}

test("an apply that hands out a secret puts it into the file", async () => {
  const { applied } = await invite("secrets.jsonl", "member");
  expect(applied.problems).toStrictEqual([]);
  expect(await readFile(join(folder, "secrets.jsonl"), "utf8")).toContain(
    "secret of acme/member/new@acme.test",
  );
});

test("an apply that hands out none makes no file", async () => {
  await invite("secrets.jsonl", "");
  expect(await readdir(folder)).toStrictEqual([]);
});

test("where the file cannot be opened nothing is sent", async () => {
  const { applied, writes } = await invite("no/secrets.jsonl", "member");
  expect(writes).toStrictEqual([]);
  expect(applied.outcome).toBeUndefined();
  expect(applied.problems).toMatchObject([{ severity: "error", code: "project/configuration" }]);
});
