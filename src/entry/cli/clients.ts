/** HTTP clients for the project's connections, as a command line needs them. */
import { type Clients, clients as openClients, type RequestLine, type RunLimits } from "../../index.ts";
import { credentialsIn } from "../../io/secrets.ts";
import type { Project } from "../../model/contract.ts";
import type { Surroundings } from "./surroundings.ts";

/** Clients that take their credentials from where the project file says, and tell each request where that was asked for. */
export function clients(project: Project, world: Surroundings, limits: RunLimits = {}): Clients {
  return openClients(project, {
    ...limits,
    credential: credentialsIn(world, (value) => world.secrets.add(value)),
    userAgent: `orgwright/${world.version}`,
    ...(world.logsRequests ? { onRequest: (name, line) => logLine(name, line, world) } : {}),
  });
}

/** One line for a log collector: no body, no header, no query. */
function logLine(connection: string, line: RequestLine, { err }: Surroundings): void {
  err.write(`${JSON.stringify({ connection, ...line })}\n`);
}
