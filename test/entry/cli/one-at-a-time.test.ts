/** Two applies of one project, and one that somebody ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Sandbox } from "../../../src/sandbox/index.ts";
import {
  canary,
  cliFile,
  type Ended,
  members,
  openSandbox,
  organizationText,
  orgwright,
  projectFor,
  seed,
  textOf,
  writes,
} from "../cli.ts";

const newcomers = Array.from({ length: 12 }, (_, index) => `{email: n${index}@acme.test, role: member}`);
const files = { "orgs/acme.yaml": organizationText([...members, ...newcomers]) };

/** One write takes so long that whoever comes second comes meanwhile. */
const lingering = { faults: "slow@1:60000=POST:/invite" };

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

function start(folder: string, args: readonly string[] = []): Running {
  const child = spawn(process.execPath, [cliFile, "apply", "--yes", ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"], SIGNALSMITH_TOKEN: canary },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const code = new Promise<number | null>((done) => child.once("close", (...[ended]) => done(ended)));
  const said = Promise.all([textOf(child.stdout), textOf(child.stderr), code]);
  return { child, ended: said.then(([stdout, stderr, ended]) => ({ stdout, stderr, code: ended })) };
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((done) => setTimeout(done, 20));
}

function isWriting(sandbox: Sandbox): () => boolean {
  return () => writes(sandbox).length > 0;
}

describe("two applies at once", () => {
  test("one works, the other says who does, sends nothing and exits 1", async () => {
    const sandbox = await openSandbox(seed, lingering);
    const folder = await projectFor(sandbox, files);
    const first = start(folder);
    await until(isWriting(sandbox));
    const before = sandbox.requests().length;

    const second = await orgwright(["apply", "--yes", "--journal", "other.jsonl"], { folder });

    expect(second.code).toBe(1);
    expect(second.stderr).toContain(
      `Another apply of this project is under way: process ${first.child.pid}, since `,
    );
    expect(second.stderr).toContain("Nothing was sent.");
    expect(
      sandbox
        .requests()
        .slice(before)
        .filter(({ method }) => method === "GET"),
    ).toEqual([]);
  });

  test("of two projects that share a journal are one at a time too", async () => {
    const sandbox = await openSandbox(seed, lingering);
    const [here, there] = [await projectFor(sandbox, files), await projectFor(sandbox)];
    const journal = join(here, "shared.jsonl");
    start(here, ["--journal", journal]);
    await until(isWriting(sandbox));

    expect(await orgwright(["apply", "--yes", "--journal", journal], { folder: there })).toMatchObject({
      code: 1,
    });
  });

  test("a run that was killed holds nobody up", async () => {
    const sandbox = await openSandbox(seed, { latencyMs: 100 });
    const folder = await projectFor(sandbox, files);
    const first = start(folder);
    await until(isWriting(sandbox));
    first.child.kill("SIGKILL");
    await first.ended;

    const next = await orgwright(["apply", "--yes"], { folder });

    expect(next.code).toBe(0);
    expect(next.stderr).toContain("which was cut off");
  });
});

describe("Ctrl-C", () => {
  test("lets what is under way end, settles the journal, says what is left, and exits 1; the next run does that", async () => {
    const sandbox = await openSandbox(seed, { latencyMs: 300 });
    const folder = await projectFor(sandbox, files);
    const { child, ended } = start(folder);
    await until(isWriting(sandbox));
    child.kill("SIGINT");

    const { code, stdout, stderr } = await ended;

    expect(code).toBe(1);
    expect(stderr).toContain("Stopping:");
    expect(stdout).toMatch(/Outcome: \d+ applied · \d+ still to do/);
    expect(stdout).toMatch(/to do {2}.*n\d+@acme\.test/);
    expect(stdout).toContain("Run the same command again");
    const journal = await readFile(join(folder, ".orgwright/journal.jsonl"), "utf8");
    expect(journal.trimEnd().split("\n").at(-1)).toBe('{"ended":true}');
    const sent = writes(sandbox).length;
    expect(sent).toBeLessThan(15);
    const next = await orgwright(["apply", "--yes"], { folder });
    expect(next.code).toBe(0);
    expect(next.stderr).not.toContain("cut off");
    expect(writes(sandbox)).toHaveLength(15);
  });

  test("before anything was written ends with nothing written", async () => {
    const sandbox = await openSandbox(seed, { latencyMs: 500 });
    const folder = await projectFor(sandbox, files);
    const { child, ended } = start(folder);
    await until(() => sandbox.requests().length > 0);
    child.kill("SIGINT");

    expect((await ended).code).toBe(1);
    expect(writes(sandbox)).toEqual([]);
  });
});

describe("a journal that cannot be used", () => {
  test("is refused with a way out before any request; a plan goes on with a note", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);
    await mkdir(join(folder, ".orgwright"), { recursive: true });
    await writeFile(join(folder, ".orgwright/journal.jsonl"), "what is this\n");

    const { code, stderr } = await orgwright(["apply", "--yes"], { folder });

    expect(code).toBe(3);
    expect(stderr).toMatch(/The journal .* cannot be understood: line 1/);
    expect(stderr).toContain("move it away");
    expect(sandbox.requests()).toEqual([]);
    expect((await orgwright(["plan"], { folder })).stdout).toContain("apply/journal");
  });

  test("for want of space lets nothing be sent that could not be announced", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox, files);
    const limited = `ulimit -f 2; exec "$0" "$@"`;
    const child = spawn("bash", ["-c", limited, process.execPath, cliFile, "apply", "--yes"], {
      cwd: folder,
      env: { PATH: process.env["PATH"], SIGNALSMITH_TOKEN: canary },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const code = new Promise<number | null>((done) => child.once("close", (...[ended]) => done(ended)));

    const [stdout] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);

    expect(await code).toBe(1);
    expect(stdout).toContain("[apply/not-announced]");
    expect(writes(sandbox).length).toBeLessThan(15);
    expect(await orgwright(["apply", "--yes"], { folder })).toMatchObject({ code: 0 });
    expect(writes(sandbox)).toHaveLength(15);
  });
});
