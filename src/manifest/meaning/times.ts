/** What `from`, `until` and `expires` mean: stretches of time in milliseconds. */
import { TZDate } from "@date-fns/tz";

/** From `start` on, up to but not including `end`. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})/;
const DAY = 86_400_000;

/**
 * The instant at which a date or an instant begins or, for a date, its whole day ends, in the time zone.
 * Undefined for days and hours that do not exist, and before 1970.
 */
export function instantOf(text: string, timezone: string, edge: "start" | "end"): number | undefined {
  const [date = "", year, month, day] = DATE.exec(text) ?? [];
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const exists = midnight >= 0 && new Date(midnight).toISOString().startsWith(date);
  if (!exists) return undefined;
  if (text === date) return startOfDay(edge === "start" ? midnight : midnight + DAY, timezone);
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

/** Where a day has no midnight, because clocks are put forward then, it begins with its first hour. */
function startOfDay(midnight: number, timezone: string): number {
  if (timezone === "UTC") return midnight;
  const day = new Date(midnight);
  return new TZDate(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), timezone).getTime();
}

/** Whether the period holds then. */
export function holdsAt({ start, end }: Period, instant: number): boolean {
  return start <= instant && instant < end;
}

/** Whether there is an instant in both. */
export function overlap(a: Period, b: Period): boolean {
  return Math.max(a.start, b.start) < Math.min(a.end, b.end);
}
