import { setTimeout as sleep } from "node:timers/promises";
import type { FakeFault, FaultBox } from "./faults.ts";
import type { FakeExchange } from "./options.ts";
import { createQuota } from "./quota.ts";
import { answerOf, respond } from "./responses.ts";
import { createRouter } from "./route.ts";
import { asked, lenient, receive } from "./visit.ts";
import { work } from "./work.ts";
import { fullName, type World } from "./world.ts";

/** One request as it arrived, and how it ended. */
export interface FakeRequest {
  /** Also sent back as `X-GitHub-Request-Id`. */
  readonly id: string;
  readonly method: string;
  /** Below the root of the API, without the query. */
  readonly path: string;
  /** As sent, with its `?`; empty when there is none. */
  readonly query: string;
  /** 0 when the connection was cut, and while there is no reply. */
  readonly status: number;
  /** The login behind the token; undefined when nobody has it. */
  readonly account: string | undefined;
  /** The parsed body; undefined when there is none. */
  readonly body: unknown;
}

/** Answers requests, and remembers them. */
export interface Desk {
  /** The reply; undefined when the connection is to be cut. */
  handle(request: Request): Promise<Response | undefined>;
  requests(): readonly FakeRequest[];
}

/** What a desk needs beside the world. */
export interface Premises {
  readonly faults: FaultBox;
  readonly onExchange: ((exchange: FakeExchange) => void) | undefined;
  /** Aborted when the fake closes. */
  readonly closing: AbortSignal;
}

/** The way of every request: logged, faulted, let in, held to its permission and its quota, answered. */
export function createDesk(world: World, { faults, onExchange, closing }: Premises): Desk {
  const quota = createQuota(world.settings.limits, world.settings.now);
  const services = { world, quota, route: createRouter(fullName(world), quota) };
  const log: { -readonly [Key in keyof FakeRequest]: FakeRequest[Key] }[] = [];
  const handle = async (request: Request): Promise<Response | undefined> => {
    const visit = await receive(world, request);
    const { method, path, url, account } = visit;
    const id = `FA4E:${(log.length + 1).toString(16).toUpperCase().padStart(6, "0")}`;
    const body = lenient(visit.text);
    const entry = { id, method, path, query: url.search, status: 0, account: account?.login, body };
    log.push(entry);
    const fault = faults.take(method, path);
    await delay(fault, closing);
    if (closing.aborted) {
      return undefined;
    }
    const worked = isUndone(fault) ? undefined : work(services, visit);
    if (fault?.hangUp === true) {
      return undefined;
    }
    const faulted = fault?.status !== undefined;
    const answer = faulted || worked === undefined ? answerOf(fault ?? {}) : worked;
    entry.status = answer.status;
    const reply = lenient(answer.bytes ?? JSON.stringify(answer.body));
    onExchange?.({ ...asked(visit), status: answer.status, reply, faulted });
    return respond(answer, id, account && quota.usage(account));
  };
  return { handle, requests: () => structuredClone(log) };
}

async function delay(fault: FakeFault | undefined, closing: AbortSignal): Promise<void> {
  if (fault?.delayMs !== undefined) {
    // Closing wakes every sleeper at once.
    await sleep(fault.delayMs, undefined, { signal: closing }).catch(() => undefined);
  }
}

/** Whether the fault stands in for the work: a mere delay does not. */
function isUndone(fault: FakeFault | undefined): boolean {
  return fault !== undefined && fault.work !== "done" && (fault.status ?? fault.hangUp) !== undefined;
}
