/** A README as a story: the commands in its `sh` blocks, in order, each with what its comment says of it. */
import { spawn } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Sandbox } from "../../src/sandbox/index.ts";
import { cliFile, type Ended, textOf } from "../entry/cli.ts";
import { folderWith } from "../io/folder.ts";

/** One command, as somebody types it; the line below may say what one sees: `# no changes`, `# exit 2: member bob`. */
export interface Step {
  readonly typed: string;
  readonly code: number;
  readonly seen: string;
}

/** What somebody's own runs leave in a folder. */
const LEFT_BEHIND = [".orgwright", "imported", "plan.json", "secrets.jsonl"];

/** A copy of an example, as it is in git. */
export async function copyOf(example: string): Promise<string> {
  const folder = await folderWith({});
  const filter = (source: string) => !LEFT_BEHIND.includes(basename(source));
  await cp(example, folder, { recursive: true, filter });
  return folder;
}

/** Moves the files from the README's port to where the sandbox of a test listens. */
export async function moveTo({ url }: Pick<Sandbox, "url">, folder: string): Promise<void> {
  for (const file of ["README.md", "orgwright.yaml"]) {
    const text = await readFile(join(folder, file), "utf8");
    await writeFile(join(folder, file), text.replace(/http:\/\/127\.0\.0\.1:\d+/g, new URL(url).origin));
  }
}

/** The steps of a README. A command goes on behind a backslash, and until the `done` of a loop. */
export function stepsOf(readme: string): readonly Step[] {
  const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);
  return blocks.flatMap((block) =>
    [
      ...block
        .replace(/\\\n\s*/g, "")
        .matchAll(/^(for [\s\S]*?^done|[^#\n].*)$(?:\n# (?:exit (\d): )?(.*))?/gm),
    ].map(([, typed = "", code = "0", seen = ""]) => ({ typed, code: Number(code), seen })),
  );
}

/** A shell in which steps are typed; what is exported stays for the next. */
export function openShell(folder: string): (typed: string) => Promise<Ended> {
  const exported: Record<string, string> = {};
  return async (typed) => {
    if (typed.startsWith("export ")) {
      for (const [, name = "", value = ""] of typed.matchAll(/(\w+)=(\S+)/g)) exported[name] = value;
    }
    const child = spawn("sh", ["-c", `orgwright() { "$NODE" "$CLI" "$@"; }\n${typed}`], {
      cwd: folder,
      env: { PATH: process.env["PATH"], NODE: process.execPath, CLI: cliFile, ...exported },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [stdout, stderr, code] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      new Promise<number | null>((done) => child.once("close", (...[ended]) => done(ended))),
    ]);
    return { code, stdout, stderr };
  };
}
