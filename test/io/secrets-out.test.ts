import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { armor, Decrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { describe, expect, test } from "vitest";
import { memorySecrets, openSecrets } from "../../src/io/secrets-out.ts";
import { ConfigurationError } from "../../src/model/errors.ts";
import { folderWith } from "./folder.ts";

const secret = { address: "acme/member/nina@acme.test", name: "invitation token", value: "cti_1" };

describe("the file of one-time secrets", () => {
  test("is made for its owner alone, with one line for each secret", async () => {
    const file = join(await folderWith({}), "secrets.jsonl");
    const sink = await openSecrets(file);

    await Promise.all([sink.put(secret), sink.put({ ...secret, value: "cti_2" })]);

    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([secret, { ...secret, value: "cti_2" }]);
    await sink.close();
  });

  test("keeps what it held", async () => {
    const file = join(await folderWith({}), "secrets.jsonl");
    await writeFile(file, "earlier\n", { mode: 0o600 });

    const sink = await openSecrets(file);
    await sink.put(secret);
    await sink.close();

    expect(await readFile(file, "utf8")).toBe(`earlier\n${JSON.stringify(secret)}\n`);
  });

  test("is refused when others can read it", async () => {
    const file = join(await folderWith({}), "secrets.jsonl");
    await writeFile(file, "");
    await chmod(file, 0o644);

    await expect(openSecrets(file)).rejects.toThrow(ConfigurationError);
  });

  test("is refused, before anything is sent, where it cannot be written", async () => {
    const place = join(await folderWith({}), "secrets");
    await mkdir(place);

    await expect(openSecrets(place)).rejects.toThrow(ConfigurationError);
    await expect(openSecrets(join(place, "none", "file"))).rejects.toThrow(ConfigurationError);
  });

  test("that others can read by now takes no further secret, and takes the next one when they cannot", async () => {
    const file = join(await folderWith({}), "secrets.jsonl");
    const sink = await openSecrets(file);
    await chmod(file, 0o644);

    await expect(sink.put(secret)).rejects.toThrow(ConfigurationError);
    await chmod(file, 0o600);
    await sink.put(secret);
    await sink.close();

    expect(await readFile(file, "utf8")).toBe(`${JSON.stringify(secret)}\n`);
  });

  test("stays the same file whatever becomes of its name", async () => {
    const folder = await folderWith({ "open.txt": "" });
    const file = join(folder, "secrets.jsonl");
    const sink = await openSecrets(file);
    await rename(file, join(folder, "kept.jsonl"));
    await symlink(join(folder, "open.txt"), file);

    await sink.put(secret);
    await sink.close();

    expect(await readFile(join(folder, "open.txt"), "utf8")).toBe("");
    expect(await readFile(join(folder, "kept.jsonl"), "utf8")).toBe(`${JSON.stringify(secret)}\n`);
  });

  test("is a plain file: no link, no device", async () => {
    const folder = await folderWith({ "target.txt": "" });
    const link = join(folder, "link.jsonl");
    await symlink(join(folder, "target.txt"), link);

    await expect(openSecrets(link)).rejects.toThrow(ConfigurationError);
    await expect(openSecrets("/dev/null")).rejects.toThrow(ConfigurationError);
  });
});

const identity = await generateIdentity();
const recipients = [await identityToRecipient(identity)];
const secondSecret = { ...secret, value: "cti_2" };
const many = Array.from({ length: 40 }, (_, index) => ({ ...secret, value: `cti_${index}` }));

/** The secrets in an armored age file. */
async function opened(sealed: string): Promise<readonly unknown[]> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const lines = await decrypter.decrypt(armor.decode(sealed), "text");
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** A folder, a file in it that is not there yet, and what it holds once it is. */
async function place() {
  const folder = await folderWith({});
  const file = join(folder, "secrets.age");
  return { folder, file, held: async () => await opened(await readFile(file, "utf8")) };
}

describe("the file of encrypted secrets", () => {
  test("is one age file at any moment, with all secrets so far, for its owner alone", async () => {
    const { folder, file, held } = await place();
    const sink = await openSecrets(file, { recipients });
    expect(await held()).toEqual([]);

    await sink.put(secret);
    expect(await held()).toEqual([secret]);
    await Promise.all(many.map(sink.put));
    await sink.close();

    expect(await held()).toEqual([secret, ...many]);
    expect(await readFile(file, "utf8")).not.toMatch(/cti_|nina|invitation/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["secrets.age"]);
  });

  test("is closed after the secrets that are on their way", async () => {
    const { file, held } = await place();
    const sink = await openSecrets(file, { recipients });

    const putting = sink.put(secret);
    await sink.close();

    expect(await held()).toEqual([secret]);
    await putting;
  });

  test("is gone again when there was no secret", async () => {
    const { folder, file } = await place();

    await (await openSecrets(file, { recipients })).close();

    expect(await readdir(folder)).toEqual([]);
  });

  test.each<[string, (file: string) => Promise<void>]>([
    ["an earlier file", async (file) => await writeFile(file, "earlier", { mode: 0o600 })],
    ["a link", async (file) => await symlink("elsewhere", file)],
    ["a folder", async (file) => await mkdir(file)],
  ])("is refused where %s is, and leaves it alone", async (_, put) => {
    const { folder, file } = await place();
    await put(file);

    await expect(openSecrets(file, { recipients })).rejects.toThrow(/is there already/);

    expect(await readdir(folder)).toEqual(["secrets.age"]);
  });

  test("is refused where it cannot be written, and for a recipient that is none, before it is made", async () => {
    const { folder, file } = await place();
    const [good = ""] = recipients;

    await expect(openSecrets(join(folder, "none", "file"), { recipients })).rejects.toThrow(
      ConfigurationError,
    );
    await expect(openSecrets(file, { recipients: [good, good.slice(0, -1)] })).rejects.toThrow(
      /Recipient 2 /,
    );
    await expect(openSecrets(file, { recipients: [] })).rejects.toThrow(ConfigurationError);

    expect(await readdir(folder)).toEqual([]);
  });

  test("whose name another file has by now takes no secret, and keeps all for the next time it can", async () => {
    const { folder, file, held } = await place();
    const sink = await openSecrets(file, { recipients });
    await rename(file, join(folder, "moved.age"));
    await writeFile(file, "mine");

    await expect(sink.put(secret)).rejects.toThrow(ConfigurationError);
    expect(await readFile(file, "utf8")).toBe("mine");
    await rm(file);
    await sink.put(secondSecret);
    await sink.close();

    expect(await held()).toEqual([secret, secondSecret]);
  });

  test("that another file has taken the place of is not taken away", async () => {
    const { folder, file } = await place();
    const sink = await openSecrets(file, { recipients });
    await rename(file, join(folder, "moved.age"));
    await writeFile(file, "mine");

    await sink.close();

    expect(await readFile(file, "utf8")).toBe("mine");
  });
});

describe("secrets in memory", () => {
  test("are one age file with all so far, and nothing before the first", async () => {
    const { sink, text } = await memorySecrets(recipients);
    expect(text()).toBe("");

    await Promise.all(many.map(sink.put));

    expect(await opened(text())).toEqual(many);
    expect(text()).not.toMatch(/cti_|nina/);
  });

  test("are refused without recipients, and for one that is none", async () => {
    await expect(memorySecrets([])).rejects.toThrow(ConfigurationError);
    await expect(memorySecrets(["age1"])).rejects.toThrow(ConfigurationError);
  });
});
