/** What Cantila says when it refuses: four shapes of one sentence. */
import { ConnectorError } from "../../model/errors.ts";
import type { FieldErrors, ErrorReply as Refusal } from "./contract.ts";
import { ErrorReply } from "./replies.js";

const LONGEST = 200;

/** Sends a request; a refusal says why in Cantila's own words. `request` names it, as `GET /team/members`. */
export async function inItsWords<T>(request: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.status === undefined) throw error;
    const { status, retryable, unknownResult, requestId, body } = error;
    const words = wordsOf(body);
    if (words === undefined) throw error;
    throw new ConnectorError(`${request} answered ${status}: ${words}`, {
      ...{ status, retryable, unknownResult, body },
      ...(requestId === undefined ? {} : { requestId }),
      cause: error,
    });
  }
}

/** Whether a refusal says that an account is not there, rather than that the endpoint is not Cantila's. */
export function saysMissing(error: unknown): boolean {
  const refusal = notFound(error);
  return refusal !== undefined && refusal.statusCode === undefined;
}

/** Whether Cantila itself, and nothing in between, says that something is not there: an account, or such a path. */
export function saysNotFound(error: unknown): boolean {
  return notFound(error) !== undefined;
}

function notFound(error: unknown): Refusal | undefined {
  if (!(error instanceof ConnectorError) || error.status !== 404) return undefined;
  const { body } = error;
  return ErrorReply(body) ? body : undefined;
}

function wordsOf(body: unknown): string | undefined {
  if (!ErrorReply(body)) return undefined;
  const { error, message } = body;
  const words = message ?? (typeof error === "string" ? (issuesIn(error) ?? error) : fieldsOf(error));
  const line = words.replace(/\s+/g, " ").trim();
  return line === "" ? undefined : line.slice(0, LONGEST);
}

function fieldsOf({ formErrors, fieldErrors }: FieldErrors): string {
  const fields = Object.entries(fieldErrors).map(([field, problems]) => `${field} ${problems.join(", ")}`);
  return [...formErrors, ...fields].join("; ");
}

/** The sentence of a list of issues in JSON; nothing for any other text. */
function issuesIn(text: string): string | undefined {
  const issues = listIn(text);
  if (issues === undefined) return undefined;
  const sentences = issues.flatMap((issue) => {
    const { message, path } = (issue ?? {}) as { readonly message?: unknown; readonly path?: unknown };
    if (typeof message !== "string") return [];
    return [Array.isArray(path) && path.length > 0 ? `${path.join(".")} ${message}` : message];
  });
  return sentences.length === 0 ? undefined : sentences.join("; ");
}

function listIn(text: string): readonly unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}
