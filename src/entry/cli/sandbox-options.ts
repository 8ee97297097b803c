/** The sandbox's options, from words to numbers. */
import { ConfigurationError } from "../../model/errors.ts";
import type { Dialect, SandboxOptions } from "../../sandbox/index.ts";
import { didYouMean } from "./did-you-mean.ts";

/** Options as they stand on the command line. */
export interface SandboxValues {
  readonly port?: string | undefined;
  readonly seed?: string | undefined;
  readonly save?: string | undefined;
  readonly dialect?: string | undefined;
  readonly "pending-members"?: "listed" | "hidden" | undefined;
  readonly latency?: string | undefined;
  readonly rate?: string | undefined;
  readonly faults?: string | undefined;
}

const DIALECTS: readonly Dialect[] = ["guide", "reference-a", "reference-b"];

/** What the sandbox is started with; a ConfigurationError for what is no number, rate or dialect. */
export function sandboxOptions(values: SandboxValues): SandboxOptions {
  const { port, latency, rate, dialect, faults, "pending-members": pendingMembers } = values;
  return {
    ...(port === undefined ? {} : { port: whole("--port", port, 65_535) }),
    ...(latency === undefined ? {} : { latencyMs: whole("--latency", latency, 3_600_000) }),
    ...(rate === undefined ? {} : rateOf(rate)),
    ...(dialect === undefined ? {} : { dialect: dialectNamed(dialect) }),
    ...(faults === undefined ? {} : { faults }),
    ...(pendingMembers === undefined ? {} : { pendingMembers }),
  };
}

function whole(name: string, text: string, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number <= most) return number;
  throw new ConfigurationError(`${name} cannot be ${text}`, `Write a whole number from 0 to ${most}.`);
}

function rateOf(text: string): Pick<SandboxOptions, "requestsPerMinute" | "burstPerSecond"> {
  const [, number, unit] = /^(\d+)(?:\/(min|s))?$/.exec(text) ?? [];
  if (number === "0") return { requestsPerMinute: 0 };
  if (number !== undefined && unit === "s") return { requestsPerMinute: 0, burstPerSecond: Number(number) };
  if (number !== undefined && unit === "min") return { requestsPerMinute: Number(number) };
  throw new ConfigurationError(`--rate cannot be ${text}`, "Write it like 100/min, 20/s or 0.");
}

function dialectNamed(name: string): Dialect {
  const found = DIALECTS.find((dialect) => dialect === name);
  if (found !== undefined) return found;
  throw new ConfigurationError(
    `There is no dialect ${name}`,
    didYouMean(name, DIALECTS, `There is ${DIALECTS.join(", ")}.`),
  );
}
