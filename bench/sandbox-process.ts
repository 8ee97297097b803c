/** The sandbox as a process of its own, so that it takes no time from what is measured beside it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** One request as the sandbox saw it. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly status: number;
  /** When it came in; milliseconds since 1970. */
  readonly at: number;
}

/** A running sandbox. */
export interface SandboxProcess {
  /** SignalSmith's. */
  readonly endpoint: string;
  /** All requests since they were last forgotten. */
  requests(): Promise<readonly Sent[]>;
  forgetRequests(): Promise<void>;
  close(): Promise<void>;
}

interface Start {
  /** The built command. */
  readonly cli: string;
  /** A folder that may be written to. */
  readonly home: string;
  readonly seed: unknown;
  readonly latencyMs: number;
  /** As `10/s`. Default: no limit. */
  readonly rate?: string;
}

/** Starts a sandbox from a seed; throws when it ends before it listens. */
export async function startSandbox({
  cli,
  home,
  seed,
  latencyMs,
  rate = "0",
}: Start): Promise<SandboxProcess> {
  writeFileSync(join(home, "seed.json"), JSON.stringify(seed));
  const options = ["-C", home, "--seed", "seed.json", "--latency", String(latencyMs), "--rate", rate];
  const server = spawn(process.execPath, [cli, "sandbox", ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  for await (const chunk of server.stdout) {
    said += String(chunk);
    const [endpoint] = /http:\/\/\S+\/signalsmith\/api\/v1/.exec(said) ?? [];
    if (endpoint === undefined) continue;
    server.stdout.resume();
    const control = new URL("/_sandbox/requests", endpoint);
    return {
      endpoint,
      requests: async () => (await (await fetch(control)).json()) as readonly Sent[],
      forgetRequests: async () => {
        await fetch(control, { method: "DELETE" });
      },
      close: async () => {
        server.kill("SIGTERM");
        await once(server, "exit");
      },
    };
  }
  throw new Error("the sandbox ended before it listened");
}
