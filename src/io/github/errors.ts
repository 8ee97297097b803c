/** What went wrong between us and GitHub, in words: what was tried, what GitHub said, what the token lacks. */
import type { Scrub } from "../http-scrub.ts";
import { BadAnswer } from "./fetch.ts";

/** What is tried, and what it takes. */
export interface Attempt {
  /** In words that go on after "to": `list the comments of #12`. */
  readonly operation: string;
  /** From GitHub's table of permissions: `pull-requests: write`. */
  readonly permission: string;
  /** A write that must not be done twice: after a failure nobody knows whether it was done. */
  readonly once?: boolean;
}

interface Refusal {
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly permission?: string | undefined;
  readonly limited?: boolean;
  readonly answer?: string;
}

/** GitHub refused, could not be reached, or answered what nobody knows. Never carries the token, nor the request. */
export class GitHubError extends Error {
  override readonly name = "GitHubError";
  /** What was tried, in words. */
  readonly operation: string;
  /** HTTP status; absent when no answer came. */
  readonly status: number | undefined;
  readonly requestId?: string;
  /** What the token probably lacks, as a workflow's `permissions:` has it. */
  readonly permission?: string;
  /** Whether a rate limit is the reason. */
  readonly limited: boolean;
  /** GitHub's own words. */
  readonly answer: string;

  constructor(message: string, operation: string, refusal: Refusal = {}) {
    super(refusal.requestId === undefined ? message : `${message} (request ${refusal.requestId})`);
    this.operation = operation;
    this.status = refusal.status;
    this.limited = refusal.limited ?? false;
    this.answer = refusal.answer ?? "";
    if (refusal.requestId !== undefined) this.requestId = refusal.requestId;
    if (refusal.permission !== undefined) this.permission = refusal.permission;
  }
}

/** Whether the token may not do it: a 403 that is no rate limit and no locked conversation. */
export function isMissingPermission(error: unknown): error is GitHubError {
  return error instanceof GitHubError && error.status === 403 && !error.limited && !isLocked(error);
}

/** Whether the conversation is locked. */
export function isLocked(error: unknown): error is GitHubError {
  return error instanceof GitHubError && error.status === 403 && /\blocked\b/i.test(error.answer);
}

/** Whether GitHub refused with this status. */
export function hasStatus(error: unknown, ...statuses: readonly number[]): error is GitHubError {
  return error instanceof GitHubError && error.status !== undefined && statuses.includes(error.status);
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** The error for what Octokit threw. It is not kept as the cause: it carries the request with its headers. */
export function failureOf(attempt: Attempt, thrown: unknown, scrub: Scrub): GitHubError {
  if (thrown instanceof GitHubError) return thrown;
  const answer = answerOf(thrown);
  return answer === undefined ? unanswered(attempt, thrown, scrub) : refused(attempt, answer, scrub);
}

/** The error for an answer that is not as documented. `what` says what is wrong with it. */
export function unknownAnswer(
  { operation }: Attempt,
  { status, headers }: Pick<Answer, "status" | "headers">,
  what: string,
): GitHubError {
  const message = `GitHub answered with something unknown when asked to ${operation}: ${what}`;
  return new GitHubError(message, operation, { status, requestId: text(headers["x-github-request-id"]) });
}

/** Whether this refusal is for going too fast; GitHub says so by headers or in words. */
export function isLimit(status: number, headers: Answer["headers"], words: string): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    headers["retry-after"] !== undefined ||
    headers["x-ratelimit-remaining"] === "0" ||
    /\brate limit|\babuse detection/i.test(words)
  );
}

function refused({ operation, permission }: Attempt, answer: Answer, scrub: Scrub): GitHubError {
  const { status, headers } = answer;
  const words = scrub(wordsOf(answer.data));
  const limited = isLimit(status, headers, words);
  const denied = status === 403 && !limited && !/\blocked\b/i.test(words);
  const lacking = denied
    ? lacks(words, text(headers["x-accepted-github-permissions"]), permission)
    : undefined;
  const message = [
    `GitHub refused to ${operation}: ${status}`,
    words === "" ? "" : ` ${words}`,
    limited ? until(headers) : "",
    lacking === undefined ? "" : `; the token probably lacks ${lacking}`,
  ].join("");
  return new GitHubError(message, operation, {
    status,
    requestId: text(headers["x-github-request-id"]),
    permission: lacking,
    limited,
    answer: words,
  });
}

function unanswered({ operation, once }: Attempt, thrown: unknown, scrub: Scrub): GitHubError {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  const reason = scrub(thrown instanceof Error ? thrown.message : "unknown failure");
  const doubt = once === true ? "; it is not known whether it was done" : "";
  return new GitHubError(`GitHub gave no answer when asked to ${operation}: ${reason}${doubt}`, operation, {
    ...(cause instanceof BadAnswer ? { status: cause.status, requestId: cause.requestId } : {}),
  });
}

function answerOf(thrown: unknown): Answer | undefined {
  if (!(thrown instanceof Error) || !("response" in thrown)) return undefined;
  const { response } = thrown;
  if (typeof response !== "object" || response === null) return undefined;
  if (!("status" in response && "headers" in response && "data" in response)) return undefined;
  const { status, headers, data } = response;
  if (typeof status !== "number" || typeof headers !== "object" || headers === null) return undefined;
  return { status, headers: { ...headers }, data };
}

/** `message` and what stands in `errors`: GitHub says the reason of a 422 there. */
function wordsOf(data: unknown): string {
  if (typeof data !== "object" || data === null) return "";
  const fields: Readonly<Record<string, unknown>> = { ...data };
  const details = Array.isArray(fields["errors"]) ? fields["errors"].map(detailOf) : [];
  return [text(fields["message"]), ...details]
    .filter((part) => part !== undefined && part !== "")
    .join("; ")
    .replace(/\s+/g, " ")
    .slice(0, 300);
}

function detailOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return text(error);
  const { message, resource, field, code }: Readonly<Record<string, unknown>> = { ...error };
  return text(message) ?? [resource, field, code].filter((part) => typeof part === "string").join(" ");
}

/** `issues=write; pull_requests=write` are ways to choose from; `a=read,b=read` are needed together. */
function lacks(words: string, accepted: string | undefined, permission: string): string {
  if (/not permitted to create/i.test(words)) {
    return "the repository's setting “Allow GitHub Actions to create and approve pull requests”";
  }
  if (accepted === undefined || !/^[\w=;, ]+$/.test(accepted)) return permission;
  return accepted
    .split(";")
    .map((way) => way.split(",").map(asInWorkflow).join(" and "))
    .join(" or ");
}

function asInWorkflow(permission: string): string {
  return permission.trim().replaceAll("_", "-").replace("=", ": ");
}

function until(headers: Answer["headers"]): string {
  const reset = Number(headers["x-ratelimit-reset"]);
  if (headers["x-ratelimit-remaining"] !== "0" || !(reset > 0 && reset < 1e10)) return "";
  return `; the limit ends at ${new Date(reset * 1000).toISOString()}`;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
