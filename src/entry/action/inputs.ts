/** The step's inputs: read from the environment as the runner gives them, checked all at once. */
import * as z from "zod";
import { ConfigurationError } from "../../model/errors.ts";

const list = z.string().transform((text) =>
  text
    .split(/[,\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== ""),
);
const flag = z
  .enum(["true", "false"], { error: "is `true` or `false`" })
  .transform((value) => value === "true");

function choice<const Choice extends string>(...choices: readonly [Choice, ...Choice[]]) {
  return z.enum(choices, { error: `is one of ${choices.map((each) => `\`${each}\``).join(", ")}` });
}

/** The inputs, understood. action.yml has the words for each; a test compares the two. */
export interface Inputs {
  readonly command: "plan" | "apply" | "drift" | "verify";
  readonly token: string;
  /** Empty for the top of the repository. */
  readonly "working-directory": string;
  readonly organizations: readonly string[];
  readonly scope: "all" | "due";
  readonly unreviewed: "stop" | "apply";
  readonly digests: readonly string[];
  readonly comment: "always" | "changes" | "never";
  readonly labels: boolean;
  readonly annotations: boolean;
  readonly "status-context": string;
  /** Empty without one. */
  readonly "check-run-id": string;
  /** Empty: in the runner's temporary folder. */
  readonly journal: string;
  readonly "plan-file": string;
  readonly "record-branch": string;
  readonly issues: "organization" | "connection" | "none";
  readonly adopt: boolean;
  readonly "fail-on-drift": boolean;
}

const shape = z.object({
  command: choice("plan", "apply", "drift", "verify"),
  token: z.string().min(1, "is missing: give the job's own, `github.token`, or an App's"),
  "working-directory": z
    .string()
    .transform((folder) => folder.replaceAll("\\", "/").replace(/^(\.\/)+|\/+$/g, ""))
    .transform((folder) => (folder === "." ? "" : folder))
    .refine((folder) => !folder.startsWith("/") && !folder.split("/").includes(".."), {
      error: "leads out of the repository",
    }),
  organizations: list,
  scope: choice("all", "due"),
  unreviewed: choice("stop", "apply"),
  digests: list.refine((digests) => digests.every((digest) => /^[0-9a-f]{64}$/.test(digest)), {
    error: "are digests of 64 hexadecimal digits, as the plan or the drift issue shows them",
  }),
  comment: choice("always", "changes", "never"),
  labels: flag,
  annotations: flag,
  "status-context": z.string().min(1, "is empty").max(100, "is longer than 100 characters"),
  "check-run-id": z.string().regex(/^\d*$/, "is the number that `job.check_run_id` gives"),
  journal: z.string(),
  "plan-file": z.string(),
  "record-branch": z
    .string()
    .regex(/^(?![/.-])(?!.*(?:\.\.|\/\/|@\{|\.lock$|[/.]$))[\w./-]+$/, "is no name of a branch"),
  issues: choice("organization", "connection", "none"),
  adopt: flag,
  "fail-on-drift": flag,
} satisfies Record<keyof Inputs, z.ZodType>);

/** What each input is while action.yml's default is not at hand, as in a workflow that calls the bundle itself. */
const defaults: Readonly<Partial<Record<keyof Inputs, string>>> = {
  "working-directory": ".",
  organizations: "",
  scope: "all",
  unreviewed: "stop",
  digests: "",
  comment: "always",
  labels: "true",
  annotations: "true",
  "status-context": "orgwright/plan",
  "check-run-id": "",
  journal: "",
  "plan-file": "",
  "record-branch": "orgwright-record",
  issues: "organization",
  adopt: "false",
  "fail-on-drift": "false",
};

/** The names of all inputs. */
export const inputNames: readonly string[] = Object.keys(shape.shape);

/** Reads the inputs. Throws one ConfigurationError for all that are wrong. */
export function readInputs(environment: Readonly<Record<string, string | undefined>>): Inputs {
  const given = inputNames.map((name) => {
    const value = environment[`INPUT_${name.toUpperCase()}`]?.trim();
    const fallback = defaults[name as keyof Inputs] ?? "";
    return [name, value === undefined || value === "" ? fallback : value] as const;
  });
  const parsed = shape.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `\`${path.join(".")}\` ${message}`);
  throw new ConfigurationError(
    `The step's inputs cannot be used: ${problems.join("; ")}`,
    "Correct them under `with:`; docs/github-action.md tells what each is.",
  );
}
