/** Clients that hold every request and reply against the system's contract, and throw when something is not in it. */
import type { ReadClient, Reply, RequestOptions, WriteClient } from "../../src/model/connector.ts";
import { ConnectorError } from "../../src/model/errors.ts";
import { createChecker } from "./checker.ts";

/** A write client, and with it a read client, under the eye of the contract. Faults of the wire are let through. */
export function contracted<Client extends ReadClient>(system: string, client: Client): Client {
  const checker = createChecker(system);
  const watch = async (
    method: string,
    path: string,
    options: RequestOptions & { readonly body?: unknown },
    send: () => Promise<Reply>,
  ): Promise<Reply> => {
    const exchange = {
      method,
      path,
      query: new URLSearchParams(
        Object.entries(options.query ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
      ),
      headers: options.headers ?? {},
      ...(options.body === undefined ? {} : { body: options.body }),
    };
    try {
      const reply = await send();
      complain(checker.check({ ...exchange, status: reply.status, reply: reply.body }));
      return reply;
    } catch (error) {
      if (error instanceof ConnectorError && error.status !== undefined && error.body !== undefined)
        complain(checker.check({ ...exchange, status: error.status, reply: error.body }));
      throw error;
    }
  };
  const write = client as ReadClient & Partial<WriteClient>;
  const watched: ReadClient & Partial<WriteClient> = {
    get: (path, options = {}) => watch("GET", path, options, () => write.get(path, options)),
    ...(write.send === undefined
      ? {}
      : {
          send: (method, path, options = {}) =>
            watch(method, path, options, () =>
              (client as unknown as WriteClient).send(method, path, options),
            ),
        }),
  };
  return watched as Client;
}

function complain(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`Not in the contract:\n${problems.join("\n")}`);
}
