/** The process of a provider, from its start to its end. */
import type { Provider } from "../provider.ts";
import { countCalls } from "./calls.ts";
import { controllerService, providerService } from "./handlers.ts";
import {
  aboutText,
  cannotStartText,
  handshakeLine,
  isStartedByTerraform,
  isUnderstood,
  notUnderstoodText,
  readOffer,
} from "./handshake.ts";
import type { Host } from "./host.ts";
import { endByHand, endWithParent, prepareEnd, reportUncaught } from "./lifecycle.ts";
import { type Log, openLog } from "./log.ts";
import { reattachText } from "./reattach.ts";
import { type Listening, listen } from "./server.ts";

/** What a process serves. */
export interface Serving {
  readonly host: Host;
  readonly version: string;
  /** Loads the provider; called once, when the handshake is done. */
  readonly load: (log: Log) => Promise<Provider>;
  /** What neither a log nor an answer may show; the provider adds to it. */
  readonly secrets?: ReadonlySet<string>;
}

/** Serves the provider until the process ends; started by hand it says what it is, and ends with 1. */
export async function serve({ host, version, load, secrets = new Set() }: Serving): Promise<void> {
  const isDebugged = host.args.includes("--debug");
  const refusal = isDebugged ? undefined : refusalText(host, version);
  if (refusal !== undefined) {
    host.tell(refusal);
    host.exit(1);
    return;
  }
  const log = openLog(host.environment, host.tell, secrets);
  host.capture((stream, text) => logLines(log, stream, text));
  try {
    await serveTerraform({ host, version, load, secrets }, log, isDebugged);
  } catch (error) {
    host.tell(cannotStartText(error));
    host.exit(1);
  }
}

async function serveTerraform(
  { host, version, load, secrets }: Required<Serving>,
  log: Log,
  isDebugged: boolean,
): Promise<void> {
  const calls = countCalls();
  let listening: Listening | undefined;
  let loaded: Promise<Provider> | undefined;
  const provider = (): Promise<Provider> => {
    loaded ??= load(log);
    return loaded;
  };
  const stop = (): void => {
    loaded?.then(
      (ready) => ready.stop(),
      () => undefined,
    );
  };
  const end = prepareEnd({ host, log, calls, stop, listening: () => listening });
  reportUncaught({ host, log }, end);
  if (isDebugged) endByHand(host, end);
  else endWithParent(host, end);
  const { clientCertificate, socketFolder, asksForSharing } = readOffer(host.environment);
  listening = await listen({
    services: [
      providerService({ provider, calls, log, version, secrets }),
      // Whoever debugs the provider ends it; a command that is over does not.
      controllerService(() => (isDebugged ? undefined : end("Shutdown"))),
    ],
    clientCertificate: isDebugged ? undefined : clientCertificate,
    socketFolder,
    host,
  });
  const { announcement } = listening;
  host.say(isDebugged ? reattachText(announcement, host.pid) : handshakeLine(announcement, asksForSharing));
  log("debug", "the provider serves", { version });
  // Terraform needs a moment to connect; a failure is told to whoever calls.
  provider().catch(() => undefined);
}

function refusalText({ environment }: Host, version: string): string | undefined {
  if (!isStartedByTerraform(environment)) return aboutText(version);
  return isUnderstood(environment) ? undefined : notUnderstoodText(environment);
}

/** What some library prints is for the log, as one line. */
function logLines(log: Log, stream: "stdout" | "stderr", text: string): void {
  const message = text.trimEnd();
  if (message !== "") log(stream === "stdout" ? "debug" : "warn", message);
}
