/** Figures out of measurements, and their table. */

/** One line of a table: the same columns in every row of a part. */
export type Row = Readonly<Record<string, string>>;

/** The middle value; the mean of the two middle ones where their number is even. Throws for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError("There is no median of nothing.");
  return (upper + lower) / 2;
}

/** The middle of the ratios of what was measured side by side, so that a slow moment hits both. */
export function pairedRatio(values: readonly number[], against: readonly number[]): number {
  return median(values.map((value, index) => value / (against[index] ?? Number.NaN)));
}

/** The least time that requests can take when each waits and only so many are under way. */
export function floorMs(requests: number, latencyMs: number, concurrency: number): number {
  return Math.ceil(requests / concurrency) * latencyMs;
}

/** The least time from the first of so many requests to the last, when at most `burst` may come in any `ms`. */
export function idealMs(requests: number, burst: number, ms: number): number {
  return Math.floor((requests - 1) / burst) * ms;
}

/** Rows as a Markdown table. */
export function rows(all: readonly Row[]): string {
  const columns = [...new Set(all.flatMap((row) => Object.keys(row)))];
  const widths = columns.map((column) =>
    Math.max(column.length, ...all.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [
    line(columns),
    line(widths.map((width) => "-".repeat(width))),
    ...all.map((row) => line(columns.map((column) => row[column] ?? ""))),
  ].join("\n");
}

/** Where things are, and which parts are wanted; none named means all. */
export interface Bench {
  readonly root: string;
  /** A folder that may be written to and is removed afterwards. */
  readonly folder: string;
  readonly only: readonly string[];
}
