/** One step of the Action, from the environment to success or failure. */
import { readFile } from "node:fs/promises";
import { localBlobs } from "../../io/git.ts";
import { GitHubError, openGitHub } from "../../io/github/index.ts";
import { ConfigurationError, ConnectorError } from "../../model/errors.ts";
import { visible } from "../../report/index.ts";
import { stepCredentials } from "./credentials.ts";
import { type Inputs, readInputs } from "./inputs.ts";
import { openRepository } from "./repository.ts";
import { openRunner } from "./runner.ts";
import { readTrigger } from "./trigger.ts";
import type { Ended, World } from "./world.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const commands: Readonly<Record<Inputs["command"], (world: World) => Promise<Ended>>> = {
  plan: async (world) => await (await import("./plan.ts")).plan(world),
  apply: async (world) => await (await import("./apply.ts")).apply(world),
  verify: async (world) => await (await import("./verify.ts")).verify(world),
  drift: async (world) => await (await import("./drift.ts")).drift(world),
};

/** What the process gives to a step. */
export interface Step {
  readonly environment: Environment;
  readonly print: (text: string) => void;
  readonly version: string;
  /** Aborted once somebody wants the step to end. */
  readonly stop?: AbortSignal;
}

/** Runs a step, and says whether it succeeded. Never throws: whatever goes wrong is an error in the log. */
export async function run({
  environment,
  print,
  version,
  stop = new AbortController().signal,
}: Step): Promise<boolean> {
  const runner = openRunner(environment, print);
  const ended = await attempt(environment, { runner, version, stop });
  if (ended.reason === undefined) return true;
  await runner.output("failure-reason", ended.reason);
  runner.error(`orgwright: ${ended.reason}`, ended.message ?? "");
  return false;
}

type Given = Pick<World, "runner" | "version" | "stop">;

async function attempt(environment: Environment, given: Given): Promise<Ended> {
  try {
    const inputs = readInputs(environment);
    given.runner.mask(inputs.token);
    return await commands[inputs.command](await worldOf(environment, { ...given, inputs }));
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Ended {
  if (error instanceof ConfigurationError)
    return { reason: "configuration", message: visible(`${error.message}. ${error.fix}`) };
  if (error instanceof GitHubError) return { reason: "github", message: visible(error.message) };
  if (error instanceof ConnectorError) return { reason: "unread", message: visible(error.message) };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { reason: "internal", message: `This is a bug of Orgwright; please report it. ${text}` };
}

async function worldOf(
  environment: Environment,
  { inputs, runner, version, stop }: Given & Pick<World, "inputs">,
): Promise<World> {
  const [owner = "", repo = ""] = needed(environment, "GITHUB_REPOSITORY").split("/");
  const apiUrl = needed(environment, "GITHUB_API_URL");
  const github = openGitHub({
    apiUrl,
    graphqlUrl: environment["GITHUB_GRAPHQL_URL"] ?? `${apiUrl.replace(/\/api\/v3$/, "/api")}/graphql`,
    token: inputs.token,
    owner,
    repo,
    userAgent: `orgwright-action/${version}`,
    onNotice: (message) => runner.info(message),
    ...haste(environment, apiUrl),
  });
  const payload: unknown = JSON.parse(await readFile(needed(environment, "GITHUB_EVENT_PATH"), "utf8"));
  const id = Number(environment["GITHUB_RUN_ID"] ?? "0");
  const server = environment["GITHUB_SERVER_URL"] ?? "";
  const temporary = environment["RUNNER_TEMP"] ?? ".";
  return {
    inputs,
    runner,
    github,
    version,
    stop,
    environment,
    credential: stepCredentials({ environment, inputs, runner, temporary }),
    trigger: readTrigger(needed(environment, "GITHUB_EVENT_NAME"), payload, environment["GITHUB_SHA"]),
    repository: openRepository({
      git: github.git,
      local: localBlobs(environment["GITHUB_WORKSPACE"]),
      folder: inputs["working-directory"],
    }),
    now: instant(environment["ORGWRIGHT_NOW"]),
    run: {
      id,
      attempt: Number(environment["GITHUB_RUN_ATTEMPT"] ?? "1"),
      url: `${server}/${owner}/${repo}/actions/runs/${id}`,
    },
    temporary,
  };
}

/** On a fake GitHub on this machine nobody needs to wait as GitHub asks: a second may last as short as a trial says. */
function haste(environment: Environment, apiUrl: string): { readonly minimumWaitSeconds?: number } {
  const seconds = Number(environment["ORGWRIGHT_GITHUB_SECOND"] ?? "");
  const isHere = ["127.0.0.1", "localhost", "[::1]"].includes(new URL(apiUrl).hostname);
  return isHere && seconds > 0 ? { minimumWaitSeconds: seconds } : {};
}

function needed(environment: Environment, name: string): string {
  const value = environment[name];
  if (value !== undefined && value !== "") return value;
  throw new ConfigurationError(
    `The environment variable ${name} is not set`,
    "Run the Action on a runner of GitHub, or with the runner of `orgwright/testing`.",
  );
}

/** The clock, or the instant that a test has set. */
function instant(given: string | undefined): number {
  const parsed = given === undefined ? Date.now() : Date.parse(given);
  if (!Number.isNaN(parsed)) return parsed;
  throw new ConfigurationError(
    `ORGWRIGHT_NOW is no instant: ${given}`,
    "Write it like 2026-01-31T12:00:00Z.",
  );
}
