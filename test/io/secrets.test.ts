import { execFileSync } from "node:child_process";
import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { credentialsIn, secretOf } from "../../src/io/secrets.ts";
import { textOfCommand } from "../../src/io/secrets-command.ts";
import type { SecretReference } from "../../src/model/contract.ts";
import { ConfigurationError } from "../../src/model/errors.ts";
import { folderWith } from "./folder.ts";

const canary = "canary-71c0";
const path = { PATH: process.env["PATH"] };

/** What is said of a credential that cannot be had; everything that hangs on the error is looked at, not its words alone. */
function refusalOf(ask: () => unknown): string {
  try {
    ask();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    const { message, fix, cause, stack } = error as ConfigurationError;
    expect(JSON.stringify([message, fix, stack, { ...(error as object) }])).not.toContain(canary);
    expect(String(cause)).not.toContain(canary);
    expect(message).toMatch(/^The credential of connection main /);
    return message;
  }
  throw new Error("it was taken");
}

describe("a credential in an environment variable", () => {
  test("is what the variable holds", () => {
    const world = { environment: { TOKEN: canary }, folder: "." };

    expect(secretOf({ env: "TOKEN" }, "main", world)).toBe(canary);
  });

  test.each([
    ["TOKEN is not set", {}],
    ["TOKEN is empty", { TOKEN: "" }],
    ["TOKEN has characters that no HTTP header can carry", { TOKEN: `${canary}\nX-Evil: 1` }],
    ["TOKEN has characters that no HTTP header can carry", { TOKEN: `“${canary}”` }],
  ])("is refused where %s", (words, environment) => {
    const world = { environment: { ...environment, OTHER: canary }, folder: "." };

    expect(refusalOf(() => secretOf({ env: "TOKEN" }, "main", world))).toContain(words);
  });
});

describe("a credential in a file", () => {
  test.each([
    ["as it stands", canary],
    ["without the line break at its end", `${canary}\n`],
    ["without a line break of Windows", `${canary}\r\n`],
  ])("is its one line, %s", async (_, text) => {
    const folder = await folderWith({ "secrets/token": text });
    const world = { environment: {}, folder };

    expect(secretOf({ file: "secrets/token" }, "main", world)).toBe(canary);
    expect(secretOf({ file: join(folder, "secrets/token") }, "main", { ...world, folder: "/" })).toBe(canary);
  });

  test("may stand behind a link, as container platforms mount it", async () => {
    const folder = await folderWith({ "..data/token": canary });
    await symlink("..data/token", join(folder, "token"));

    expect(secretOf({ file: "token" }, "main", { environment: {}, folder })).toBe(canary);
  });

  test.each<[string, string, (file: string) => Promise<unknown>]>([
    ["is not there", "missing", async () => undefined],
    ["is no plain file", "a folder", async (file) => await mkdir(file)],
    ["is no plain file", "a pipe", async (file) => execFileSync("mkfifo", [file])],
    ["is empty", "empty", async (file) => await writeFile(file, "")],
    ["is empty", "a line break alone", async (file) => await writeFile(file, "\n")],
    ["has several lines", "two lines", async (file) => await writeFile(file, `${canary}\n${canary}\n`)],
    ["has several lines", "two line breaks", async (file) => await writeFile(file, `${canary}\n\n`)],
    ["has more than 64 KiB", "huge", async (file) => await writeFile(file, canary.repeat(65_536))],
    ["can carry", "spaced", async (file) => await writeFile(file, ` ${canary} `)],
    ["can carry", "no text", async (file) => await writeFile(file, Buffer.from([0xff, 0xfe, 0x00]))],
  ])("that %s (%s) is refused, and its words are not said", async (words, name, put) => {
    const folder = await folderWith({});
    const file = join(folder, name);
    await put(file);

    const said = refusalOf(() => secretOf({ file }, "main", { environment: {}, folder }));

    expect(said).toContain(words);
    expect(said).toContain(file);
  });

  test("of 64 KiB is the largest that is taken", async () => {
    const largest = "a".repeat(65_536);
    const folder = await folderWith({ token: largest });

    expect(secretOf({ file: "token" }, "main", { environment: {}, folder })).toBe(largest);
  });

  test.skipIf(process.getuid?.() === 0)("without rights is refused", async () => {
    const folder = await folderWith({ token: canary });
    await chmod(join(folder, "token"), 0o000);

    expect(refusalOf(() => secretOf({ file: "token" }, "main", { environment: {}, folder }))).toMatch(
      /cannot be read \(EACCES\)/,
    );
  });
});

