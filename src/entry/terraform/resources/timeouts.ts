/** How long an operation may take. */
import type { Problem } from "../provider.ts";
import { objectIn, textIn } from "../reading-attributes.ts";
import type { Attributes } from "../values/value.ts";
import { refuse } from "./words.ts";

/** An operation that has a time of its own. */
export type Operation = "create" | "read" | "update" | "delete";

const minutesByDefault = 20;
const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `30s`, `10m`, `1h30m`; undefined for what is none. */
export function durationMs(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+)([smh])/g)];
  const whole = parts.map(([all]) => all).join("");
  if (parts.length === 0 || whole !== text) return undefined;
  return parts.reduce((sum, [, count, unit = "s"]) => sum + Number(count) * (unitMs[unit] ?? 0), 0);
}

/** What is wrong with the times in a configuration. */
export function timeoutProblems(config: Attributes): readonly Problem[] {
  return Object.entries(objectIn(config["timeouts"]) ?? {}).flatMap(([name, value]) => {
    const text = textIn(value);
    if (text === undefined || durationMs(text) !== undefined) return [];
    return [
      refuse(`\`${text}\` is no time`, "Write a number and a unit, as `30s`, `10m` or `1h30m`.", [
        "timeouts",
        name,
      ]),
    ];
  });
}

/** Work that has to end in time; what `late` gives takes its place when it does not. */
export async function inTime<T>(
  work: Promise<T>,
  {
    attributes,
    operation,
    late,
  }: { attributes: Attributes; operation: Operation; late: (words: Problem) => T },
): Promise<T> {
  const text = textIn(objectIn(attributes["timeouts"])?.[operation]) ?? `${minutesByDefault}m`;
  const ms = durationMs(text) ?? minutesByDefault * 60_000;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<T>((resolve) => {
    timer = setTimeout(() => {
      const detail = `What was begun may still be done. Plan again to see; or raise \`timeouts.${operation}\`.`;
      resolve(late(refuse(`It was not done after ${text}`, detail)));
    }, ms);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}
