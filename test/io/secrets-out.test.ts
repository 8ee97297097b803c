import { chmod, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
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

  test("that fails later makes the secret's keeping fail, and the next one is tried again", async () => {
    const file = join(await folderWith({}), "secrets.jsonl");
    const sink = await openSecrets(file);
    await rm(file);
    await mkdir(file);

    await expect(sink.put(secret)).rejects.toThrow();
    await rm(file, { recursive: true });
    await sink.put(secret);

    expect(await readFile(file, "utf8")).toBe(`${JSON.stringify(secret)}\n`);
  });
});
