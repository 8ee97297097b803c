/** HTTP clients for the project's connections. */
import { connectors } from "../../index.ts";
import { type ClientOptions, type RequestLine, readClient, writeClient } from "../../io/http.ts";
import { secretOf } from "../../io/secrets.ts";
import type { ReadClient, WriteClient } from "../../model/connector.ts";
import type { Project } from "../../model/contract.ts";
import { InternalError } from "../../model/errors.ts";
import type { Surroundings } from "./surroundings.ts";

/** Opens connections by name. A missing credential is a ConfigurationError when its connection is opened, not before. */
export interface Clients {
  readonly read: (connection: string) => ReadClient;
  readonly write: (connection: string) => WriteClient;
}

/** Clients that take their credentials from the environment, at the moment of use. */
export function clients({ connections }: Project, world: Surroundings): Clients {
  const options = (name: string): ClientOptions => {
    const connection = connections[name];
    if (connection === undefined) throw new InternalError(`There is no connection ${name}`);
    const token = secretOf(connection.token, name, world.environment);
    world.secrets.add(token);
    return {
      endpoint: connection.endpoint,
      token,
      credential: connectors[connection.system].credential,
      userAgent: `orgwright/${world.version}`,
      ...(world.logsRequests ? { onRequest: (line) => logLine(name, line, world) } : {}),
    };
  };
  return { read: (name) => readClient(options(name)), write: (name) => writeClient(options(name)) };
}

/** One line for a log collector: no body, no header, no query. */
function logLine(connection: string, line: RequestLine, { err }: Surroundings): void {
  err.write(`${JSON.stringify({ connection, ...line })}\n`);
}
