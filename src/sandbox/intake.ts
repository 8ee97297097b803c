import { setTimeout as sleep } from "node:timers/promises";
import { createApi } from "./api.ts";
import type { Clock } from "./clock.ts";
import { damage, replyInstead } from "./damage.ts";
import type { FaultQueue } from "./fault-queue.ts";
import type { Fault } from "./faults.ts";
import { type Allowance, createLimiter } from "./limiter.ts";
import type { RequestLog } from "./request-log.ts";
import type { System } from "./system.ts";

/** What all systems of one sandbox share. */
export interface Premises {
  readonly clock: Clock;
  readonly faults: FaultQueue;
  readonly log: RequestLog;
  readonly latencyMs: number;
  /** Aborted when the sandbox closes. */
  readonly closing: AbortSignal;
}

/** The budgets in force: the system's documented ones, or what the options say. */
export type Paces = Pick<System, "pace" | "writePace">;

/** Answers a request, or promises undefined: then the connection is to be cut. */
export type Intake = (request: Request) => Promise<Response | undefined>;

/** The way of every request to a system: logged, delayed, faulted, paced, answered. */
export function createIntake(system: System, paces: Paces, premises: Premises): Intake {
  const api = createApi(system.prefix, system.endpoints, system.errorBody);
  const reads = createLimiter(paces.pace, premises.clock.now);
  const writes = paces.writePace ? createLimiter(paces.writePace, premises.clock.now) : reads;
  const limiterOf = ({ method }: Request) => (method === "GET" ? reads : writes);

  return async (request) => {
    const url = new URL(request.url);
    const path = url.pathname.slice(system.prefix.length);
    const sender = system.identify(request.headers);
    const fault = premises.faults.take(request.method, path);
    const entry = premises.log.open({
      system: system.name,
      method: request.method,
      path,
      query: url.search,
      at: premises.clock.now(),
      ...(sender.account === undefined ? {} : { account: sender.account }),
      ...(fault === undefined ? {} : { fault: fault.text }),
    });
    const limiter = limiterOf(request);
    await delay(premises, fault);
    if (premises.closing.aborted || fault?.effect.kind === "reset") {
      return undefined;
    }
    const reply =
      replyInstead(fault?.effect, system.errorBody) ??
      tooMany(system, limiter.secondsToWait(sender.quota)) ??
      (await damage(fault?.effect, await api.fetch(request)));
    if (fault?.effect.kind === "reset-after") {
      return undefined;
    }
    entry.close(reply.status);
    reply.headers.set("X-Request-Id", entry.id);
    announce(system, reply, limiter.allowance(sender.quota));
    return reply;
  };
}

async function delay({ latencyMs, closing }: Premises, fault: Fault | undefined): Promise<void> {
  const ms = latencyMs + (fault?.effect.kind === "slow" ? fault.effect.ms : 0);
  if (ms > 0) {
    // Closing wakes every sleeper at once; the caller sees that in the signal.
    await sleep(ms, undefined, { signal: closing }).catch(() => undefined);
  }
}

function tooMany(system: System, seconds: number): Response | undefined {
  if (seconds === 0) {
    return undefined;
  }
  const body = system.errorBody({ status: 429, message: "Rate limit exceeded" });
  return Response.json(body, { status: 429, headers: { "Retry-After": String(seconds) } });
}

function announce(system: System, { headers }: Response, allowance: Allowance | undefined): void {
  if (system.announcesPace === true && allowance !== undefined) {
    headers.set("X-RateLimit-Limit", String(allowance.limit));
    headers.set("X-RateLimit-Remaining", String(allowance.remaining));
    headers.set("X-RateLimit-Reset", String(Math.ceil(allowance.resetAt / 1000)));
  }
}
