/** What the wire uses of the process: everything that is the process's comes in through here. */

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A process, as the wire sees it. */
export interface Host {
  readonly args: readonly string[];
  readonly environment: Environment;
  readonly platform: string;
  readonly pid: number;
  /** Who started it; changes on most platforms when that one has died. */
  parent(): number;
  isAlive(pid: number): boolean;
  /** To stdout, where Terraform waits for the handshake. */
  say(text: string): void;
  /** To stderr, where Terraform reads logs. */
  tell(text: string): void;
  /** From now on, what anything else writes to stdout or stderr goes to `instead`. */
  capture(instead: (stream: "stdout" | "stderr", text: string) => void): void;
  onSignal(name: "SIGINT" | "SIGTERM" | "SIGHUP", act: () => void): void;
  /** Told of what nobody caught: an error thrown, or a promise rejected. */
  onUncaught(act: (error: unknown, kind: "thrown" | "rejected") => void): void;
  /** Done last, whatever ends the process by itself; no promise is waited for. */
  onExit(act: () => void): void;
  exit(code: number): void;
}

/** The host that a Node process is. */
export function hostOf(process: NodeJS.Process): Host {
  const { stdout, stderr } = process;
  const say = stdout.write.bind(stdout);
  const tell = stderr.write.bind(stderr);
  // Whoever reads may be gone before us: no failure of ours, and no reason to leave a write half done.
  for (const stream of [stdout, stderr]) stream.on("error", () => undefined);
  return {
    args: process.argv.slice(2),
    environment: process.env,
    platform: process.platform,
    pid: process.pid,
    parent: () => process.ppid,
    isAlive: (pid) => isAlive(process, pid),
    say: (text) => void say(text),
    tell: (text) => void tell(text),
    capture: (instead) => {
      stdout.write = capturing((text) => instead("stdout", text));
      stderr.write = capturing((text) => instead("stderr", text));
    },
    onSignal: (name, act) => void process.on(name, act),
    onUncaught: (act) => {
      process.on("uncaughtException", (error) => act(error, "thrown"));
      process.on("unhandledRejection", (error) => act(error, "rejected"));
    },
    onExit: (act) => void process.on("exit", act),
    exit: (code) => process.exit(code),
  };
}

function isAlive(process: NodeJS.Process, pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is alive too.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function capturing(instead: (text: string) => void): NodeJS.WriteStream["write"] {
  return (chunk: Uint8Array | string, ...rest: readonly unknown[]) => {
    instead(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
    const written = rest.find((each): each is () => void => typeof each === "function");
    if (written !== undefined) queueMicrotask(written);
    return true;
  };
}
