import * as z from "zod";
import { Refusal } from "../../reply.ts";
import { addComment, issueNumbered } from "../conversations.ts";
import { checkLength, validationFailed } from "../refusals.ts";
import { commentBody } from "../wire/conversations.ts";
import { type Comment, type Issue, isoNow } from "../world.ts";
import {
  type Answer,
  type Call,
  made,
  notFound,
  numberParam,
  type Operation,
  ok,
  paged,
  readBody,
} from "./call.ts";

const commentSchema = z.object({ body: z.string() });

const read = "issues=read; pull_requests=read";
const write = "issues=write; pull_requests=write";
const one = "/issues/comments/:comment";
const all = "/issues/:number/comments";

/** The comments in conversations. */
export const commentOperations: readonly Operation[] = [
  { method: "GET", path: one, accepts: read, answer: readComment },
  { method: "PATCH", path: one, accepts: write, answer: editComment },
  { method: "DELETE", path: one, accepts: write, answer: deleteComment },
  { method: "GET", path: all, accepts: read, answer: listComments },
  { method: "POST", path: all, accepts: write, answer: createComment },
];

function listComments(call: Call): Answer {
  const { world, query } = call;
  const { number } = issueNumbered(world, numberParam(call, "number"));
  const since = Date.parse(query.get("since") ?? "1970-01-01T00:00:00Z");
  const rows = world.comments.filter(
    (comment) => comment.number === number && Date.parse(comment.updatedAt) >= since,
  );
  return paged(call, rows, (comment) => commentBody(world, comment));
}

function createComment(call: Call): Answer {
  const { world, account } = call;
  const issue = issueNumbered(world, numberParam(call, "number"));
  const body = bodyOf(call);
  checkUnlocked(call, issue);
  return made(commentBody(world, addComment(world, issue, account.login, body)));
}

function readComment(call: Call): Answer {
  return ok(commentBody(call.world, commentOf(call)));
}

function editComment(call: Call): Answer {
  const comment = commentOf(call);
  comment.body = bodyOf(call);
  comment.updatedAt = isoNow(call.world);
  return ok(commentBody(call.world, comment));
}

function deleteComment(call: Call): Answer {
  const comment = commentOf(call);
  call.world.comments = call.world.comments.filter((other) => other !== comment);
  return { status: 204 };
}

function commentOf(call: Call): Comment {
  const id = numberParam(call, "comment");
  const comment = call.world.comments.find((each) => each.id === id);
  if (comment === undefined) {
    throw notFound();
  }
  return comment;
}

function bodyOf(call: Call): string {
  const { body } = readBody(call, "IssueComment", commentSchema);
  if (body.trim() === "") {
    const message = "Body cannot be blank";
    throw validationFailed({ resource: "IssueComment", code: "unprocessable", field: "data", message });
  }
  checkLength("IssueComment", body);
  return body;
}

function checkUnlocked({ world, account }: Call, { locked }: Issue): void {
  if (locked && (world.settings.lockedLetsIn === "nobody" || account.kind !== "user")) {
    throw new Refusal(403, "Unable to create comment because issue is locked.");
  }
}
