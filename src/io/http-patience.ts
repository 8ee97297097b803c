import type { Reply } from "../model/connector.ts";
import { ConnectorError } from "../model/errors.ts";
import { type Attempt, attempt, type Request } from "./http-attempt.ts";
import { backoff, rateLimitBackoff } from "./http-backoff.ts";
import { currentChange, isBegun, type OneChange } from "./http-change.ts";
import { changed } from "./http-failure.ts";
import type { Pace, Turn } from "./pace.ts";
import { leftOf, retryAfterMs } from "./pace-headers.ts";
import type { RequestKind } from "./pace-line.ts";
import { PATIENCE_MS, Unsent } from "./pace-unsent.ts";

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

/** What repeating needs. */
export interface Patience {
  readonly pace: Pace;
  readonly onRequest: (line: RequestLine) => void;
}

const MAX_ATTEMPTS = 5;
const MAX_REDIRECTS = 3;

/** How far a request has come. */
interface Progress {
  readonly request: Request;
  /** What it belongs to; undefined outside of any change. */
  readonly change: OneChange | undefined;
  readonly askedAt: number;
  /** Attempts, this one included. */
  readonly count: number;
  readonly redirects: number;
  /** The last moment at which another attempt may start; from the first attempt on. */
  readonly deadline: number;
  /** How the last attempt failed; nobody knows its result when that of any attempt is unknown. */
  readonly failed?: ConnectorError;
}

type Step = { readonly reply: Reply } | { readonly next: Progress; readonly waitMs: number };

/**
 * Sends a request when its turn comes, and again while that is safe and may help.
 * Throws the ConnectorError of the last attempt, or one that says why there was none.
 */
export async function exchangePatiently(request: Request, patience: Patience): Promise<Reply> {
  const { pace } = patience;
  let progress = begun(request, pace.clock.now());
  for (;;) {
    const step = await turn(progress, patience);
    if ("reply" in step) return step.reply;
    progress = step.next;
    await pace.clock.sleep(step.waitMs, isBegun(progress.change) ? undefined : pace.ended);
  }
}

function begun(request: Request, askedAt: number): Progress {
  const change = currentChange();
  return { request, change, askedAt, count: 1, redirects: 0, deadline: Number.POSITIVE_INFINITY };
}

/** Waits for the turn of one attempt. */
async function turn(progress: Progress, patience: Patience): Promise<Step> {
  try {
    return await patience.pace.run(async () => await once(progress, patience), orderOf(progress));
  } catch (error) {
    throw error instanceof Unsent ? unsent(progress, error) : error;
  }
}

/** What is begun goes before what is not, and what is tried again before what is new. */
const BEGUN_FIRST = 100;

function orderOf({ request, change, askedAt, count, redirects, failed }: Progress): Turn {
  // What the etag says, the wait need not; and what may be done already is not to be decided anew.
  const mayWait = request.method === "GET" || request.isConditional || failed?.unknownResult === true;
  return {
    kind: kindOf(request),
    priority: count + redirects + (isBegun(change) ? BEGUN_FIRST : 0),
    ...(change === undefined ? {} : { change }),
    ...(mayWait ? {} : { askedAt }),
  };
}

/** One attempt; a rest for everybody begins before the turn ends, so that no other request slips through. */
async function once(progress: Progress, patience: Patience): Promise<Step> {
  const { request, change, count, redirects } = progress;
  const { pace } = patience;
  const deadline = Math.min(progress.deadline, pace.clock.now() + PATIENCE_MS);
  const told = request.method === "GET" ? undefined : change?.writes();
  const result = await logged(request, count, patience);
  told?.(result.ok || result.error.unknownResult);
  const headers = result.ok ? result.reply.headers : result.headers;
  if (headers !== undefined) pace.heard(headers, kindOf(request));
  if (result.ok) return { reply: result.reply };
  if (result.target !== undefined && redirects < MAX_REDIRECTS) {
    const moved = { ...request, url: result.target };
    return { next: { ...progress, request: moved, redirects: redirects + 1, deadline }, waitMs: 0 };
  }
  const failed = withDoubt(result.error, progress.failed);
  const wait = waitAfter(result, count, pace);
  if (wait.everybody) pace.rest(wait.ms, kindOf(request));
  if (!failed.retryable || count >= MAX_ATTEMPTS) throw failed;
  if (pace.clock.now() + wait.ms > deadline) throw tooLate(failed, wait);
  const next = { ...progress, count: count + 1, deadline, failed };
  return { next, waitMs: wait.everybody ? 0 : wait.ms };
}

async function logged(request: Request, count: number, { pace, onRequest }: Patience): Promise<Attempt> {
  const start = pace.clock.now();
  const result = await attempt(request);
  const { status, requestId } = result.ok ? result.reply : result.error;
  onRequest({
    method: request.method,
    path: request.path,
    ...(status === undefined ? {} : { status }),
    durationMs: pace.clock.now() - start,
    attempt: count,
    ...(requestId === undefined ? {} : { requestId }),
  });
  return result;
}

function kindOf({ method }: Request): RequestKind {
  return method === "GET" ? "read" : "write";
}

/** A later refusal does not tell what became of an attempt that got no answer. */
function withDoubt(error: ConnectorError, earlier: ConnectorError | undefined): ConnectorError {
  return earlier?.unknownResult === true && !error.unknownResult
    ? changed(error, { unknownResult: true })
    : error;
}

interface Wait {
  readonly ms: number;
  /** A server that sets a pace means all requests. */
  readonly everybody: boolean;
  /** Whether the server said how long. */
  readonly asked: boolean;
}

/** How long to wait after a failure: as the server says, else with full jitter. */
function waitAfter(
  { error, headers = {} }: Extract<Attempt, { ok: false }>,
  count: number,
  pace: Pace,
): Wait {
  const { status = 0 } = error;
  const random = pace.random();
  const reset = () => (status === 429 ? leftOf(headers, pace.shown())?.resetMs : undefined);
  const asked = status < 400 ? undefined : (retryAfterMs(headers, pace.shown()) ?? reset());
  if (asked !== undefined) return { ms: asked + random * 250, everybody: true, asked: true };
  return status === 429
    ? { ms: rateLimitBackoff(count, random), everybody: true, asked: false }
    : { ms: backoff(count, random), everybody: false, asked: false };
}

function tooLate(failed: ConnectorError, { ms, asked }: Wait): ConnectorError {
  if (!asked) return failed;
  const message = `${failed.message}; it asks to wait ${Math.ceil(ms / 1000)} s, which is longer than this run waits`;
  return changed(failed, { message });
}

/** The error for an attempt that was not made. What an earlier one may have done stays unknown. */
function unsent({ request, failed }: Progress, { reason, message }: Unsent): ConnectorError {
  const retryable = reason === "resting";
  const mark = reason === "resting" || failed?.unknownResult === true ? {} : { unsent: reason };
  if (failed !== undefined) {
    return changed(failed, { message: `${failed.message}; not sent again: ${message}`, retryable, ...mark });
  }
  const what = `${request.method} ${request.path} was not sent: ${message}`;
  return new ConnectorError(what, { retryable, ...mark });
}
