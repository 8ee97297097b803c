/** HTTP clients for the project's connections, with the credentials that the project file names. */
import { connectors } from "./connectors/index.ts";
import { type ClientOptions, type RequestLine, readClient, writeClient } from "./io/http.ts";
import { createPace, type Pace } from "./io/pace.ts";
import { type Budget, createBudget } from "./io/pace-budget.ts";
import { machineTime } from "./io/pace-clock.ts";
import type { Credentials } from "./io/secrets.ts";
import type { ReadClient, WriteClient } from "./model/connector.ts";
import type { Connection, Project } from "./model/contract.ts";
import { InternalError } from "./model/errors.ts";
import { limitsAt, type Window, windowsOf } from "./model/pace.ts";

/** Opens connections by name. A missing credential is a ConfigurationError when its connection is opened, not before. */
export interface Clients {
  readonly read: (connection: string) => ReadClient;
  readonly write: (connection: string) => WriteClient;
}

/** What bounds the requests of a run beside the systems' own limits. */
export interface RunLimits {
  /** For the whole run, all its connections together; every attempt counts. Those beyond are not sent. */
  readonly maxRequests?: number;
  /** Told once, when a request was not sent because of that. */
  readonly onBudget?: () => void;
  /** For each connection, beside its own limits. */
  readonly maxRate?: Window;
  /** Once aborted, nothing more is sent; what was sent comes to its end. */
  readonly stop?: AbortSignal;
}

/** What an entry knows of its surroundings. */
export interface ClientWorld extends RunLimits {
  /** Takes credentials, and sees to it that nothing shows them. */
  readonly credential: Credentials;
  readonly userAgent: string;
  readonly onRequest?: (connection: string, line: RequestLine) => void;
  /** For tests: time and chance. */
  readonly now?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random?: () => number;
}

/** Clients that take their credentials at the moment of use. All that are opened on one connection share its pace. */
export function clients({ connections }: Project, world: ClientWorld): Clients {
  const { onRequest } = world;
  const paceOf = paces(world);
  const options = (name: string): ClientOptions => {
    const connection = connections[name];
    if (connection === undefined) throw new InternalError(`There is no connection ${name}`);
    const token = world.credential(name, connection.token);
    return {
      endpoint: connection.endpoint,
      token,
      credential: connectors[connection.system].credential,
      userAgent: world.userAgent,
      pace: paceOf(name, connection),
      ...(onRequest === undefined ? {} : { onRequest: (line) => onRequest(name, line) }),
    };
  };
  return { read: (name) => readClient(options(name)), write: (name) => writeClient(options(name)) };
}

function paces(world: ClientWorld): (name: string, connection: Connection) => Pace {
  const { maxRequests, onBudget } = world;
  const budget = maxRequests === undefined ? undefined : createBudget(maxRequests, onBudget);
  const open = new Map<string, Pace>();
  return (name, connection) => {
    const pace = open.get(name) ?? paceOf({ name, connection }, world, budget);
    open.set(name, pace);
    return pace;
  };
}

interface Named {
  readonly name: string;
  readonly connection: Connection;
}

function paceOf({ name, connection }: Named, world: ClientWorld, budget: Budget | undefined): Pace {
  const { token: _token, ...settings } = connection;
  const limits = limitsAt(connection.endpoint, connectors[connection.system].limits({ ...settings, name }));
  const { maxRate, stop, now, sleep, random = Math.random } = world;
  const { pace: own = {} } = connection;
  return createPace({
    windows: windowsOf(limits, own, maxRate),
    time: { now: now ?? machineTime.now, sleep: sleep ?? machineTime.sleep },
    random,
    ...(own.concurrency === undefined ? {} : { concurrency: own.concurrency }),
    ...(stop === undefined ? {} : { stop }),
    ...(budget === undefined ? {} : { budget }),
  });
}
