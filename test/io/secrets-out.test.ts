import { chmod, mkdir, readFile, rename, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSecrets } from "../../src/io/secrets-out.ts";
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
  });

  test("keeps what it held", async () => {
    const file = join(await folderWith({}), "secrets.jsonl");
    await writeFile(file, "earlier\n", { mode: 0o600 });

    await (await openSecrets(file)).put(secret);

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
