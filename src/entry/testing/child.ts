import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

/** How to start a process. */
export interface ChildOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Told each line of both streams as it comes. */
  readonly onLine: (line: string) => void;
}

/** How a process ended. */
export interface ChildEnd {
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a process to its end, or ends it and all that it started when its time is over or the signal says so. A program that cannot be started rejects. */
export async function runChild(options: ChildOptions): Promise<ChildEnd> {
  const { program, args, folder, environment, timeoutMs, signal, onLine } = options;
  // A group of its own, so that a process that the action started ends with it.
  const detached = process.platform !== "win32";
  const child = spawn(program, args, {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    detached,
  });
  const endAll = () => end(child, detached);
  process.once("exit", endAll);
  signal?.addEventListener("abort", endAll);
  if (signal?.aborted) endAll();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    endAll();
  }, timeoutMs);
  try {
    const [stdout, stderr, [exitCode]] = await Promise.all([
      told(child.stdout, onLine),
      told(child.stderr, onLine),
      once(child, "close"),
    ]);
    return { exitCode: typeof exitCode === "number" ? exitCode : null, timedOut, stdout, stderr };
  } finally {
    clearTimeout(timer);
    process.removeListener("exit", endAll);
    signal?.removeEventListener("abort", endAll);
  }
}

function end(child: ChildProcess, group: boolean): void {
  if (child.pid === undefined) return;
  try {
    process.kill(group ? -child.pid : child.pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

async function told(stream: Readable, onLine: (line: string) => void): Promise<string> {
  stream.setEncoding("utf8");
  const chunks: string[] = [];
  let rest = "";
  for await (const chunk of stream) {
    chunks.push(String(chunk));
    // Lines end where the runner ends them. A return at the very end may be half of an ending.
    const lines = `${rest}${chunk}`.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  }
  if (rest !== "") onLine(rest.replace(/\r$/, ""));
  return chunks.join("");
}
