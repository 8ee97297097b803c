/** HTTP clients for the project's connections, with the credentials that the project file names. */
import { connectors } from "./connectors/index.ts";
import { type ClientOptions, type RequestLine, readClient, writeClient } from "./io/http.ts";
import { secretOf } from "./io/secrets.ts";
import type { ReadClient, WriteClient } from "./model/connector.ts";
import type { Project } from "./model/contract.ts";
import { InternalError } from "./model/errors.ts";

/** Opens connections by name. A missing credential is a ConfigurationError when its connection is opened, not before. */
export interface Clients {
  readonly read: (connection: string) => ReadClient;
  readonly write: (connection: string) => WriteClient;
}

/** What an entry knows of its surroundings. */
export interface ClientWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly userAgent: string;
  /** Told of each credential before it is used, so that nothing shows it. */
  readonly onSecret: (value: string) => void;
  readonly onRequest?: (connection: string, line: RequestLine) => void;
}

/** Clients that take their credentials from the environment, at the moment of use. */
export function clients({ connections }: Project, world: ClientWorld): Clients {
  const { onRequest } = world;
  const options = (name: string): ClientOptions => {
    const connection = connections[name];
    if (connection === undefined) throw new InternalError(`There is no connection ${name}`);
    const token = secretOf(connection.token, name, world.environment);
    world.onSecret(token);
    return {
      endpoint: connection.endpoint,
      token,
      credential: connectors[connection.system].credential,
      userAgent: world.userAgent,
      ...(onRequest === undefined ? {} : { onRequest: (line) => onRequest(name, line) }),
    };
  };
  return { read: (name) => readClient(options(name)), write: (name) => writeClient(options(name)) };
}
