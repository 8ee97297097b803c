import type { Account, FakeLimits } from "./options.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** What an account has used of its hour. */
export interface Usage {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Whole seconds since 1970 at which the hour ends. */
  readonly reset: number;
}

/** Counts what each account asks and writes. */
export interface Quota {
  /** What stands in the way of a request, which is counted when nothing does. */
  obstacle(account: Account, write: boolean): "hour" | "minute" | undefined;
  usage(account: Account): Usage;
}

/** A quota by the fake's clock: whole hours from an account's first request, and the last minute of writes. */
export function createQuota(
  limits: FakeLimits & { readonly writesPerMinute: number },
  now: () => number,
): Quota {
  const hours = new Map<string, { start: number; used: number }>();
  const writes = new Map<string, number[]>();
  const seconds = () => Math.floor(now() / 1000);
  const hourOf = ({ token }: Account) => {
    const known = hours.get(token);
    const hour =
      known !== undefined && seconds() < known.start + HOUR ? known : { start: seconds(), used: 0 };
    hours.set(token, hour);
    return hour;
  };
  const limitOf = ({ kind }: Account) => limits.requestsPerHour ?? (kind === "bot" ? 1000 : 5000);
  const lastMinute = ({ token }: Account) => {
    const recent = (writes.get(token) ?? []).filter((at) => at > seconds() - MINUTE);
    writes.set(token, recent);
    return recent;
  };
  return {
    obstacle: (account, write) => {
      const hour = hourOf(account);
      if (limitOf(account) > 0 && hour.used >= limitOf(account)) {
        return "hour";
      }
      const recent = lastMinute(account);
      if (write && limits.writesPerMinute > 0 && recent.length >= limits.writesPerMinute) {
        return "minute";
      }
      hour.used += 1;
      if (write) {
        recent.push(seconds());
      }
      return undefined;
    },
    usage: (account) => {
      const { start, used } = hourOf(account);
      const limit = limitOf(account) > 0 ? limitOf(account) : 1_000_000;
      return { limit, used, remaining: Math.max(0, limit - used), reset: start + HOUR };
    },
  };
}
