/** An apply that is killed at any point: the same command goes on where it was (law 10). */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import PQueue from "p-queue";
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
  projectText,
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

/** Whether people who are invited can be read back: when not, only the journal knows of a mail that was being sent. */
type Pending = "listed" | "hidden";

async function stage(pending: Pending) {
  const sandbox = await openSandbox(seed, { signalsmith: { pendingMembers: pending } });
  const folder = await projectFor(sandbox, {
    ...wanted,
    "orgwright.yaml": `${projectText(sandbox.endpoints.signalsmith)}    pendingMembers: ${pending}\n`,
  });
  return { sandbox, folder };
}

/** What one whole apply does, and how many effects it has. */
async function whole(pending: Pending) {
  const { sandbox, folder } = await stage(pending);
  const counted = join(folder, "count");
  expect(await applyUntil(0, folder, counted)).toBe(false);
  const effects = Number(await readFile(counted, "utf8"));
  return { effects, people: people(sandbox), sent: [...writes(sandbox)].sort() };
}

type Whole = Awaited<ReturnType<typeof whole>>;

/** Kills one apply, runs the same command, and looks at what the system has then. */
async function goOn(effect: number, pending: Pending, expected: Whole): Promise<boolean> {
  const { sandbox, folder } = await stage(pending);
  const wasKilled = await applyUntil(effect, folder);

  const { code, stderr } = await orgwright(["apply", "--yes"], { folder });

  const story = `killed at effect ${effect}, ${pending}: ${stderr}`;
  expect(code, story).toBe(0);
  const [isMail, sent] = [(line: string) => line.endsWith("/invite"), [...done(sandbox)].sort()];
  if (pending === "listed") {
    expect(people(sandbox), story).toEqual(expected.people);
    expect(sent, story).toEqual(expected.sent);
  } else {
    const mails = sent.filter(isMail).length;
    expect(mails, story).toBeLessThanOrEqual(expected.sent.filter(isMail).length);
    expect(
      sent.filter((line) => !isMail(line)),
      story,
    ).toEqual(expected.sent.filter((line) => !isMail(line)));
    // A mail that was announced and not sent is never sent by itself: that is said, not hidden.
    if (mails < 2) expect(stderr, story).toMatch(/in doubt/);
  }
  return wasKilled;
}

describe("apply, killed with SIGKILL", () => {
  test.each(["listed", "hidden"] as const)(
    "at every third effect on a file or a system, goes on with the same command and repeats nothing: pending people %s",
    async (pending) => {
      const expected = await whole(pending);
      expect(expected.sent).toHaveLength(4);
      expect(expected.effects).toBeGreaterThan(40);
      const queue = new PQueue({ concurrency: 2 });
      const first = pending === "listed" ? 1 : 2;
      const effects = Array.from(
        { length: Math.floor(expected.effects / 3) },
        (_, index) => first + 3 * index,
      );

      const killed = await queue.addAll(effects.map((effect) => () => goOn(effect, pending, expected)));

      expect(killed.filter(Boolean).length).toBeGreaterThan(effects.length / 2);
    },
    600_000,
  );
});

describe("apply of a saved plan, killed with SIGKILL", () => {
  const lab = `apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: signalsmith
  slug: acme-corp
  workspaces:
    - {name: production, id: ws_production}
    - {name: lab}
  members:
    - {email: alice@acme.test, role: owner}
    - {email: dana@acme.test, role: owner}
    - {email: bob@acme.test, role: member, workspaces: {production: member, lab: member}}
    - {email: frank@acme.test, role: member, workspaces: {lab: member}}
`;

  test("goes on with what was reviewed, also where it refers to what the dead run has made", async () => {
    const sandbox = await openSandbox(seed, {
      signalsmith: { dialect: "reference-a" },
      faults: "slow@1:60000=POST:/members",
    });
    const project = `${projectText(sandbox.endpoints.signalsmith)}    dialect: reference-a\n`;
    const folder = await projectFor(sandbox, { "orgwright.yaml": project, "orgs/acme.yaml": lab });
    expect(await orgwright(["plan", "--out", "plan.json"], { folder })).toMatchObject({ code: 0 });
    const child = spawn(process.execPath, [cliFile, "apply", "--yes", "--plan", "plan.json"], {
      cwd: folder,
      env: { PATH: process.env["PATH"], SIGNALSMITH_TOKEN: canary },
      stdio: "ignore",
    });
    // The workspace is made, and who gets access to it is on the way.
    while (writes(sandbox).length < 2) await new Promise((next) => setTimeout(next, 20));
    child.kill("SIGKILL");
    await new Promise((end) => child.once("close", end));

    const { code, stderr, stdout } = await orgwright(["apply", "--yes", "--plan", "plan.json"], { folder });

    expect(code, stdout + stderr).toBe(0);
    expect(await orgwright(["plan", "--detailed-exitcode"], { folder })).toMatchObject({ code: 0 });
  });
});
