/** What an injected fault does to the request it hits. */
export type Effect =
  | { readonly kind: "status"; readonly status: number; readonly retryAfter: number }
  | { readonly kind: "slow"; readonly ms: number }
  | { readonly kind: "reset" | "reset-after" | "truncate" | "html" | "short-page" };

/** One fault of a spec: what it does, which requests it looks at, and which of those it hits. */
export interface Fault {
  /** As written. */
  readonly text: string;
  readonly effect: Effect;
  readonly method: string;
  readonly path: string;
  /** Whether the `count`-th request that matches is hit; counting starts at 1. */
  hits(count: number): boolean;
}

/** A fault spec that cannot be read; the message shows the grammar. */
export class FaultSpecError extends Error {
  override readonly name = "FaultSpecError";
}

const GRAMMAR = `A fault is EFFECT@N or EFFECT%P, then optionally :AMOUNT and =METHOD:PATH; several are joined by commas.
  429 500 …    that status instead of an answer; 429 and 503 carry Retry-After, :AMOUNT seconds (default 1)
  reset        the connection is cut before the work is done
  reset-after  the work is done, then the connection is cut
  truncate     the work is done, half of the JSON is sent
  html         an HTML page with status 200 instead of an answer
  short-page   a list loses the second half of its rows, its total stays
  slow         the answer comes :AMOUNT milliseconds late (default 1000)
  @N           the Nth matching request from now on; %P  P of each hundred, evenly spread
  =METHOD:PATH only requests with this method (* for any) whose path contains PATH
Example: 429@3,slow@6:2000,500@1=POST:/members/invite`;

const SHAPE =
  /^(?<effect>[a-z0-9-]+)(?<mode>[@%])(?<number>\d+)(?::(?<amount>\d+))?(?:=(?<method>[A-Z]+|\*):(?<path>.*))?$/;

const PLAIN = ["reset", "reset-after", "truncate", "html", "short-page"] as const;

/**
 * Reads a comma-separated fault spec, such as `429@3,slow@6:2000,500@1=POST:/members/invite`, where `@3` is the
 * third request from now; throws a FaultSpecError that names the part it cannot read.
 */
export function parseFaults(spec: string): readonly Fault[] {
  return spec
    .split(",")
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map(parseFault);
}

function parseFault(text: string): Fault {
  const parts = SHAPE.exec(text)?.groups ?? fail(text);
  const number = Number(parts["number"]);
  const share = parts["mode"] === "%";
  if (number === 0 || (share && number > 100)) {
    return fail(text);
  }
  return {
    text,
    effect: parseEffect(text, parts["effect"], parts["amount"]),
    method: parts["method"] ?? "*",
    path: parts["path"] ?? "",
    hits: share ? (count) => evenly(count, number) : (count) => count === number,
  };
}

function parseEffect(text: string, effect: string | undefined, amount: string | undefined): Effect {
  const plain = PLAIN.find((kind) => kind === effect);
  if (plain !== undefined && amount === undefined) {
    return { kind: plain };
  }
  if (effect === "slow") {
    return { kind: "slow", ms: Number(amount ?? 1000) };
  }
  const status = Number(effect);
  return status >= 400 && status <= 599
    ? { kind: "status", status, retryAfter: Number(amount ?? 1) }
    : fail(text);
}

function evenly(count: number, percent: number): boolean {
  return Math.floor((count * percent) / 100) > Math.floor(((count - 1) * percent) / 100);
}

function fail(text: string): never {
  throw new FaultSpecError(`Cannot read the fault \`${text}\`.\n${GRAMMAR}`);
}
