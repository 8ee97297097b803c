/** The sandbox's options, from words to numbers. */
import { ConfigurationError } from "../../model/errors.ts";
import type { SandboxOptions, SystemName } from "../../sandbox/index.ts";
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

/** The dialects that the sandbox serves: a name belongs to one system. */
const DIALECTS = {
  signalsmith: ["guide", "reference-a", "reference-b"],
  lumoauth: ["t", "orgs"],
  cantila: ["server", "documented"],
} as const satisfies Partial<Record<SystemName, readonly string[]>>;

/** What the sandbox is started with; a ConfigurationError for what is no number, rate or dialect. */
export function sandboxOptions(values: SandboxValues): SandboxOptions {
  const { port, latency, rate, dialect, faults, "pending-members": pendingMembers } = values;
  return {
    ...(port === undefined ? {} : { port: whole("--port", port, 65_535) }),
    ...(latency === undefined ? {} : { latencyMs: whole("--latency", latency, 3_600_000) }),
    ...(rate === undefined ? {} : rateOf(rate)),
    ...(faults === undefined ? {} : { faults }),
    ...withPending(dialect === undefined ? {} : dialectsOf(dialect), pendingMembers),
  };
}

function withPending(
  options: Pick<SandboxOptions, keyof typeof DIALECTS>,
  pendingMembers: SandboxValues["pending-members"],
): SandboxOptions {
  if (pendingMembers === undefined) return options;
  return { ...options, signalsmith: { ...options.signalsmith, pendingMembers } };
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

/** The option of the system that a dialect belongs to; several are separated by commas. */
function dialectsOf(names: string): Pick<SandboxOptions, keyof typeof DIALECTS> {
  return Object.assign({}, ...names.split(",").map((name) => dialectNamed(name.trim())));
}

function dialectNamed(name: string): Pick<SandboxOptions, keyof typeof DIALECTS> {
  for (const [system, dialects] of Object.entries(DIALECTS)) {
    const found = dialects.find((dialect) => dialect === name);
    if (found !== undefined) return { [system]: { dialect: found } };
  }
  const all = Object.values(DIALECTS).flat();
  throw new ConfigurationError(
    `There is no dialect ${name}`,
    didYouMean(name, all, `There is ${all.join(", ")}.`),
  );
}
