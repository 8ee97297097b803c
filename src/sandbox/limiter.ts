import type { Pace } from "./system.ts";

/** What is left of a sender's budget of one minute. */
export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds, by the sandbox's clock, at which the oldest counted request is forgotten. */
  readonly resetAt: number;
}

/** Counts requests per sender and says when one has to wait. */
export interface Limiter {
  /** 0 lets the request through and counts it; otherwise the whole seconds to wait, and nothing is counted. */
  secondsToWait(quota: string): number;
  /** undefined where there is no limit for a minute. */
  allowance(quota: string): Allowance | undefined;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A limiter over the last minute and the last second, by the sandbox's clock. */
export function createLimiter(pace: Pace, now: () => number): Limiter {
  const sent = new Map<string, number[]>();
  const within = (quota: string, at: number) => (sent.get(quota) ?? []).filter((time) => time > at - MINUTE);
  return {
    allowance: (quota) => {
      if (pace.perMinute === 0) {
        return undefined;
      }
      const at = now();
      const recent = within(quota, at);
      const remaining = Math.max(0, pace.perMinute - recent.length);
      return { limit: pace.perMinute, remaining, resetAt: (recent[0] ?? at) + MINUTE };
    },
    secondsToWait: (quota) => {
      const at = now();
      const recent = within(quota, at);
      const free = Math.max(freeAt(recent, pace.perMinute, MINUTE), freeAt(recent, pace.perSecond, SECOND));
      if (free > at) {
        return Math.ceil((free - at) / SECOND);
      }
      sent.set(quota, [...recent, at]);
      return 0;
    },
  };
}

/** When the window has room again: once the limit-th latest request has left it. */
function freeAt(times: readonly number[], limit: number, window: number): number {
  const oldest = limit === 0 ? undefined : times.at(-limit);
  return oldest === undefined ? 0 : oldest + window;
}
