import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** What is started. */
export interface Start {
  /** The provider's bundle. */
  readonly file: string;
  readonly args?: readonly string[];
  /** Beside PATH; undefined leaves one of Terraform's own variables out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A process and what it has said. */
export interface Process {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves when stdout holds that; rejects when the process ends before. */
  said(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Resolves when stderr holds that; rejects when the process ends before. */
  logged(pattern: RegExp): Promise<RegExpMatchArray>;
  /** How it ended: a code, or a signal's name. */
  ended(): Promise<number | string | null>;
}

/** The variables with which Terraform starts a provider, but for the certificate. */
export const terraformVariables: Readonly<Record<string, string>> = {
  TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
  PLUGIN_PROTOCOL_VERSIONS: "5,6",
  PLUGIN_MIN_PORT: "10000",
  PLUGIN_MAX_PORT: "25000",
};

/** A program to start, and with which variables and no others. */
export interface Program {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly folder?: string;
  /** Whether it leads a group of its own, as in a terminal. */
  readonly asGroup?: boolean;
}

/** Starts a provider's bundle, with nothing of this process's environment but PATH and the folder for temporary files. */
export function startProcess({ file, args = [], env = {} }: Start): Process {
  const given = { PATH: process.env["PATH"], TMPDIR: process.env["TMPDIR"], ...env };
  return startProgram({
    program: process.execPath,
    args: [file, ...args],
    env: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  });
}

/** Starts a program. */
export function startProgram({ program, args, env, folder, asGroup = false }: Program): Process {
  const child = spawn(program, args, {
    cwd: folder,
    env,
    detached: asGroup,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err] = [gather(child.stdout), gather(child.stderr)];
  const closed = once(child, "close");
  // Whoever waits is told; nobody has to wait.
  closed.catch(() => undefined);
  return {
    child,
    stdout: out.text,
    stderr: err.text,
    said: async (pattern) => await Promise.race([out.has(pattern), endedFirst(closed, err.text)]),
    logged: async (pattern) => await Promise.race([err.has(pattern), endedFirst(closed, err.text)]),
    ended: async () => {
      await closed;
      return child.signalCode ?? child.exitCode;
    },
  };
}

async function endedFirst(closed: Promise<unknown>, stderr: () => string): Promise<never> {
  await closed;
  throw new Error(`It ended first. It said: ${stderr()}`);
}

interface Gathered {
  readonly text: () => string;
  readonly has: (pattern: RegExp) => Promise<RegExpMatchArray>;
}

function gather(stream: NodeJS.ReadableStream): Gathered {
  let text = "";
  const waiting = new Set<() => void>();
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    text += chunk;
    for (const look of waiting) look();
  });
  return {
    text: () => text,
    has: async (pattern) =>
      await new Promise((found) => {
        const look = () => {
          const match = pattern.exec(text);
          if (match === null) return;
          waiting.delete(look);
          found(match);
        };
        waiting.add(look);
        look();
      }),
  };
}
