const BACKOFF_MS = 500;
const RATE_LIMIT_BACKOFF_MS = 5_000;
const LONGEST_BACKOFF_MS = 30_000;

/** Milliseconds to wait after a failed attempt (the first is 1): full jitter, so that many clients spread out. */
export function backoff(attempt: number, random: number): number {
  return random * Math.min(LONGEST_BACKOFF_MS, BACKOFF_MS * 2 ** attempt);
}

/** The same after a 429 that tells no time: at least half of it, since the limit's window has to pass. */
export function rateLimitBackoff(attempt: number, random: number): number {
  const longest = Math.min(LONGEST_BACKOFF_MS * 2, RATE_LIMIT_BACKOFF_MS * 2 ** (attempt - 1));
  return longest * (0.5 + random / 2);
}
