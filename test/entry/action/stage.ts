/** A stage for the Action: a fake GitHub held to its contract, a live system, and the built bundle run as a process. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, vi } from "vitest";
import { parse } from "yaml";
import { type ActionResult, runAction } from "../../../src/entry/testing/index.ts";
import type {
  FakeAccount,
  FakeEvent,
  FakeFile,
  FakeGitHub,
  GitHubOptions,
  Happening,
  Permissions,
} from "../../../src/sandbox/github/index.ts";
import type { Sandbox, SandboxOptions, SandboxSeed } from "../../../src/sandbox/index.ts";
import { checkedGitHub } from "../../contract/github.ts";
import { folderWith } from "../../io/folder.ts";
import { canary, openSandbox, organizationText, projectText, seed } from "../cli.ts";

// A step is a process of a second, or of ten on a busy machine: no time of a test says anything.
vi.setConfig({ testTimeout: 180_000 });

/** Where action.yml is. */
export const actionFolder: string =
  process.env["ORGWRIGHT_ACTION"] ?? fileURLToPath(new URL("../../..", import.meta.url));

/** The token that only the Action's input carries. */
export const githubToken = "ghs_canary_81d06f";

/** What a stage starts with. */
export interface StageOptions {
  readonly github?: GitHubOptions;
  readonly seed?: SandboxSeed;
  readonly sandbox?: SandboxOptions;
  /** The Node that runs the bundle; by default what ORGWRIGHT_NODE names, else the one that runs this. */
  readonly node?: string;
  /** Files of the default branch; by default a project with acme as it is live. */
  readonly files?: (endpoints: Sandbox["endpoints"]) => Readonly<Record<string, string>>;
}

/** How one step is run. */
export interface StepOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  /** Credentials; by default the right one. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly runId?: number;
  readonly token?: string;
}

/** How a step ended, with the plan file's text; empty where there is none. */
export interface StepResult extends ActionResult {
  readonly planText: string;
}

/** A stage that is open until the test ends. */
export interface Stage {
  readonly github: FakeGitHub;
  readonly sandbox: Sandbox;
  /** Runs a command on something that happened. */
  step(command: string, happening: Happening | FakeEvent, options?: StepOptions): Promise<StepResult>;
  /** What somebody does on the live system's own pages. */
  sandboxFetch(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Commits files to a new branch and opens a pull request; gives its number. */
  propose(
    files: Readonly<Record<string, FakeFile>>,
    options?: { readonly branch?: string; readonly fork?: string; readonly author?: string },
  ): number;
  /** Requests that wrote to the live system. */
  writes(): readonly string[];
}

/** The account of a workflow's own token; by default one that may do everything. */
export function workflowAccount(permissions?: Permissions): FakeAccount {
  const account = { token: githubToken, login: "github-actions[bot]", kind: "bot" } as const;
  return permissions === undefined ? account : { ...account, permissions };
}

/** Members of acme as the seed has them. */
export const asLive: readonly string[] = [
  "{email: alice@acme.test, role: owner}",
  "{email: dana@acme.test, role: owner}",
  "{email: bob@acme.test, role: member, workspaces: {production: member}}",
  "{email: frank@acme.test, role: member}",
];

/** Opens a stage. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const sandbox = await openSandbox(options.seed ?? seed, options.sandbox);
  const files =
    options.files ??
    (({ signalsmith }) => ({
      "orgwright.yaml": projectText(signalsmith),
      "orgs/acme.yaml": organizationText(asLive),
    }));
  const github = await checkedGitHub({
    limits: { requestsPerHour: 0, writesPerMinute: 0 },
    accounts: [workflowAccount()],
    ...options.github,
    seed: { files: { "README.md": "# Organizations\n", ...files(sandbox.endpoints) } },
  });
  const node = options.node ?? process.env["ORGWRIGHT_NODE"];
  let run = 1000;
  let branches = 0;
  return {
    github,
    sandbox,
    step: async (command, happening, { inputs, secrets, environment, runId, token = githubToken } = {}) => {
      const { name, payload, ref, sha } = "payload" in happening ? happening : github.event(happening);
      run += 1;
      const id = runId ?? run;
      github.setRun(id, "in_progress");
      const temporary = await folderWith({});
      const result = await runAction({
        temporary,
        action: actionFolder,
        inputs: { command, ...inputs },
        event: { name, payload, ref, sha },
        github: {
          serverUrl: github.serverUrl,
          apiUrl: github.apiUrl,
          graphqlUrl: github.graphqlUrl,
          repository: github.repository,
          token,
          runId: String(id),
          ref,
          sha,
        },
        secrets: secrets ?? { SIGNALSMITH_TOKEN: canary },
        environment: { ORGWRIGHT_GITHUB_SECOND: "0.001", ...environment },
        ...(node === undefined ? {} : { node }),
      });
      github.setRun(id, "completed");
      const file = result.outputs["plan-file"];
      const planText = file === undefined ? "" : await readFile(file, "utf8");
      const given = secrets ?? { SIGNALSMITH_TOKEN: canary };
      expect(await declaredOutputs(), "outputs of action.yml").toEqual(
        expect.arrayContaining(Object.keys(result.outputs)),
      );
      keptSecret([token, ...Object.values(given)], { ...result, planText }, github);
      return { ...result, planText };
    },
    sandboxFetch: async (method, path, body) => {
      const reply = await fetch(`${sandbox.endpoints.signalsmith}${path}`, {
        method,
        headers: { authorization: `Bearer ${canary}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status}`);
      return reply.status === 204 ? undefined : await reply.json();
    },
    propose: (changed, { branch, fork, author } = {}) => {
      branches += 1;
      const head = branch ?? `change-${branches}`;
      github.commit({
        branch: head,
        files: changed,
        message: "Change organizations",
        ...(fork === undefined ? {} : { fork }),
      });
      const draft = {
        head,
        ...(fork === undefined ? {} : { fork }),
        ...(author === undefined ? {} : { author }),
      };
      return github.openPullRequest(draft).number;
    },
    writes: () =>
      sandbox
        .requests()
        .filter(({ method }) => method !== "GET")
        .map(({ method, path }) => `${method} ${path}`),
  };
}

/** The outputs that action.yml tells of. */
async function declaredOutputs(): Promise<readonly string[]> {
  const text = await readFile(join(actionFolder, "action.yml"), "utf8");
  return Object.keys((parse(text) as { readonly outputs: object }).outputs);
}

/** Fails when a credential is anywhere but in the heads of requests: log, summary, outputs, plan file, whatever GitHub got. */
function keptSecret(secrets: readonly string[], result: StepResult, github: FakeGitHub): void {
  const { rawStdout, rawStderr, outputs, summary, planText } = result;
  const log = rawStdout.replace(/^::add-mask::.*$/gm, "");
  const told = JSON.stringify([log, rawStderr, outputs, summary, planText]);
  const sent = JSON.stringify(github.requests().map(({ path, query, body }) => [path, query, body]));
  for (const secret of secrets.filter((each) => each !== "")) {
    expect(told, "a credential in what the step has said").not.toContain(secret);
    expect(sent, "a credential in what GitHub was sent").not.toContain(secret);
  }
  // The runner's own masking would hide one in the summary.
  expect(summary, "a masked value in the summary").not.toContain("***");
}
