/** Work that goes on after the reply: waited for, so that a write that is done is done. */
import { path } from "../../io/http.ts";
import { machineTime } from "../../io/pace-clock.ts";
import { readReply } from "../../io/reply.ts";
import type { Reply, WriteClient } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Operation } from "./contract.ts";
import * as replies from "./replies.js";

/** Clock and rest; others for tests. */
export interface Time {
  now(): number;
  sleep(ms: number): Promise<unknown>;
}

/** Seconds for which CNAP is asked to hold its answer back; below the time-out of an attempt. */
const WAIT = 20;
const LONGEST_MS = 300_000;
const FIRST_REST_MS = 100;
const LONGEST_REST_MS = 5_000;

/**
 * Waits until what a reply with 202 began is done. `request` names the request that began it. Throws ConnectorError
 * when it fails, goes on for more than five minutes, or cannot be asked for.
 */
export async function finish(
  client: WriteClient,
  reply: Reply,
  request: string,
  { now, sleep }: Time = machineTime,
): Promise<void> {
  const end = now() + LONGEST_MS;
  let operation = readReply(replies.Operation, reply, request);
  for (let rest = FIRST_REST_MS; !operation.done && now() < end; rest = Math.min(2 * rest, LONGEST_REST_MS)) {
    operation = await look(client, operation.id).catch((error: unknown) => {
      throw unseen(error, operation.id, request);
    });
    if (!operation.done) await sleep(rest);
  }
  if (operation.state !== "SUCCEEDED") throw unfinished(operation, request);
}

/** Asks to be told when it ends; where that cannot be had, how it stands. */
async function look(client: WriteClient, id: string): Promise<Operation> {
  const waiting = path`/operations/${id}:wait`;
  const asking = path`/operations/${id}`;
  try {
    const reply = await client.send("POST", waiting, { query: { timeout: WAIT } });
    return readReply(replies.Operation, reply, `POST ${waiting}`);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return readReply(replies.Operation, await client.get(asking), `GET ${asking}`);
  }
}

/** The request was taken on; only what became of it cannot be seen. */
function unseen(error: unknown, id: string, request: string): unknown {
  if (!(error instanceof ConnectorError)) return error;
  const { message, status, requestId } = error;
  const what = `${request} was taken on as operation ${id}, and what became of it could not be asked: ${message}`;
  return new ConnectorError(`${what}; the next run tells`, {
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    retryable: false,
    unknownResult: true,
    cause: error,
  });
}

function unfinished({ id, state, done, error }: Operation, request: string): ConnectorError {
  const why = error ? `: ${error.message}` : "";
  const what = done ? `ended as ${state}${why}` : "goes on; the next run tells what becomes of it";
  return new ConnectorError(`${request} was taken on as operation ${id}, which ${what}`, {
    retryable: false,
    unknownResult: !done,
  });
}
