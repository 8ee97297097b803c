import * as z from "zod";
import { Refusal } from "../../reply.ts";
import { addIssue, addLabels, issueNumbered, setState } from "../conversations.ts";
import { checkLength, invalid, validationFailed } from "../refusals.ts";
import { issueBody } from "../wire/conversations.ts";
import { type Issue, isoNow, type World } from "../world.ts";
import { type Answer, type Call, made, numberParam, type Operation, ok, paged, readBody } from "./call.ts";

const labelNames = z
  .array(z.union([z.string(), z.object({ name: z.string() })]))
  .transform((labels) => labels.map((label) => (typeof label === "string" ? label : label.name)));
const createSchema = z.object({
  title: z.union([z.string(), z.number().transform(String)]),
  body: z.string().nullish(),
  labels: labelNames.optional(),
});
const updateSchema = z.object({
  title: z.union([z.string(), z.number().transform(String)]).nullish(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.enum(["completed", "not_planned", "duplicate", "reopened"]).nullish(),
  labels: labelNames.optional(),
});

const read = "issues=read";
const write = "issues=write; pull_requests=write";
const one = "/issues/:number";

/** Issues; the conversations of pull requests are among them. */
export const issueOperations: readonly Operation[] = [
  { method: "GET", path: "/issues", accepts: read, answer: listIssues },
  { method: "POST", path: "/issues", accepts: "issues=write", answer: createIssue },
  { method: "GET", path: one, accepts: "issues=read; pull_requests=read", answer: readIssue },
  { method: "PATCH", path: one, accepts: write, answer: updateIssue },
];

function listIssues(call: Call): Answer {
  const { world, query } = call;
  checkEnabled(world);
  const state = query.get("state") ?? "open";
  const labels = (query.get("labels") ?? "").split(",").filter((label) => label !== "");
  const since = Date.parse(query.get("since") ?? "1970-01-01T00:00:00Z");
  if (!["open", "closed", "all"].includes(state)) {
    throw invalid("Issue", "state");
  }
  const rows = world.issues.filter(
    (issue) =>
      (state === "all" || issue.state === state) &&
      labels.every((label) => hasLabel(issue, label)) &&
      Date.parse(issue.updatedAt) >= since &&
      [null, issue.user].includes(query.get("creator")),
  );
  return paged(call, sorted(call, rows), (issue) => issueBody(world, issue));
}

function createIssue(call: Call): Answer {
  const { world, account } = call;
  checkEnabled(world);
  const { title, body, labels = [] } = readBody(call, "Issue", createSchema);
  checkTitle(title);
  checkLength("Issue", body);
  const issue = addIssue(world, { title, body: body ?? null, user: account.login, labels });
  return made(issueBody(world, issue));
}

function readIssue(call: Call): Answer {
  return ok(issueBody(call.world, issueNumbered(call.world, numberParam(call, "number"))));
}

function updateIssue(call: Call): Answer {
  const { world, account } = call;
  const issue = issueNumbered(world, numberParam(call, "number"));
  const wanted = readBody(call, "Issue", updateSchema);
  checkTitle(wanted.title ?? issue.title);
  checkLength("Issue", wanted.body);
  issue.title = wanted.title ?? issue.title;
  issue.body = wanted.body === undefined ? issue.body : wanted.body;
  if (wanted.labels !== undefined) {
    issue.labels = [];
    addLabels(world, issue, wanted.labels);
  }
  if (wanted.title !== undefined || wanted.body !== undefined || wanted.labels !== undefined) {
    issue.updatedAt = isoNow(world);
  }
  if (wanted.state !== undefined) {
    setState(world, issue, { state: wanted.state, reason: wanted.state_reason ?? null, by: account.login });
  }
  return ok(issueBody(world, issue));
}

function checkEnabled({ settings }: World): void {
  if (!settings.hasIssues) {
    throw new Refusal(410, "Issues has been disabled in this repository.");
  }
}

function checkTitle(title: string): void {
  if (title.trim() === "") {
    throw validationFailed({ resource: "Issue", code: "missing_field", field: "title" });
  }
  if (title.length > 256) {
    const message = "title is too long (maximum is 256 characters)";
    throw validationFailed({ resource: "Issue", code: "custom", field: "title", message });
  }
}

function hasLabel({ labels }: Issue, wanted: string): boolean {
  return labels.some((label) => label.toLowerCase() === wanted.toLowerCase());
}

function sorted({ query, world }: Call, issues: readonly Issue[]): readonly Issue[] {
  const comments = ({ number }: Issue) => world.comments.filter((each) => each.number === number).length;
  const keys: Readonly<Record<string, (issue: Issue) => number>> = {
    created: ({ number }) => number,
    updated: ({ updatedAt }) => Date.parse(updatedAt),
    comments,
  };
  const key = keys[query.get("sort") ?? "created"];
  if (key === undefined) {
    throw invalid("Issue", "sort");
  }
  const sign = query.get("direction") === "asc" ? 1 : -1;
  return [...issues].sort((a, b) => sign * (key(a) - key(b) || a.number - b.number));
}
