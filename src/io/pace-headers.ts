/** What answers tell of a system's pace. Headers are another party's: what makes no sense is taken as not said. */

/** Headers by their names in small letters. */
export type Headers = Readonly<Record<string, string | undefined>>;

/** What is left of a quota. */
export interface Left {
  readonly limit?: number;
  readonly remaining: number;
  /** Milliseconds until the quota is given anew. */
  readonly resetMs: number;
}

/** Longer than any quota runs. */
const LONGEST_MS = 24 * 3_600_000;
/** An instant so little ago was meant for now. */
const JUST_PASSED_MS = 2000;
/** Larger numbers are no seconds to wait but seconds since 1970; larger still, milliseconds. */
const EPOCH_SECONDS = 1e9;
const EPOCH_MS = 1e12;

/**
 * Milliseconds that Retry-After or X-Retry-After asks for: seconds, or a date (RFC 9110, 10.2.3). Undefined where there is
 * neither, or it makes no sense. `now` is the machine's clock, for servers that do not tell theirs.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const said = headers["retry-after"] ?? headers["x-retry-after"];
  return said === undefined ? undefined : waitOf(said, headers, now);
}

/** What X-RateLimit-* or RateLimit (draft-ietf-httpapi-ratelimit-headers, also its earlier forms) tell. */
export function leftOf(headers: Headers, now: number): Left | undefined {
  const structured = parametersOf(headers["ratelimit"] ?? "");
  const said = (name: string) => headers[`x-ratelimit-${name}`] ?? headers[`ratelimit-${name}`];
  const remaining = whole(structured.get("r") ?? said("remaining"));
  const reset = structured.get("t") ?? said("reset");
  const resetMs = reset === undefined ? undefined : waitOf(reset, headers, now);
  if (remaining === undefined || resetMs === undefined) return undefined;
  const limit = whole(said("limit") ?? parametersOf(headers["ratelimit-policy"] ?? "").get("q"));
  if (limit === undefined) return { remaining, resetMs };
  return limit < remaining || limit === 0 ? undefined : { limit, remaining, resetMs };
}

/** Seconds, an instant in seconds or milliseconds since 1970, or a date: as milliseconds from now. */
function waitOf(text: string, headers: Headers, now: number): number | undefined {
  const number = /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
  if (number !== undefined && number < EPOCH_SECONDS) return sensible([number * 1000]);
  const instant = number === undefined ? Date.parse(text) : number < EPOCH_MS ? number * 1000 : number;
  return sensible([instant - Date.parse(headers["date"] ?? ""), instant - now]);
}

/** The shortest wait that makes sense: a clock that is wrong, the server's or ours, is not believed for long. */
function sensible(waits: readonly number[]): number | undefined {
  const possible = waits.filter((ms) => ms >= -JUST_PASSED_MS && ms <= LONGEST_MS);
  return possible.length === 0 ? undefined : Math.max(0, Math.min(...possible));
}

function whole(text: string | undefined): number | undefined {
  // Several quotas may stand in one header; the first is the one that is told of.
  const [, number] = /^\s*(\d{1,15})\s*(?:[,;]|$)/.exec(text ?? "") ?? [];
  return number === undefined ? undefined : Number(number);
}

/** `"default";r=50;t=30` as its parameters; those of the first item, where there are several. */
function parametersOf(text: string): ReadonlyMap<string, string> {
  const [first = ""] = text.split(",");
  return new Map(
    first.split(";").flatMap((part) => {
      const [, name, value] = /^\s*([a-z]+)=(\d+)\s*$/.exec(part) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}
