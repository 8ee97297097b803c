/** What is thrown. Problems of the user's text are never thrown: they are diagnostics. */

/** What is known of a failed exchange with a system. */
export interface ConnectorErrorDetails {
  /** HTTP status; absent when no answer came. */
  readonly status?: number;
  /** Whether the same request may be repeated later. */
  readonly retryable: boolean;
  /** Whether the work may have been done although no good answer came. */
  readonly unknownResult?: boolean;
  readonly requestId?: string;
  /** Whether what is live is neither what the plan saw nor what it wants: somebody else was here. */
  readonly moved?: boolean;
  /**
   * Why it was not sent at all: the run is to end, has used up its requests, or it waited so long for its turn that what was
   * looked at before is old.
   */
  readonly unsent?: "stopped" | "budget" | "late";
  /** The parsed body of a refusal, for the connector to read its meaning. Never a credential. */
  readonly body?: unknown;
  readonly cause?: unknown;
}

/** A system refused, failed, could not be reached, or answered what nobody knows. */
export class ConnectorError extends Error {
  override readonly name = "ConnectorError";
  readonly status: number | undefined;
  readonly retryable: boolean;
  readonly unknownResult: boolean;
  readonly requestId: string | undefined;
  readonly moved: boolean;
  readonly unsent: ConnectorErrorDetails["unsent"];
  readonly body: unknown;

  constructor(message: string, details: ConnectorErrorDetails) {
    super(message, { cause: details.cause });
    this.status = details.status;
    this.retryable = details.retryable;
    this.unknownResult = details.unknownResult ?? false;
    this.requestId = details.requestId;
    this.moved = details.moved ?? false;
    this.unsent = details.unsent;
    this.body = details.body;
  }
}

/** A setting, option or credential is missing or wrong; found before any request. `fix` says what to do. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly fix: string;

  constructor(message: string, fix: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.fix = fix;
  }
}

/** A promise of our own code is broken: our bug, never the user's. */
export class InternalError extends Error {
  override readonly name = "InternalError";
}
