/** When and how the process ends. */
import { atMost, type Calls } from "./calls.ts";
import type { Host } from "./host.ts";
import type { Log } from "./log.ts";
import type { Listening } from "./server.ts";

/** How often it is looked whether Terraform is still there. */
const LOOK_EVERY_MS = 1000;

/** How long calls that run may take to their end; a request to a system is given up before. */
const CALLS_END_MS = 60_000;

/** How long the last answers may take to go out. */
const ANSWERS_OUT_MS = 1000;

/** What ends with the process. */
export interface Ending {
  readonly host: Host;
  readonly log: Log;
  readonly calls: Calls;
  /** Begins nothing new. */
  readonly stop: () => void;
  readonly listening: () => Listening | undefined;
}

/** Ends the process: begins nothing new, lets what is being written end, lets answers go out. Only the first call counts. */
export type End = (why: string, code?: number) => void;

/** How this process ends. */
export function prepareEnd({ host, log, calls, stop, listening }: Ending): End {
  let isEnding = false;
  const end = async (code: number): Promise<void> => {
    stop();
    await calls.settled(CALLS_END_MS);
    await atMost(ANSWERS_OUT_MS, listening()?.close() ?? Promise.resolve());
    host.exit(code);
  };
  return (why, code = 0) => {
    if (isEnding) return;
    isEnding = true;
    log("debug", "the provider ends", { why });
    end(code).catch((error: unknown) => {
      log("error", "the provider could not end as it should", { error: String(error) });
      host.exit(1);
    });
  };
}

/**
 * Ends the process with Terraform's, or when it is asked to. Ctrl-C reaches both: Terraform then says itself what to stop,
 * so here it means nothing.
 */
export function endWithParent(host: Host, end: End): void {
  host.onSignal("SIGINT", () => undefined);
  // A closed terminal takes Terraform along, which is seen here.
  host.onSignal("SIGHUP", () => undefined);
  host.onSignal("SIGTERM", () => end("SIGTERM"));
  const parent = host.parent();
  const look = setInterval(() => {
    if (host.parent() !== parent || !host.isAlive(parent)) end("what started it is gone");
  }, LOOK_EVERY_MS);
  look.unref();
}

/** Ends the process when whoever debugs it says so. */
export function endByHand(host: Host, end: End): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) host.onSignal(signal, () => end(signal));
}

/** Tells of errors that nobody caught. A stray rejection ends nothing that runs; after a thrown one nothing can be trusted. */
export function reportUncaught({ host, log }: Pick<Ending, "host" | "log">, end: End): void {
  host.onUncaught((error, kind) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log("error", "This is a bug of the provider; please report it.", { error: text });
    if (kind === "thrown") end("an error that nobody caught", 1);
  });
}
