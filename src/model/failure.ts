/** Failures of one organization as diagnostics: what was refused or lost, with the request's id. */
import type { Address } from "./address.ts";
import type { Diagnostic } from "./contract.ts";
import { ConfigurationError, ConnectorError } from "./errors.ts";

/** The diagnostic for a failure of a system or a setting; anything else is our bug, and says so. */
export function failure(error: unknown, address: Address): Diagnostic {
  if (error instanceof ConnectorError) {
    const request = error.requestId === undefined ? "" : ` (request ${error.requestId})`;
    return {
      ...kindOf(error),
      severity: "error",
      message: `${opening(address, error.message)}${request}`,
      fix: fixFor(error),
      address,
    };
  }
  if (error instanceof ConfigurationError) {
    return {
      code: "project/configuration",
      severity: "error",
      message: `${address}: ${error.message}`,
      fix: error.fix,
      address,
    };
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: "internal/bug",
    severity: "error",
    message: `${address}: ${what}`,
    why: "This is a bug in orgwright, not in your manifests.",
    fix: "Please report it, with the version and this message.",
    address,
  };
}

function kindOf({ unknownResult, moved, unsent }: ConnectorError): Pick<Diagnostic, "code"> {
  if (unsent !== undefined) return { code: "apply/not-begun" };
  if (unknownResult) return { code: "system/unknown-result" };
  return moved ? { code: "system/moved" } : { code: "system/failed" };
}

/** What already begins with the address is not told it twice. */
function opening(address: Address, message: string): string {
  return message.startsWith(address) ? message : `${address}: ${message}`;
}

function fixFor({ status, unknownResult, retryable, moved, unsent }: ConnectorError): string {
  if (unsent === "budget") return "Raise `--max-requests`, or apply again: what is left is planned then.";
  if (unsent === "stopped") return "Apply again: what is left is planned then.";
  if (unsent === "late")
    return "Apply again, with fewer requests at the same time (`pace.concurrency`): the system lets too few through.";
  if (moved) return "Plan again, and see whether the change is still meant.";
  if (unknownResult) return "Plan again: it reads what became of the request.";
  if (status === 401) return "Check that the connection's credential is right and has not expired.";
  if (status === 403)
    return "Give the credential's account the right to do this, or leave it to somebody who has it.";
  if (retryable) return "Try again; nothing of this was done.";
  return "Read the system's words above; the change or the connection has to be different.";
}
