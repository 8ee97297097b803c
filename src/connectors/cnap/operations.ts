/** Work that goes on after the reply: waited for, so that a write that is done is done. */
import { path } from "../../io/http.ts";
import { readReply } from "../../io/reply.ts";
import type { Reply, WriteClient } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Operation } from "./contract.ts";
import * as replies from "./replies.js";

/** Seconds that CNAP holds one answer back for; below the time-out of an attempt. */
const WAIT = 20;
/** Answers that are waited for: at most five minutes. */
const ROUNDS = 15;

/** Waits until what a reply with 202 began is done. Throws ConnectorError when it fails, or goes on for too long. */
export async function finish(client: WriteClient, reply: Reply, request: string): Promise<void> {
  let operation = readReply(replies.Operation, reply, request);
  for (let round = 0; !operation.done && round < ROUNDS; round += 1) {
    operation = await look(client, operation.id);
  }
  if (operation.state === "SUCCEEDED") return;
  throw unfinished(operation, request);
}

/** Asks to be told when it ends; where that question fails, how it stands: reading is repeated when that is safe. */
async function look(client: WriteClient, id: string): Promise<Operation> {
  const waiting = path`/operations/${id}:wait`;
  const asking = path`/operations/${id}`;
  try {
    const reply = await client.send("POST", waiting, { query: { timeout: WAIT } });
    return readReply(replies.Operation, reply, `POST ${waiting}`);
  } catch (error) {
    if (!(error instanceof ConnectorError) || !mayPass(error)) throw error;
    return readReply(replies.Operation, await client.get(asking), `GET ${asking}`);
  }
}

function mayPass({ retryable, unknownResult, status }: ConnectorError): boolean {
  return retryable || unknownResult || status === 503;
}

function unfinished({ id, state, done, error }: Operation, request: string): ConnectorError {
  const why = error ? `: ${error.message}` : "";
  const what = done ? `ended as ${state}${why}` : "goes on; the next run tells what becomes of it";
  return new ConnectorError(`${request} was taken on as operation ${id}, which ${what}`, {
    retryable: false,
    unknownResult: !done,
  });
}
