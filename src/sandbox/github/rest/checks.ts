import * as z from "zod";
import { Refusal } from "../../reply.ts";
import { resolve } from "../branches.ts";
import { validationFailed } from "../refusals.ts";
import { checkBody } from "../wire/checks.ts";
import { type CheckRun, isoNow, issueId } from "../world.ts";
import {
  type Answer,
  type Call,
  made,
  notFound,
  numberParam,
  type Operation,
  ok,
  paged,
  param,
  readBody,
} from "./call.ts";

/** The most characters in the summary and in the text of a check run. */
const MAX_TEXT = 65_535;
/** The most annotations in one request; an update adds to what is there. */
const MAX_ANNOTATIONS = 50;

const annotation = z.object({
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
  annotation_level: z.enum(["notice", "warning", "failure"]),
  message: z.string().max(65_536),
  title: z.string().max(255).optional(),
  raw_details: z.string().max(65_536).optional(),
  start_column: z.int().optional(),
  end_column: z.int().optional(),
});
const output = z.object({
  title: z.string().optional(),
  summary: z.string().max(MAX_TEXT).optional(),
  text: z.string().max(MAX_TEXT).optional(),
  annotations: z.array(annotation).max(MAX_ANNOTATIONS).default([]),
});
const conclusions = [
  "action_required",
  "cancelled",
  "failure",
  "neutral",
  "success",
  "skipped",
  "timed_out",
] as const;
const settable = {
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  status: z.enum(["queued", "in_progress", "completed"]).optional(),
  started_at: z.string().optional(),
  completed_at: z.string().optional(),
  conclusion: z.enum(conclusions).optional(),
  output: output.optional(),
};
const createSchema = z.object({ ...settable, name: z.string(), head_sha: z.string() });
const updateSchema = z.object({ ...settable, name: z.string().optional() });
type Wanted = z.infer<typeof updateSchema>;

const one = "/check-runs/:check";

/** Check runs; only apps make them. */
export const checkOperations: readonly Operation[] = [
  { method: "POST", path: "/check-runs", accepts: "checks=write", answer: createCheck },
  { method: "GET", path: one, accepts: "checks=read", answer: readCheck },
  { method: "PATCH", path: one, accepts: "checks=write", answer: updateCheck },
  { method: "GET", path: "/commits/:ref+/check-runs", accepts: "checks=read", answer: listChecks },
];

function createCheck(call: Call): Answer {
  const { world, account } = call;
  if (account.kind === "user") {
    throw new Refusal(403, "You must authenticate via a GitHub App.");
  }
  const wanted = readBody(call, "CheckRun", createSchema);
  if (world.git.commit(wanted.head_sha) === undefined) {
    throw new Refusal(422, `No commit found for SHA: ${wanted.head_sha}`);
  }
  const check: CheckRun = {
    id: issueId(world),
    sha: wanted.head_sha,
    app: account.login,
    name: wanted.name,
    status: "queued",
    conclusion: null,
    externalId: null,
    detailsUrl: null,
    startedAt: isoNow(world),
    completedAt: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
  };
  change(call, check, wanted);
  world.checks.push(check);
  return made(checkBody(world, check));
}

function readCheck(call: Call): Answer {
  return ok(checkBody(call.world, checkOf(call)));
}

function updateCheck(call: Call): Answer {
  const check = checkOf(call);
  if (check.app !== call.account.login) {
    throw new Refusal(
      403,
      "Invalid app_id - check run can only be modified by the GitHub App that created it.",
    );
  }
  change(call, check, readBody(call, "CheckRun", updateSchema));
  return ok(checkBody(call.world, check));
}

/** Takes the wanted values over, or refuses (422) and takes none. */
function change({ world }: Call, check: CheckRun, wanted: Wanted): void {
  const ended = wanted.conclusion !== undefined || wanted.completed_at !== undefined;
  const status = ended ? "completed" : (wanted.status ?? check.status);
  const conclusion = wanted.conclusion ?? check.conclusion;
  if (status === "completed" && conclusion === null) {
    throw validationFailed({ resource: "CheckRun", code: "missing_field", field: "conclusion" });
  }
  const { annotations, ...texts }: z.infer<typeof output> = wanted.output ?? { annotations: [] };
  const shown = { ...check.output, ...given(texts) };
  if (wanted.output !== undefined && shown.title === null) {
    throw validationFailed({ resource: "CheckRun", code: "missing_field", field: "output.title" });
  }
  const { name, details_url: detailsUrl, external_id: externalId, started_at: startedAt } = wanted;
  const ending =
    status === "completed"
      ? { conclusion, completedAt: wanted.completed_at ?? isoNow(world) }
      : { conclusion: null, completedAt: null };
  Object.assign(check, given({ name, detailsUrl, externalId, startedAt }), ending, { status, output: shown });
  check.annotations = [...check.annotations, ...annotations];
}

/** Without the fields that were left out. */
function given<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function listChecks(call: Call): Answer {
  const { world, query } = call;
  const sha = resolve(world, param(call, "ref"));
  if (sha === undefined) {
    throw new Refusal(422, `No commit found for SHA: ${param(call, "ref")}`);
  }
  const newestFirst = world.checks.filter((check) => check.sha === sha).reverse();
  const latest = query.get("filter") !== "all";
  const rows = newestFirst.filter(
    (check, at) =>
      [null, check.name].includes(query.get("check_name")) &&
      [null, check.status].includes(query.get("status")) &&
      (!latest || newestFirst.findIndex(({ name, app }) => name === check.name && app === check.app) === at),
  );
  return paged(
    call,
    rows,
    (check) => checkBody(world, check),
    (check_runs) => ({ total_count: rows.length, check_runs }),
  );
}

function checkOf(call: Call): CheckRun {
  const id = numberParam(call, "check");
  const check = call.world.checks.find((each) => each.id === id);
  if (check === undefined) {
    throw notFound();
  }
  return check;
}
