/** What a server answered, held against the system's contract: what is unknown is refused, never guessed. */
import type { Reply } from "../model/connector.ts";
import { ConnectorError } from "../model/errors.ts";

/** A compiled validator of one schema of a system's contract. */
export interface Validate<T> {
  (value: unknown): value is T;
  errors?: readonly ReplyProblem[] | null;
}

interface ReplyProblem {
  readonly instancePath: string;
  readonly message?: string;
  readonly params: object;
}

/**
 * The body of a reply as the contract has it. `request` names the request, as `GET /organizations`. Throws a
 * ConnectorError with the request's id when the body is anything else; `unknownResult` where the request wrote.
 */
export function readReply<T>(validate: Validate<T>, reply: Reply, request: string): T {
  const { body } = reply;
  if (validate(body)) return body;
  throw unknownReply(
    reply,
    request,
    telling(validate.errors ?? [])
      .map(describe)
      .join("; "),
  );
}

/** The error for a reply that nobody knows, for what no schema can say. `what` says what is wrong, and where in the reply. */
export function unknownReply(reply: Reply, request: string, what: string): ConnectorError {
  return new ConnectorError(`${request} answered with something unknown: ${what}`, {
    status: reply.status,
    retryable: false,
    unknownResult: !request.startsWith("GET "),
    ...(reply.requestId === undefined ? {} : { requestId: reply.requestId }),
  });
}

/** Where something inside is wrong, what that makes of the whole says nothing more. */
function telling(problems: readonly ReplyProblem[]): readonly ReplyProblem[] {
  const inside = problems.filter(({ instancePath }) => instancePath !== "");
  return inside.length > 0 ? inside : problems;
}

/** Only where and what was expected: the value itself may be anything. */
function describe({ instancePath, message = "is not as documented", params }: ReplyProblem): string {
  const allowed =
    "allowedValues" in params ? ` (${[params.allowedValues].flat().map(String).join(", ")})` : "";
  const where = instancePath === "" ? "the body" : instancePath.slice(1).replaceAll("/", ".");
  return `${where} ${message}${allowed}`;
}
