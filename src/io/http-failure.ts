import { ConnectorError, type ConnectorErrorDetails } from "../model/errors.ts";
import { type Scrub, scrubbed } from "./http-scrub.ts";

/** What a failed exchange was about. */
export interface Exchange {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Whether sending it twice equals sending it once: it only reads, or carries an idempotency key. */
  readonly repeatable: boolean;
  /** Takes the credential out of a text. */
  readonly scrub: Scrub;
}

/** What an answer's head tells. */
export interface Head {
  readonly status: number;
  readonly requestId?: string;
}

const TRANSIENT = new Set([500, 502, 504]);
/** 501 and 503 say that nothing was done; after the others nobody knows. */
const UNDONE = new Set([501, 503]);
/** Codes of Node and undici for connections that never came to be. */
const NOT_CONNECTED = new Set([
  "ECONNREFUSED",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);
/** Codes for what no repetition mends: no such host, a certificate that is not trusted. */
const HOPELESS = /^(ENOTFOUND|CERT_|ERR_TLS_|ERR_SSL_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/**
 * A status of 400 and above. Sending again may help after 429 and 503, which say that nothing was done; after 500, 502 and
 * 504 it is right only for what is repeatable.
 */
export function refused(exchange: Exchange, head: Head, text: string): ConnectorError {
  const { method, path, scrub, repeatable } = exchange;
  const { status } = head;
  const body = scrubbed(parsed(text), scrub);
  const words = wordsOf(body);
  const said = words === undefined ? "" : `: ${words}`;
  return new ConnectorError(`${method} ${path} answered ${status}${said}`, {
    ...head,
    retryable: status === 429 || status === 503 || (repeatable && TRANSIENT.has(status)),
    unknownResult: method !== "GET" && status >= 500 && !UNDONE.has(status),
    body,
  });
}

/** A good status with a body that is no JSON: a login page, half an answer. */
export function notJson({ method, path, repeatable }: Exchange, head: Head): ConnectorError {
  return new ConnectorError(
    `${method} ${path} answered something that is not JSON with status ${head.status}`,
    {
      ...head,
      retryable: repeatable,
      unknownResult: method !== "GET",
    },
  );
}

/** A part where the whole was asked for: nobody knows what is missing (law 3). */
export function partial({ method, path }: Exchange, head: Head): ConnectorError {
  const message = `${method} ${path} answered ${head.status}: a part, where the whole was asked for`;
  return new ConnectorError(message, { ...head, retryable: false });
}

/**
 * A redirection that is not followed, since the credential belongs to one origin and a write to one place; without an
 * origin it says no place. After a write nobody knows: a server may well redirect once the work is done.
 */
export function redirected({ method, path, scrub }: Exchange, head: Head, origin?: string): ConnectorError {
  const end =
    origin === undefined
      ? ", which is no answer and says no place to go on"
      : `, which points to ${scrub(origin)} and is not followed: the credential stays with the endpoint`;
  return new ConnectorError(`${method} ${path} answered ${head.status}${end}`, {
    ...head,
    retryable: false,
    unknownResult: method !== "GET",
  });
}

/** No whole answer. Before a connection nothing was done; after it, what became of a write is unknown. */
export function unanswered(exchange: Exchange, error: unknown, head?: Head): ConnectorError {
  const { method, path, scrub, repeatable } = exchange;
  const { code, message, syscall } = rootOf(error);
  // Of a connection that stood these codes say nothing about what was sent.
  const stood = syscall === "read" || syscall === "write";
  const unsent = !stood && (NOT_CONNECTED.has(code) || HOPELESS.test(code));
  const what = unsent ? "found no connection" : "got no whole answer";
  return new ConnectorError(`${method} ${path} ${what}: ${scrub(message)}`, {
    ...head,
    retryable: !HOPELESS.test(code) && code !== "" && (repeatable || unsent),
    unknownResult: method !== "GET" && !unsent,
    cause: { code, message: scrub(message) },
  });
}

/** An error with other words or another meaning; all else as it was. */
export function changed(
  error: ConnectorError,
  { message = error.message, ...details }: Partial<ConnectorErrorDetails> & { readonly message?: string },
): ConnectorError {
  const { status, retryable, unknownResult, requestId, moved, unsent, body, cause } = error;
  return new ConnectorError(message, {
    retryable,
    unknownResult,
    moved,
    body,
    cause,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(unsent === undefined ? {} : { unsent }),
    ...details,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Under which names servers put the words of a refusal; a flag beside them is no word. */
const WORDS = ["error", "message", "detail", "msg", "error_msg", "errors", "formErrors", "fieldErrors"];

/** The words of a refusal, wherever they are in it. At most 200 characters. */
function wordsOf(body: unknown): string | undefined {
  const words = wordsIn(body, 0).replace(/\s+/g, " ").slice(0, 200);
  return words === "" ? undefined : words;
}

function wordsIn(body: unknown, depth: number): string {
  if (typeof body === "string") return body;
  if (typeof body !== "object" || body === null || depth > 4) return "";
  if (Array.isArray(body)) return joined(body.map((each: unknown) => wordsIn(each, depth + 1)));
  const fields: Readonly<Record<string, unknown>> = { ...body };
  const found = WORDS.map((name) => wordsIn(fields[name], depth + 1)).find((words) => words !== "");
  return found ?? (depth === 0 ? "" : joined(Object.values(fields).map((each) => wordsIn(each, depth + 1))));
}

function joined(words: readonly string[]): string {
  return words.filter((each) => each !== "").join("; ");
}

interface Root {
  readonly code: string;
  readonly message: string;
  /** What the machine was asked for. */
  readonly syscall?: unknown;
}

/** Node hides the reason of a failed fetch in its cause. */
function rootOf(error: unknown): Root {
  if (!(error instanceof Error)) return { code: "", message: "unknown failure" };
  if (error.name === "TimeoutError") return { code: "TIMEOUT", message: "time-out" };
  if (error.cause instanceof Error) return rootOf(error.cause);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const message = [code, error.message].filter((part) => part !== "").join(" ");
  return { code, message, ...("syscall" in error ? { syscall: error.syscall } : {}) };
}
