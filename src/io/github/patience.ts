/** When a request is sent again, and how long is waited: Octokit's plugins, held to what GitHub asks for. */
import type { Octokit, OctokitOptions } from "@octokit/core";
import PQueue from "p-queue";
import { isLimit } from "./errors.ts";

type Group = NonNullable<NonNullable<OctokitOptions["throttle"]>["write"]>;

const RETRIES = 3;
/** A run that sleeps for longer costs more than one that starts again. */
const LONGEST_WAIT_SECONDS = 15 * 60;
/** Between writes, and between writes that send notifications: what the plugin does by itself. */
const WRITE_SECONDS = 1;
const NOTIFYING_SECONDS = 3;
/** No refusal is mended by asking again; the throttling plugin takes care of limits. */
const REFUSALS = Array.from({ length: 100 }, (_, index) => 400 + index);

/** Tells of a kind of trouble, the first time that it is met. */
export type Tell = (kind: "throttled" | "retried", message: string) => void;

/** Passes on the first message of each kind. */
export function firstOfItsKind(onNotice: (message: string) => void = () => {}): Tell {
  const told = new Set<string>();
  return (kind, message) => {
    if (told.has(kind)) return;
    told.add(kind);
    onNotice(message);
  };
}

/**
 * Options for the retry and throttling plugins: at most three times again, never for what must be sent once, writes
 * spaced. `secondLasts` says how long a second of waiting lasts, where that is not a second.
 */
export function patience(tell: Tell, secondLasts?: number): Pick<OctokitOptions, "retry" | "throttle"> {
  const second = (secondLasts ?? 1) * 1000;
  function again(reason: string) {
    return (seconds: number, _options: unknown, _octokit: Octokit, count: number): boolean => {
      const wanted = count < RETRIES && seconds <= LONGEST_WAIT_SECONDS;
      if (wanted) tell("throttled", `GitHub's ${reason} is reached: going on in ${seconds} s.`);
      return wanted;
    };
  }
  return {
    retry: { retries: RETRIES, doNotRetry: REFUSALS, retryAfterBaseValue: second },
    throttle: {
      onRateLimit: again("rate limit"),
      onSecondaryRateLimit: again("secondary rate limit"),
      retryAfterBaseValue: second,
      ...(secondLasts === undefined
        ? {}
        : { write: pace(second * WRITE_SECONDS), notifications: pace(second * NOTIFYING_SECONDS) }),
    },
  };
}

/**
 * A plugin that stands below the other two. The throttling plugin knows a secondary limit by two words only, which not
 * every refusal with Retry-After has; here they are added.
 */
export function namesLimits(tell: Tell): (octokit: Octokit) => Record<string, never> {
  return (octokit) => {
    octokit.hook.error("request", (error, { request }) => {
      const { status, headers } = headOf(error);
      if (isLimit(status, headers, error.message) && headers["x-ratelimit-remaining"] !== "0") {
        error.message += " (secondary rate limit)";
      }
      if (status >= 500 && request["retries"] !== 0) tell("retried", "GitHub had trouble: trying again.");
      throw error;
    });
    return {};
  };
}

function headOf(error: Error): {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
} {
  const status = "status" in error && typeof error.status === "number" ? error.status : 0;
  const response = "response" in error ? error.response : undefined;
  const inside = typeof response === "object" && response !== null && "headers" in response;
  return { status, headers: inside ? { ...(response.headers as object) } : {} };
}

/** One after another with a pause between, as the plugin's own groups. It only ever calls these two. */
function pace(interval: number): Group {
  const queue = new PQueue({ concurrency: 1, interval, intervalCap: 1 });
  const group = { key: () => ({ schedule: (_: unknown, job: () => Promise<void>) => queue.add(job) }) };
  return group as unknown as Group;
}
