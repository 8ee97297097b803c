import type { ActionRun } from "./action-run.ts";
import type { Context } from "./context.ts";
import type { RunnerFolder } from "./runner-folder.ts";

/** What of the own environment an action may see: where programs are. Anything else could be a secret. */
const INHERITED = ["PATH", "Path", "SystemRoot", "PATHEXT"];

/** The whole environment of an action's process. */
export function variablesOf(
  run: ActionRun,
  context: Context,
  { folder, inputs }: { readonly folder: RunnerFolder; readonly inputs: Readonly<Record<string, string>> },
): Readonly<Record<string, string>> {
  return {
    ...inherited(),
    HOME: folder.home,
    TMPDIR: folder.temporary,
    TEMP: folder.temporary,
    TMP: folder.temporary,
    ...run.environment,
    ...run.secrets,
    ...inputs,
    ...ofRunner(folder, run.debug ?? false),
    ...ofGitHub(context),
    ...ofFiles(folder),
  };
}

function inherited(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    INHERITED.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Every value of the context but the token: GitHub gives that by an input only. */
function ofGitHub(context: Context): Readonly<Record<string, string>> {
  return {
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION: "__self",
    GITHUB_REF_PROTECTED: "false",
    GITHUB_RETENTION_DAYS: "90",
    ...Object.fromEntries(
      Object.entries(context)
        .filter(([name]) => name !== "token")
        .map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, value]),
    ),
  };
}

function ofFiles({ event, workspace, files }: RunnerFolder): Readonly<Record<string, string>> {
  return {
    GITHUB_EVENT_PATH: event,
    GITHUB_WORKSPACE: workspace,
    ...Object.fromEntries(
      Object.entries(files).map(([name, file]) => [`GITHUB_${name.toUpperCase()}`, file]),
    ),
  };
}

function ofRunner({ temporary, toolCache }: RunnerFolder, debug: boolean): Readonly<Record<string, string>> {
  const systems: Readonly<Record<string, string>> = { darwin: "macOS", win32: "Windows" };
  return {
    RUNNER_TEMP: temporary,
    RUNNER_TOOL_CACHE: toolCache,
    RUNNER_OS: systems[process.platform] ?? "Linux",
    RUNNER_ARCH: process.arch.toUpperCase(),
    RUNNER_NAME: "orgwright",
    RUNNER_ENVIRONMENT: "self-hosted",
    ...(debug ? { RUNNER_DEBUG: "1" } : {}),
  };
}
