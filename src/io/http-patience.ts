import type { Reply } from "../model/connector.ts";
import { type Attempt, attempt, type Request } from "./http-attempt.ts";
import { backoff, type Pace, rateLimitBackoff, retryAfterMs, type Time } from "./http-pace.ts";

/** One attempt as it is logged: nothing in it is secret. */
export interface RequestLine {
  readonly method: string;
  /** Below the endpoint, without the query. */
  readonly path: string;
  /** Absent when no answer came. */
  readonly status?: number;
  readonly durationMs: number;
  /** Counts from 1. */
  readonly attempt: number;
  readonly requestId?: string;
}

/** What repeating needs; `random` gives numbers from 0 to 1. */
export interface Patience {
  readonly time: Time;
  readonly pace: Pace;
  readonly random: () => number;
  readonly onRequest: (line: RequestLine) => void;
}

const MAX_ATTEMPTS = 5;
/** From a request's first attempt. */
const DEADLINE_MS = 300_000;

/**
 * Sends a request when its turn comes, and again while that is safe and may help.
 * Throws the ConnectorError of the last attempt.
 */
export async function exchangePatiently(request: Request, patience: Patience): Promise<Reply> {
  const { time, pace } = patience;
  let deadline = Number.POSITIVE_INFINITY;
  for (let count = 1; ; count += 1) {
    const result = await pace.run(async () => {
      deadline = Math.min(deadline, time.now() + DEADLINE_MS);
      return await once(request, { count, deadline }, patience);
    }, count);
    if ("reply" in result) return result.reply;
    if (result.waitMs > 0) await time.sleep(result.waitMs);
  }
}

interface Turn {
  readonly count: number;
  /** The last moment at which another attempt may start. */
  readonly deadline: number;
}

/** One attempt; a rest for everybody begins before the turn ends, so that no other request slips through. */
async function once(
  request: Request,
  { count, deadline }: Turn,
  patience: Patience,
): Promise<{ readonly reply: Reply } | { readonly waitMs: number }> {
  const { time, pace, random } = patience;
  const result = await logged(request, count, patience);
  if (result.ok) return { reply: result.reply };
  const wait = waitAfter(result, { count, now: time.now(), random: random() });
  const late = time.now() + wait.ms > deadline;
  if (!result.error.retryable || count >= MAX_ATTEMPTS || late) throw result.error;
  if (!wait.everybody) return { waitMs: wait.ms };
  pace.rest(wait.ms);
  return { waitMs: 0 };
}

async function logged(request: Request, count: number, { time, onRequest }: Patience): Promise<Attempt> {
  const start = time.now();
  const result = await attempt(request);
  const { status, requestId } = result.ok ? result.reply : result.error;
  onRequest({
    method: request.method,
    path: request.path,
    ...(status === undefined ? {} : { status }),
    durationMs: time.now() - start,
    attempt: count,
    ...(requestId === undefined ? {} : { requestId }),
  });
  return result;
}

interface Moment {
  readonly count: number;
  readonly now: number;
  readonly random: number;
}

/** How long to wait, and whether all requests do: a server that sets a pace means everybody. */
function waitAfter(
  { error, retryAfter }: Extract<Attempt, { ok: false }>,
  { count, now, random }: Moment,
): { readonly ms: number; readonly everybody: boolean } {
  const asked = retryAfter === undefined ? undefined : retryAfterMs(retryAfter, now);
  if (asked !== undefined) return { ms: asked + random * 250, everybody: true };
  return error.status === 429
    ? { ms: rateLimitBackoff(count, random), everybody: true }
    : { ms: backoff(count, random), everybody: false };
}
