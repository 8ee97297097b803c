import { Refusal } from "../reply.ts";
import {
  type Comment,
  type Issue,
  isoNow,
  issueId,
  type Label,
  type StateReason,
  type World,
} from "./world.ts";

/** The color of a label that came into being by being used. */
const DEFAULT_COLOR = "ededed";

/** What an issue begins with. */
export interface IssueDraft {
  readonly title: string;
  readonly body: string | null;
  readonly user: string;
  readonly labels: readonly string[];
}

/** The issue or pull request with this number, or a 404. */
export function issueNumbered({ issues }: World, number: number): Issue {
  const issue = issues.find((one) => one.number === number);
  if (issue === undefined) {
    throw new Refusal(404, "Not Found");
  }
  return issue;
}

/** Opens an issue under the next number. */
export function addIssue(world: World, { title, body, user, labels }: IssueDraft): Issue {
  const at = isoNow(world);
  const issue: Issue = {
    id: issueId(world),
    number: world.issues.length + 1,
    user,
    createdAt: at,
    title,
    body,
    state: "open",
    stateReason: null,
    closedBy: null,
    closedAt: null,
    locked: false,
    labels: [],
    updatedAt: at,
  };
  world.issues.push(issue);
  addLabels(world, issue, labels);
  return issue;
}

/** Closes or opens again; says who and why. An issue that is so already stays as it is. */
export function setState(
  world: World,
  issue: Issue,
  { state, reason, by }: { state: Issue["state"]; reason: StateReason | null; by: string },
): void {
  if (issue.state === state) {
    return;
  }
  const closed = state === "closed";
  Object.assign(issue, {
    state,
    stateReason: reason ?? (closed ? "completed" : "reopened"),
    closedBy: closed ? by : null,
    closedAt: closed ? isoNow(world) : null,
    updatedAt: isoNow(world),
  });
}

/** Adds a comment under a conversation. */
export function addComment(world: World, issue: Issue, user: string, body: string): Comment {
  const at = isoNow(world);
  const comment = { id: issueId(world), number: issue.number, user, body, createdAt: at, updatedAt: at };
  world.comments.push(comment);
  issue.updatedAt = at;
  return comment;
}

/** The label of this name; case does not count. */
export function labelNamed({ labels }: World, name: string): Label | undefined {
  return labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
}

/** Makes a label of the repository. */
export function addLabel(
  world: World,
  { name, color = DEFAULT_COLOR, description = null }: Partial<Label> & Pick<Label, "name">,
): Label {
  const label = { id: issueId(world), name, color, description };
  world.labels.push(label);
  return label;
}

/** Puts labels on a conversation; those that the repository lacks are made, as GitHub does. */
export function addLabels(world: World, issue: Issue, names: readonly string[]): void {
  for (const wanted of names) {
    const { name } = labelNamed(world, wanted) ?? addLabel(world, { name: wanted });
    if (!issue.labels.includes(name)) {
      issue.labels.push(name);
      issue.updatedAt = isoNow(world);
    }
  }
}
