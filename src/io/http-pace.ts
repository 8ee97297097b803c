import PQueue from "p-queue";

/** Time as the clients see it; milliseconds. */
export interface Time {
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** Lets requests through: a few at a time, none while the other side asked for rest. */
export interface Pace {
  /** Runs work when its turn comes; those of a higher priority first. */
  run<T>(work: () => Promise<T>, priority: number): Promise<T>;
  /** Nothing more starts for so many milliseconds. */
  rest(ms: number): void;
}

/** A pace of at most `concurrency` at once. */
export function createPace(concurrency: number, time: Time): Pace {
  const queue = new PQueue({ concurrency });
  let restUntil = 0;

  async function wake(): Promise<void> {
    for (let until = 0; until < restUntil; ) {
      until = restUntil;
      await time.sleep(Math.max(0, until - time.now()));
    }
    queue.start();
  }

  return {
    run: (work, priority) => queue.add(work, { priority }),
    rest: (ms) => {
      restUntil = Math.max(restUntil, time.now() + ms);
      if (queue.isPaused) return;
      queue.pause();
      void wake();
    },
  };
}

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

/** Milliseconds that a header Retry-After asks for: seconds or a date (RFC 9110, 10.2.3); undefined when it is neither. */
export function retryAfterMs(header: string, now: number): number | undefined {
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
