import { type ChildProcess, spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { folderWith } from "../io/folder.ts";
import { canary, cliFile, exampleCopy, orgwright, seed } from "./cli.ts";

/** A sandbox as a process of its own. */
async function start(folder: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [cliFile, "sandbox", ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const printed = await new Promise<string>((done) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      if (text.includes("Ctrl-C")) done(text);
    });
    child.once("close", () => done(text));
  });
  return { child, printed, endpoint: /signalsmith +(\S+)/.exec(printed)?.[1] ?? "" };
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => child.once("exit", (...[code]) => done(code)));
}

describe("sandbox", () => {
  test("serves a seed, prints endpoint and token, and saves what it holds when it is stopped", async () => {
    const folder = await folderWith({ "seed.json": JSON.stringify(seed) });
    const { child, printed, endpoint } = await start(folder, "--seed", "seed.json", "--save", "end.json");

    expect(printed).toContain(`${canary}  (ops@acme.test)`);
    const reply = await fetch(`${endpoint}/organizations`, {
      headers: { authorization: `Bearer ${canary}` },
    });
    expect(await reply.json()).toMatchObject([{ slug: "acme-corp" }]);

    child.kill("SIGINT");
    expect(await ended(child)).toBe(0);
    expect(
      JSON.parse(await readFile(join(folder, "end.json"), "utf8")).signalsmith.organizations,
    ).toHaveLength(1);
    await expect(fetch(endpoint)).rejects.toThrow();
  });

  test("starts again from what it saved", async () => {
    const folder = await folderWith({ "seed.json": JSON.stringify(seed) });
    const first = await start(folder, "--seed", "seed.json", "--save", "end.json");
    first.child.kill("SIGTERM");
    await ended(first.child);

    const { endpoint } = await start(folder, "--seed", "end.json");

    const reply = await fetch(`${endpoint}/organizations`, {
      headers: { authorization: `Bearer ${canary}` },
    });
    expect(reply.status).toBe(200);
  });

  test("is late, limited and faulty as told, in the dialect that it is told", async () => {
    const folder = await folderWith({ "seed.json": JSON.stringify(seed) });
    const { endpoint } = await start(
      folder,
      ...["--seed", "seed.json", "--dialect", "reference-b", "--latency", "50"],
      ...["--rate", "3/min", "--faults", "500@1"],
    );
    const statuses: number[] = [];
    const began = performance.now();
    for (let count = 0; count < 6; count += 1) {
      const reply = await fetch(`${endpoint}/organizations/org_1/invites`, {
        headers: { authorization: `Bearer ${canary}` },
      });
      statuses.push(reply.status);
    }

    expect(statuses[0]).toBe(500);
    expect(statuses).toContain(200);
    expect(statuses.at(-1)).toBe(429);
    expect(performance.now() - began).toBeGreaterThan(150);
  });

  test.each([
    [["--port", "many"], "--port cannot be many"],
    [["--port", "70000"], "--port cannot be 70000"],
    [["--latency", "-1"], "--latency needs a value"],
    [["--rate", "fast"], "--rate cannot be fast"],
    [["--dialect", "guid"], "Did you mean `guide`?"],
    [["--faults", "nonsense"], "Cannot read the fault"],
    [["--seed", "missing.json"], "cannot be read"],
    [["--seed", "broken.json"], "it is not JSON"],
    [["--seed", "odd.json"], "no such system"],
  ])("%j exits 3", async (args, words) => {
    const folder = await folderWith({ "broken.json": "{", "odd.json": '{"elsewhere": {}}' });

    const { code, stderr } = await orgwright(["sandbox", ...args], { folder });

    expect(code).toBe(3);
    expect(stderr).toContain(words);
  });

  test("says when its port is taken", async () => {
    const folder = await folderWith({});
    const { endpoint } = await start(folder);

    const { code, stderr } = await orgwright(["sandbox", "--port", new URL(endpoint).port], { folder });

    expect(code).toBe(3);
    expect(stderr).toContain("in use");
  });
});

test("the shipped example's first plan creates, changes and removes, and no guard holds it", async () => {
  const folder = await exampleCopy();
  const { endpoint } = await start(folder, "--seed", "sandbox.json");
  const projectFile = join(folder, "orgwright.yaml");
  const text = await readFile(projectFile, "utf8");
  await writeFile(projectFile, text.replace(/endpoint: .*/, `endpoint: ${endpoint}`));

  const { code, stdout } = await orgwright(["plan", "--format", "json"], {
    folder,
    environment: { SIGNALSMITH_TOKEN: "demo-token" },
  });

  expect(code).toBe(0);
  const { verdict, counts } = JSON.parse(stdout);
  expect(verdict).toBe("applicable");
  expect(Math.min(counts.create, counts.update, counts.delete)).toBeGreaterThan(0);
});
