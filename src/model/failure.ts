/** Failures of one organization as diagnostics: what was refused or lost, with the request's id. */
import type { Address } from "./address.ts";
import type { Diagnostic } from "./contract.ts";
import { ConfigurationError, ConnectorError } from "./errors.ts";

/** The diagnostic for a failure of a system or a setting; anything else is our bug, and says so. */
export function failure(error: unknown, address: Address): Diagnostic {
  if (error instanceof ConnectorError) {
    const request = error.requestId === undefined ? "" : ` (request ${error.requestId})`;
    return {
      code: error.unknownResult ? "system/unknown-result" : "system/failed",
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

/** What already begins with the address is not told it twice. */
function opening(address: Address, message: string): string {
  return message.startsWith(address) ? message : `${address}: ${message}`;
}

function fixFor({ status, unknownResult, retryable }: ConnectorError): string {
  if (unknownResult) return "Plan again: it reads what became of the request.";
  if (status === 401) return "Check that the connection's credential is right and has not expired.";
  if (status === 403)
    return "Give the credential's account the right to do this, or leave it to somebody who has it.";
  if (retryable) return "Try again; nothing of this was done.";
  return "Read the system's words above; the change or the connection has to be different.";
}
