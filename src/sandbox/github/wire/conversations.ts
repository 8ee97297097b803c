import { labelNamed } from "../conversations.ts";
import type { Comment, Issue, Label, World } from "../world.ts";
import { pagesUrl, repositoryUrl } from "./repository.ts";
import { appBody, associationOf, type Linked, nodeId, userBody } from "./users.ts";

/** A label as replies show it. */
export function labelBody(world: World, { id, name, color, description }: Label): Linked {
  const url = `${repositoryUrl(world)}/labels/${encodeURIComponent(name)}`;
  return { id, node_id: nodeId("Label", id), url, name, color, default: false, description };
}

/** The labels of a conversation. */
export function labelBodies(world: World, { labels }: Issue): readonly object[] {
  return labels.flatMap((name) => {
    const label = labelNamed(world, name);
    return label === undefined ? [] : [labelBody(world, label)];
  });
}

/** The page of a conversation. */
export function conversationPage(world: World, number: number): string {
  const kind = isPull(world, number) ? "pull" : "issues";
  return `${pagesUrl(world)}/${kind}/${number}`;
}

/** A comment as replies show it. */
export function commentBody(world: World, comment: Comment): Linked {
  const repository = repositoryUrl(world);
  return {
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    url: `${repository}/issues/comments/${comment.id}`,
    html_url: `${conversationPage(world, comment.number)}#issuecomment-${comment.id}`,
    issue_url: `${repository}/issues/${comment.number}`,
    user: userBody(world, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(world, comment.user),
    body: comment.body,
    reactions: reactions(`${repository}/issues/comments/${comment.id}`),
    performed_via_github_app: appBody(world, comment.user),
  };
}

/** An issue, or a pull request's conversation, as replies show it. */
export function issueBody(world: World, issue: Issue): Linked {
  const url = `${repositoryUrl(world)}/issues/${issue.number}`;
  return {
    id: issue.id,
    node_id: nodeId("Issue", issue.id),
    url,
    repository_url: repositoryUrl(world),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: conversationPage(world, issue.number),
    number: issue.number,
    state: issue.state,
    state_reason: issue.stateReason,
    title: issue.title,
    body: issue.body,
    user: userBody(world, issue.user),
    labels: labelBodies(world, issue),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: issue.locked,
    active_lock_reason: null,
    comments: world.comments.filter(({ number }) => number === issue.number).length,
    closed_at: issue.closedAt,
    closed_by: issue.closedBy === null ? null : userBody(world, issue.closedBy),
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    author_association: associationOf(world, issue.user),
    reactions: reactions(url),
    performed_via_github_app: appBody(world, issue.user),
    ...pullLinks(world, issue.number),
  };
}

/** Whether the number is a pull request's. */
export function isPull({ pulls }: World, number: number): boolean {
  return pulls.some((pull) => pull.number === number);
}

function pullLinks(world: World, number: number): object {
  const pull = world.pulls.find((one) => one.number === number);
  if (pull === undefined) {
    return {};
  }
  const page = `${pagesUrl(world)}/pull/${number}`;
  return {
    draft: pull.draft,
    pull_request: {
      url: `${repositoryUrl(world)}/pulls/${number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: pull.mergedAt,
    },
  };
}

function reactions(url: string): object {
  const none = { "+1": 0, "-1": 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return { url: `${url}/reactions`, total_count: 0, ...none };
}
