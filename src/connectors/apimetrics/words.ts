/** What APImetrics says when it refuses: three shapes, of which the documents do not say which status has which. */
import type { Reply } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import { ErrorReply } from "./replies.js";

const LONGEST = 200;

/** Waits for an answer; a refusal says why in APImetrics' own words. `request` names it, as `GET /api/2/account/projects`. */
export async function inItsWords(request: string, answer: Promise<Reply>): Promise<Reply> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.status === undefined) throw error;
    const { status, retryable, unknownResult, requestId, body } = error;
    const words = wordsOf(body);
    if (words === undefined) throw error;
    throw new ConnectorError(`${request} answered ${status}: ${words.slice(0, LONGEST)}`, {
      ...{ status, retryable, unknownResult, body },
      ...(requestId === undefined ? {} : { requestId }),
      cause: error,
    });
  }
}

function wordsOf(body: unknown): string | undefined {
  if (!ErrorReply(body)) return undefined;
  const { error, error_msg: flat, detail = [] } = body;
  const issues = detail.map(({ loc, msg }) => `${loc.join(".")} ${msg}`).join("; ");
  return (
    [error?.message, flat, issues].find((words) => words !== undefined && words !== null && words !== "") ??
    undefined
  );
}
