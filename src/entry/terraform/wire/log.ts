/** Logs in the form that Terraform reads from a provider's stderr: one JSON object in a line. */
import type { Environment } from "./host.ts";
import { withoutSecrets } from "./secrets.ts";

/** How loud, the least first. */
const LEVELS = ["trace", "debug", "info", "warn", "error"] as const;

/** One of the levels. */
export type Level = (typeof LEVELS)[number];

const NAMES: readonly string[] = LEVELS;

/** Writes a line when its level is asked for; never throws. */
export type Log = (
  level: Level,
  message: string,
  more?: Readonly<Record<string, string | number | boolean>>,
) => void;

/**
 * A log whose lines go to `write`, from the level up that TF_LOG_PROVIDER or TF_LOG names. Without either Terraform throws
 * lines away, so only errors are written. No line shows one of the secrets.
 */
export function openLog(
  environment: Environment,
  write: (line: string) => void,
  secrets: ReadonlySet<string> = new Set(),
): Log {
  const least = thresholdOf(environment);
  return (level, message, more = {}) => {
    if (LEVELS.indexOf(level) < least) return;
    const line = {
      "@level": level,
      "@message": message,
      "@module": "orgwright",
      "@timestamp": timestamp(new Date()),
      ...more,
    };
    write(`${JSON.stringify(line, (_, value: unknown) => hidden(value, secrets))}\n`);
  };
}

/** Before it is JSON, in which a secret with a quote in it has another form. */
function hidden(value: unknown, secrets: ReadonlySet<string>): unknown {
  return typeof value === "string" ? withoutSecrets(value, secrets) : value;
}

/** The place of the least level that is asked for; beyond the last where logs are off. */
function thresholdOf(environment: Environment): number {
  const asked = [environment["TF_LOG_PROVIDER"], environment["TF_LOG"]].find((each) => (each ?? "") !== "");
  if (asked === undefined) return LEVELS.indexOf("error");
  if (asked.toUpperCase() === "OFF") return LEVELS.length;
  // JSON is all of it in another form, and what is no level at all is taken by Terraform as all of it.
  return Math.max(0, NAMES.indexOf(asked.toLowerCase()));
}

/** With microseconds: what has fewer digits is not read as a log line. */
function timestamp(instant: Date): string {
  return instant.toISOString().replace("Z", "000Z");
}
