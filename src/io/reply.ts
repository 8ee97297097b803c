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
  throw new ConnectorError(
    `${request} answered with something unknown: ${(validate.errors ?? []).map(describe).join("; ")}`,
    {
      status: reply.status,
      retryable: false,
      unknownResult: !request.startsWith("GET "),
      ...(reply.requestId === undefined ? {} : { requestId: reply.requestId }),
    },
  );
}

/** Only where and what was expected: the value itself may be anything. */
function describe({ instancePath, message = "is not as documented", params }: ReplyProblem): string {
  const allowed = "allowedValues" in params ? ` (${[params.allowedValues].flat().join(", ")})` : "";
  const where = instancePath === "" ? "the body" : instancePath.slice(1).replaceAll("/", ".");
  return `${where} ${message}${allowed}`;
}