/** A program that runs a script; Node is there wherever the tests are. */
const node = (script: string, ...args: readonly string[]): SecretReference => ({
  command: [process.execPath, "-e", script, ...args],
});

describe("a credential that a command prints", () => {
  test("is its one line", async () => {
    const folder = await folderWith({});

    expect(secretOf(node(`console.log("${canary}")`), "main", { environment: path, folder })).toBe(canary);
  });

  test("comes from a program of the PATH or of the project's folder, with the environment, without input or a shell", async () => {
    const folder = await folderWith({
      "bin/tell": '#!/bin/sh\nread line || line=no-input\necho "$line:$1:$GREETING:$PWD"\n',
    });
    await chmod(join(folder, "bin/tell"), 0o755);
    const environment = { ...path, GREETING: "hello" };
    const said = `no-input:$HOME;x:hello:${folder}`;

    expect(secretOf({ command: ["./bin/tell", "$HOME;x"] }, "main", { environment, folder })).toBe(said);
    const found = { ...environment, PATH: `${join(folder, "bin")}:${path.PATH}` };
    expect(secretOf({ command: ["tell", "$HOME;x"] }, "main", { environment: found, folder })).toBe(said);
  });

  test.each([
    ["ended with exit code 7", `console.log("${canary}"); console.error("${canary}"); process.exit(7)`],
    ["was ended by SIGTERM", `console.log("${canary}"); process.kill(process.pid, "SIGTERM")`],
    ["printed more than 64 KiB", `process.stdout.write("${canary}".repeat(65_536))`],
    ["is empty", `console.error("${canary}")`],
    ["has several lines", `console.log("${canary}"); console.log("${canary}")`],
    ["can carry", `console.log("token is ${canary}")`],
  ])(
    "that %s is refused by its program's name, without its arguments and what it said",
    async (words, script) => {
      const folder = await folderWith({});

      const said = refusalOf(() => secretOf(node(script, canary), "main", { environment: path, folder }));

      expect(said).toContain(words);
      expect(said).toContain(process.execPath);
      expect(said).not.toContain("console");
    },
  );

  test("that never ends is ended", async () => {
    const folder = await folderWith({});
    const script = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)`;
    const world = { environment: path, folder, timeoutMs: 1000 };

    const said = refusalOf(() => textOfCommand([process.execPath, "-e", script], "main", world));

    expect(said).toContain("did not end within 1 seconds");
  });

  test.each([
    ["there is no program no-such-program", ["no-such-program", canary]],
    ["there is no program ./none", ["./none", canary]],
    ["plain could not be run (EACCES)", ["./plain", canary]],
  ])("is refused where %s", async (words, command) => {
    const folder = await folderWith({ plain: "" });

    expect(refusalOf(() => secretOf({ command }, "main", { environment: path, folder }))).toContain(words);
  });

  test("is refused where its folder is not there", async () => {
    const folder = join(await folderWith({}), "none");

    expect(refusalOf(() => secretOf(node("0"), "main", { environment: path, folder }))).toContain(
      `the folder ${folder} `,
    );
  });
});

test("a reference to no place is refused", () => {
  expect(refusalOf(() => secretOf({}, "main", { environment: {}, folder: "." }))).toContain("where it is");
});

describe("the credentials of a run", () => {
  /** A command that counts how often it is run, and then prints or fails. */
  const counting = (end: string) => node(`require("fs").appendFileSync("runs", "x"); ${end}`);

  test("are taken once for each connection, and told before they are used", async () => {
    const folder = await folderWith({});
    const told: string[] = [];
    const credential = credentialsIn({ environment: path, folder }, (value) => told.push(value));
    const reference = counting(`console.log("${canary}")`);

    expect([credential("main", reference), credential("main", reference)]).toEqual([canary, canary]);
    expect(await readFile(join(folder, "runs"), "utf8")).toBe("x");
    expect(told).toEqual([canary]);
    expect(credential("other", reference)).toBe(canary);
    expect(await readFile(join(folder, "runs"), "utf8")).toBe("xx");
  });

  test("that cannot be had are not asked for again", async () => {
    const folder = await folderWith({});
    const told: string[] = [];
    const credential = credentialsIn({ environment: path, folder }, (value) => told.push(value));
    const reference = counting("process.exit(1)");

    const first = refusalOf(() => credential("main", reference));

    expect(refusalOf(() => credential("main", reference))).toBe(first);
    expect(await readFile(join(folder, "runs"), "utf8")).toBe("x");
    expect(told).toEqual([]);
  });
});
