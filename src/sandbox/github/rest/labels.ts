import * as z from "zod";
import { Refusal } from "../../reply.ts";
import { addLabel, addLabels, issueNumbered, labelNamed } from "../conversations.ts";
import { validationFailed } from "../refusals.ts";
import { labelBodies, labelBody } from "../wire/conversations.ts";
import { type Issue, isoNow, type Label } from "../world.ts";
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

const createSchema = z.object({
  name: z.string().min(1).max(50),
  color: z
    .string()
    .regex(/^[0-9a-fA-F]{6}$/)
    .optional(),
  description: z.string().max(100).nullish(),
});
const name = z.union([z.string(), z.object({ name: z.string() })]);
const addSchema = z.union([z.object({ labels: z.array(name).min(1) }), z.array(name).min(1)]);

const readAny = "issues=read; pull_requests=read";
const write = "issues=write; pull_requests=write";
const ofIssue = "/issues/:number/labels";

/** The labels of the repository, and those on a conversation. */
export const labelOperations: readonly Operation[] = [
  { method: "GET", path: "/labels", accepts: readAny, answer: listLabels },
  { method: "POST", path: "/labels", accepts: write, answer: createLabel },
  { method: "GET", path: "/labels/:name", accepts: readAny, answer: readLabel },
  { method: "GET", path: ofIssue, accepts: readAny, answer: listOnIssue },
  { method: "POST", path: ofIssue, accepts: write, answer: addToIssue },
  { method: "DELETE", path: `${ofIssue}/:name`, accepts: write, answer: removeFromIssue },
];

function listLabels(call: Call): Answer {
  return paged(call, call.world.labels, (label) => labelBody(call.world, label));
}

function createLabel(call: Call): Answer {
  const { world } = call;
  const wanted = readBody(call, "Label", createSchema);
  if (labelNamed(world, wanted.name) !== undefined) {
    throw validationFailed({ resource: "Label", code: "already_exists", field: "name" });
  }
  const { color, description = null } = wanted;
  const label = addLabel(world, {
    name: wanted.name,
    description,
    ...(color === undefined ? {} : { color: color.toLowerCase() }),
  });
  return made(labelBody(world, label));
}

function readLabel(call: Call): Answer {
  const label: Label | undefined = labelNamed(call.world, param(call, "name"));
  if (label === undefined) {
    throw notFound();
  }
  return ok(labelBody(call.world, label));
}

function listOnIssue(call: Call): Answer {
  return paged(call, labelBodies(call.world, issueOf(call)), (label) => label);
}

function addToIssue(call: Call): Answer {
  const issue = issueOf(call);
  const body = readBody(call, "Label", addSchema);
  const names = Array.isArray(body) ? body : body.labels;
  addLabels(
    call.world,
    issue,
    names.map((each) => (typeof each === "string" ? each : each.name)),
  );
  return ok(labelBodies(call.world, issue));
}

function removeFromIssue(call: Call): Answer {
  const issue = issueOf(call);
  const wanted = labelNamed(call.world, param(call, "name"))?.name;
  if (wanted === undefined || !issue.labels.includes(wanted)) {
    throw new Refusal(404, "Label does not exist");
  }
  issue.labels = issue.labels.filter((label) => label !== wanted);
  issue.updatedAt = isoNow(call.world);
  return ok(labelBodies(call.world, issue));
}

function issueOf(call: Call): Issue {
  return issueNumbered(call.world, numberParam(call, "number"));
}
