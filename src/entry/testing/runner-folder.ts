import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ActionRun } from "./action-run.ts";

/** The files through which a step and its runner talk. */
export const FILE_COMMANDS = ["output", "env", "state", "path", "step_summary"] as const;

/** One of these files. */
export type FileCommand = (typeof FILE_COMMANDS)[number];

/** Where a run happens. */
export interface RunnerFolder {
  readonly home: string;
  readonly workspace: string;
  readonly temporary: string;
  readonly toolCache: string;
  readonly event: string;
  readonly files: Readonly<Record<FileCommand, string>>;
  /** Removes what was made here; folders that were given stay. */
  remove(): Promise<void>;
}

/** Makes the folders of a run, with the event in its file and the other files empty. */
export async function openRunnerFolder({ event, workspace, temporary }: ActionRun): Promise<RunnerFolder> {
  const root = await mkdtemp(join(tmpdir(), "orgwright-runner-"));
  const made = (name: string) => join(root, name);
  const folder: RunnerFolder = {
    home: made("home"),
    workspace: workspace ?? made("workspace"),
    temporary: temporary ?? made("temp"),
    toolCache: made("tools"),
    event: made("event.json"),
    files: {
      output: made("output"),
      env: made("env"),
      state: made("state"),
      path: made("path"),
      step_summary: made("step-summary"),
    },
    remove: async () => await rm(root, { recursive: true, force: true }),
  };
  for (const path of [folder.home, folder.workspace, folder.temporary, folder.toolCache]) {
    await mkdir(path, { recursive: true });
  }
  for (const file of Object.values(folder.files)) await writeFile(file, "");
  await writeFile(folder.event, JSON.stringify(event.payload));
  return folder;
}

/** What a step left in its files; a file that it removed is empty. */
export async function readFileCommands(
  files: RunnerFolder["files"],
): Promise<Readonly<Record<FileCommand, string>>> {
  const read = async (name: FileCommand) => await readFile(files[name], "utf8").catch(() => "");
  const [output, env, state, path, summary] = await Promise.all([
    read("output"),
    read("env"),
    read("state"),
    read("path"),
    read("step_summary"),
  ]);
  return { output, env, state, path, step_summary: summary };
}
