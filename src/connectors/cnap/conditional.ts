/** Writes that CNAP takes only for the version that was read last: read, judged, written, and again when it moved. */
import { ConnectorError } from "../../model/errors.ts";
import { ErrorReport } from "./replies.js";

/** How often a version that moves under our hands is read anew. */
const ATTEMPTS = 5;
/** Refusals that may mean that it is done already. */
const MAYBE_DONE: ReadonlySet<number | undefined> = new Set([400, 403, 404, 409, 422]);

/**
 * `look` reads what is live now: it gives the etag to write with, nothing when the wish is fulfilled, and throws when
 * what is live is neither what the plan saw nor what it wants. `act` writes. Done already counts as done.
 */
export async function writeVersion(
  look: () => Promise<string | undefined>,
  act: (etag: string) => Promise<void>,
): Promise<void> {
  let etag = await look();
  for (let attempt = 1; etag !== undefined; attempt += 1) {
    const version = etag;
    const refusal = await refusalOf(() => act(version));
    if (refusal === undefined) return;
    etag = await look();
    if (etag === undefined) return;
    // What the metadata calls the etag is not published: a conflict about a version that is over tells as much.
    const isOver = isStale(refusal) || (isConflict(refusal) && etag !== version);
    if (!isOver || attempt >= ATTEMPTS) throw refusal;
  }
}

/** A conflict that refused the write itself; not one met while waiting for what the write began. */
function isConflict({ status, unknownResult }: ConnectorError): boolean {
  return status === 409 && !unknownResult;
}

/** The refusal of a write that may have been done before; nothing when it was done now. Anything worse is thrown. */
export async function refusalOf(act: () => Promise<unknown>): Promise<ConnectorError | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof ConnectorError && MAYBE_DONE.has(error.status)) return error;
    throw error;
  }
}

/**
 * Whether a conflict is about the version: its metadata has the current etag, or it says ABORTED. How the metadata names
 * the etag is not published (inferred).
 */
export function isStale({ status, body }: ConnectorError): boolean {
  if (status !== 409 || !ErrorReport(body)) return false;
  return body.errors.some(
    ({ message, metadata = {} }) =>
      Object.entries(metadata).some(([name, value]) => /etag/i.test(name) || value === "ABORTED") ||
      /\bABORTED\b/.test(message),
  );
}

/** A look that gives nothing when the thing is not there any more. */
export async function unlessGone<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ConnectorError && error.status === 404) return undefined;
    throw error;
  }
}
