import { spawn } from "node:child_process";
import { mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith } from "../io/folder.ts";
import {
  canary,
  cliFile,
  openSandbox,
  organizationText,
  orgwright,
  projectFor,
  projectText,
  seed,
  textOf,
} from "./cli.ts";

describe("credentials", () => {
  test.each([
    ["when all goes well", {}],
    ["when the system repeats them", { faults: "html@3,html@9" }],
    ["when connections break", { faults: "reset@2,truncate@5,reset-after@12" }],
    ["when everything is refused", { faults: "401%100" }],
  ])(
    "are never shown, saved or logged %s",
    async (_, options) => {
      const sandbox = await openSandbox(seed, options);
      const folder = await projectFor(sandbox);
      const environment = { ORGWRIGHT_DEBUG: "1" };

      const seen = [
        await orgwright(["plan", "--out", "plan.json", "--log", "json"], { folder, environment }),
        await orgwright(["drift", "--format", "json"], { folder, environment }),
        await orgwright(["apply", "--yes", "--log", "json"], { folder, environment }),
      ];

      expect(JSON.stringify(seen)).not.toContain(canary);
      expect(JSON.stringify(seen)).not.toContain("This is a bug");
      expect(await readFile(join(folder, "plan.json"), "utf8")).not.toContain(canary);
    },
    60_000,
  );

  test("that no header can carry are refused without being shown", async () => {
    const folder = await projectFor(await openSandbox(seed));

    const { code, stdout, stderr } = await orgwright(["plan"], {
      folder,
      environment: { SIGNALSMITH_TOKEN: `${canary}\nX-Evil: 1` },
    });

    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain(canary);
  });
});

describe("the request log", () => {
  test("has a line of JSON on stderr for each request, and nothing that is secret", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);

    const { stderr, stdout } = await orgwright(["plan", "--format", "json", "--log", "json"], { folder });

    const lines = stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(sandbox.requests().length);
    expect(Object.keys(lines[0])).toEqual([
      "connection",
      "method",
      "path",
      "status",
      "durationMs",
      "attempt",
      "requestId",
    ]);
    expect(JSON.parse(stdout).formatVersion).toBe(1);
  });

  test("shows attempts that were repeated", async () => {
    const folder = await projectFor(await openSandbox(seed, { faults: "503@2" }));

    const { code, stderr } = await orgwright(["plan", "--log", "json"], { folder });

    expect(code).toBe(0);
    expect(stderr).toContain('"status":503');
    expect(stderr).toContain('"attempt":2');
  });
});

describe("trouble around the program", () => {
  test("a reader that leaves early is no failure", async () => {
    const folder = await folderWith({});
    const child = spawn(process.execPath, [cliFile, "schema", "plan"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();

    const [stderr, code] = await Promise.all([
      textOf(child.stderr),
      new Promise((done) => child.once("exit", (...[ended]) => done(ended))),
    ]);

    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  });

  test("a place where nothing can be written is said to be one, with exit 1", async () => {
    const folder = await projectFor(await openSandbox(seed));
    await mkdir(join(folder, "plan.json"));

    const { code, stderr } = await orgwright(["plan", "--out", "plan.json"], { folder });

    expect(code).toBe(1);
    expect(stderr).toContain("plan.json");
    expect(stderr).not.toContain("bug");
  });

  test("a manifest outside the project is not read through a link", async () => {
    const other = await folderWith({ "secret.yaml": "secret: canary" });
    const folder = await folderWith({
      "orgwright.yaml": projectText("https://x.test"),
      "orgs/a.yaml": organizationText(),
    });
    await symlink(join(other, "secret.yaml"), join(folder, "orgs/b.yaml"));

    const { code, stdout } = await orgwright(["validate"], { folder });

    expect(code).toBe(3);
    expect(stdout).toContain("file/outside");
    expect(stdout).not.toContain("canary");
  });

  test("a clock that is no instant is said to be none", async () => {
    const folder = await folderWith({
      "orgwright.yaml": projectText("https://x.test"),
      "orgs/a.yaml": organizationText(),
    });

    const { code, stderr } = await orgwright(["validate"], {
      folder,
      environment: { ORGWRIGHT_NOW: "soon" },
    });

    expect(code).toBe(3);
    expect(stderr).toContain("ORGWRIGHT_NOW");
  });
});
