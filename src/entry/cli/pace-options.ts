/** How many requests a run may send, and how fast: the options' words to what clients are opened with. */
import type { RunLimits } from "../../index.ts";
import { ConfigurationError } from "../../model/errors.ts";

/** Options as they stand on the command line. */
export interface PaceValues {
  readonly "max-requests"?: string | undefined;
  readonly "max-rate"?: string | undefined;
}

/** What a command adds of its own. */
export type RunEnd = Pick<RunLimits, "stop" | "onBudget">;

/** The rows of both options, for every command that sends requests. */
export const paceOptions = {
  "max-requests": {
    type: "string",
    value: "N",
    help: "send at most N requests in this run; what is not done then is said",
  },
  "max-rate": {
    type: "string",
    value: "N/s",
    help: "at most so many requests in a second, or a minute (N/min), to each connection",
  },
} as const;

const PER_MS: Readonly<Record<string, number>> = { s: 1000, min: 60_000 };
const MOST = 1_000_000;

/** The limits that the options set; a ConfigurationError for what is no number or rate. */
export function runLimits(values: PaceValues, end: RunEnd = {}): RunLimits {
  const { "max-requests": requests, "max-rate": rate } = values;
  return {
    ...end,
    ...(requests === undefined ? {} : { maxRequests: numberOf(requests) }),
    ...(rate === undefined ? {} : { maxRate: rateOf(rate) }),
  };
}

function numberOf(text: string): number {
  if (isCount(text)) return Number(text);
  throw new ConfigurationError(
    `--max-requests cannot be ${text}`,
    `Write a whole number from 1 to ${MOST}, e.g. \`--max-requests 500\`.`,
  );
}

function rateOf(text: string): NonNullable<RunLimits["maxRate"]> {
  const [, count = "", unit = ""] = /^(\d+)\/(s|min)$/.exec(text) ?? [];
  const ms = PER_MS[unit];
  if (ms !== undefined && isCount(count)) return { count: Number(count), ms };
  throw new ConfigurationError(
    `--max-rate cannot be ${text}`,
    "Write it like 10/s or 100/min; the number is at least 1.",
  );
}

function isCount(text: string): boolean {
  return /^[1-9]\d*$/.test(text) && Number(text) <= MOST;
}
