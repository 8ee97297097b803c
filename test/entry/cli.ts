import { execFileSync, spawn } from "node:child_process";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import {
  type Sandbox,
  type SandboxOptions,
  type SandboxSeed,
  startSandbox,
} from "../../src/sandbox/index.ts";
import { folderWith } from "../io/folder.ts";

/** The built command, as a package would carry it. */
export const cliFile: string = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** A token that must not be seen anywhere. */
export const canary = "canary-3f9c2d17-token";

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command is run. */
export interface RunOptions {
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs the built command to its end, with nobody at a terminal. */
export async function orgwright(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { folder, environment = {} } = options;
  const child = spawn(process.execPath, [cliFile, ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"], SIGNALSMITH_TOKEN: canary, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((done) => child.once("close", (...[ended]) => done(ended))),
  ]);
  return { code, stdout, stderr };
}

/** All text of a stream. */
export async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: string[] = [];
  for await (const chunk of stream) chunks.push(String(chunk));
  return chunks.join("");
}

/** A sandbox that ends with the test. */
export async function openSandbox(seed: SandboxSeed, options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ requestsPerMinute: 0, seed, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Who is live before the tests' manifests are applied: alice and dana own acme, bob and frank are members. */
export const seed: SandboxSeed = {
  signalsmith: {
    tokens: [{ token: canary, account: "ops@acme.test" }],
    workspaces: [
      {
        id: "ws_production",
        name: "Production",
        organization_id: "acme-corp",
        members: [
          { account: "ops@acme.test", role: "owner" },
          { account: "bob@acme.test", role: "member", via: "organization" },
        ],
      },
      { id: "ws_staging", name: "Staging", members: [{ account: "ops@acme.test", role: "owner" }] },
    ],
    organizations: [
      {
        name: "Acme Corp",
        members: [
          { account: "ops@acme.test", role: "owner" },
          { account: "alice@acme.test", role: "owner" },
          { account: "dana@acme.test", role: "owner" },
          { account: "bob@acme.test", role: "member" },
          { account: "frank@acme.test", role: "member" },
        ],
      },
    ],
  },
};

/** The project file for an endpoint. */
export function projectText(endpoint: string, more = ""): string {
  return `apiVersion: orgwright/v1
kind: Project
manifests: [orgs/**/*.yaml]
approvals: [approvals/**/*.yaml]
connections:
  signalsmith:
    system: signalsmith
    endpoint: ${endpoint}
    token: {env: SIGNALSMITH_TOKEN}
    self: ops@acme.test
${more}`;
}

/** Members as in the seed, but Bob is an admin, Frank is gone and Carol is new. */
export const members: readonly string[] = [
  "{email: alice@acme.test, role: owner}",
  "{email: dana@acme.test, role: owner}",
  "{email: bob@acme.test, role: admin, workspaces: {production: member}}",
  "{email: carol@acme.test, role: member}",
];

/** The organization of the seed, with these members. */
export function organizationText(entries: readonly string[] = members, more = ""): string {
  return `apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: signalsmith
  slug: acme-corp
  displayName: Acme Corp
  workspaces:
    - {name: production, id: ws_production}
  members:
${entries.map((entry) => `    - ${entry}\n`).join("")}${more}`;
}

/** A project with this organization against a running sandbox. */
export async function projectFor(
  { endpoints }: Pick<Sandbox, "endpoints">,
  files: Readonly<Record<string, string>> = { "orgs/acme.yaml": organizationText() },
  more = "",
): Promise<string> {
  return await folderWith({ "orgwright.yaml": projectText(endpoints.signalsmith, more), ...files });
}

/** A copy of the shipped example, without what somebody's own runs left there. */
export async function exampleCopy(): Promise<string> {
  const folder = await folderWith({});
  await cp(fileURLToPath(new URL("../../examples/signalsmith", import.meta.url)), folder, {
    recursive: true,
  });
  await rm(join(folder, ".orgwright"), { recursive: true, force: true });
  return folder;
}

/** The writing requests that arrived. */
export function writes(sandbox: Sandbox): readonly string[] {
  return sandbox
    .requests()
    .filter(({ method }) => method !== "GET" && method !== "HEAD")
    .map(({ method, path }) => `${method} ${path}`);
}

/** Commits everything in a folder, so that approvals in it count. */
export function commitAll(folder: string): void {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@acme.test", "-c", "commit.gpgsign=false"];
  for (const args of [
    ["init", "-q"],
    ["add", "-A"],
    ["commit", "-q", "-m", "all"],
  ]) {
    execFileSync("git", [...identity, ...args], { cwd: folder, stdio: "pipe" });
  }
}
