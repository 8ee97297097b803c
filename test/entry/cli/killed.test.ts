/** An apply that is killed at any point: the same command goes on where it was (law 10). */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Sandbox } from "../../../src/sandbox/index.ts";
import {
  canary,
  cliFile,
  members,
  openSandbox,
  organizationText,
  orgwright,
  projectFor,
  seed,
  writes,
} from "../cli.ts";

const preload = fileURLToPath(new URL("./kill-at.mjs", import.meta.url));
const wanted = {
  "orgs/acme.yaml": organizationText([...members, "{email: erin@acme.test, role: admin}"]),
};

/** Runs the command until its process kills itself at an effect; says whether it came that far. */
async function applyUntil(effect: number, folder: string, counted?: string): Promise<boolean> {
  const child = spawn(process.execPath, ["--import", preload, cliFile, "apply", "--yes"], {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      SIGNALSMITH_TOKEN: canary,
      KILL_AT: String(effect),
      ...(counted === undefined ? {} : { KILL_COUNT: counted }),
    },
    stdio: "ignore",
  });
  return await new Promise((done) => child.once("close", (_, signal) => done(signal === "SIGKILL")));
}

/** Who is in the organization, and as what. */
function people(sandbox: Sandbox): readonly string[] {
  const { organizations, invitations } = sandbox.state().signalsmith as unknown as {
    readonly organizations: readonly { readonly members: readonly Row[] }[];
    readonly invitations?: readonly Row[];
  };
  return [...organizations.flatMap((each) => each.members), ...(invitations ?? [])]
    .map((row) => `${row.account ?? row.email} ${row.role ?? row.org_role}`)
    .sort();
}

interface Row {
  readonly account?: string;
  readonly email?: string;
  readonly role?: string;
  readonly org_role?: string;
}

/** Writes that the server has done. */
function done(sandbox: Sandbox): readonly string[] {
  return sandbox
    .requests()
    .filter(({ method, status }) => method !== "GET" && status >= 200 && status < 300)
    .map(({ method, path }) => `${method} ${path}`);
}

describe("apply, killed with SIGKILL", () => {
  test("at every effect on a file or a system, goes on with the same command and repeats nothing", async () => {
    const whole = await openSandbox(seed);
    const folder = await projectFor(whole, wanted);
    const counted = join(folder, "count");
    expect(await applyUntil(0, folder, counted)).toBe(false);
    const effects = Number(await readFile(counted, "utf8"));
    const [expected, sent] = [people(whole), [...writes(whole)].sort()];
    expect(sent).toHaveLength(4);
    expect(effects).toBeGreaterThan(40);

    let killed = 0;
    for (let effect = 1; effect <= effects; effect += 1) {
      const sandbox = await openSandbox(seed);
      const own = await projectFor(sandbox, wanted);
      killed += (await applyUntil(effect, own)) ? 1 : 0;

      const { code, stderr } = await orgwright(["apply", "--yes"], { folder: own });

      const story = `killed at effect ${effect}: ${stderr}`;
      expect(code, story).toBe(0);
      expect(people(sandbox), story).toEqual(expected);
      expect([...done(sandbox)].sort(), story).toEqual(sent);
      const again = await orgwright(["plan", "--detailed-exitcode"], { folder: own });
      expect(again.code, story).toBe(0);
      await sandbox.close();
    }
    expect(killed).toBeGreaterThan(effects / 2);
  });
});
