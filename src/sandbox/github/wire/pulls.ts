import { issueNumbered } from "../conversations.ts";
import { changesBetween } from "../git/changes.ts";
import { baseTip, commitsOf, forkPoint, headLabel, isOpen, testMerge } from "../pull-requests.ts";
import { fullName, idOf, type PullRequest, type World } from "../world.ts";
import { labelBodies } from "./conversations.ts";
import { pagesUrl, repositoryBody, repositoryUrl } from "./repository.ts";
import { associationOf, type Linked, nodeId, userBody } from "./users.ts";

/** A pull request as lists show it. */
export function simplePull(world: World, pull: PullRequest): Linked {
  const issue = issueNumbered(world, pull.number);
  const { page, url, ...links } = addresses(world, pull);
  return {
    id: pull.id,
    node_id: nodeId("PullRequest", pull.id),
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    ...links,
    number: pull.number,
    state: issue.state,
    locked: issue.locked,
    active_lock_reason: null,
    title: issue.title,
    user: userBody(world, issue.user),
    body: issue.body,
    labels: labelBodies(world, issue),
    milestone: null,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: testMerge(world, pull),
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: headBody(world, pull),
    base: baseBody(world, pull),
    _links: linkBodies(world, pull),
    author_association: associationOf(world, issue.user),
    auto_merge: null,
    draft: pull.draft,
  };
}

/** A pull request as its own endpoint shows it. */
export function fullPull(world: World, pull: PullRequest): Linked {
  const changes = changesBetween(world.git, forkPoint(world, pull), pull.headSha);
  const sum = (field: "additions" | "deletions") =>
    changes.reduce((total, change) => total + change[field], 0);
  const mergeable = isOpen(world, pull) ? testMerge(world, pull) !== null : null;
  return {
    ...simplePull(world, pull),
    merged: pull.mergedAt !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? "unknown" : mergeable ? "clean" : "dirty",
    merged_by: pull.mergedBy === null ? null : userBody(world, pull.mergedBy),
    comments: world.comments.filter(({ number }) => number === pull.number).length,
    review_comments: 0,
    maintainer_can_modify: pull.fork !== undefined,
    commits: commitsOf(world, pull).length,
    additions: sum("additions"),
    deletions: sum("deletions"),
    changed_files: changes.length,
  };
}

/** A pull request as check runs and workflow runs mention it. */
export function minimalPull(world: World, pull: PullRequest): object {
  const side = (ref: string, sha: string, name: string) => ({
    ref,
    sha,
    repo: {
      id: idOf(world, `repository ${name}`),
      url: `${world.place.api}/repos/${name}`,
      name: name.split("/")[1],
    },
  });
  return {
    id: pull.id,
    number: pull.number,
    url: `${repositoryUrl(world)}/pulls/${pull.number}`,
    head: side(pull.headRef, pull.headSha, pull.fork ?? fullName(world)),
    base: side(pull.base, baseTip(world, pull), fullName(world)),
  };
}

/** The repository of the head; null when it was a fork that is gone. */
function headBody(world: World, pull: PullRequest): object {
  const owner = pull.fork?.split("/")[0] ?? world.settings.owner;
  const gone = pull.fork !== undefined && !world.forks.has(pull.fork);
  return {
    label: headLabel(world, pull),
    ref: pull.headRef,
    sha: pull.headSha,
    user: userBody(world, owner),
    repo: gone ? null : repositoryBody(world, pull.fork ?? fullName(world)),
  };
}

function baseBody(world: World, pull: PullRequest): object {
  const { owner } = world.settings;
  return {
    label: `${owner}:${pull.base}`,
    ref: pull.base,
    sha: baseTip(world, pull),
    user: userBody(world, owner),
    repo: repositoryBody(world),
  };
}

interface Addresses {
  readonly page: string;
  readonly url: string;
  readonly issue_url: string;
  readonly commits_url: string;
  readonly review_comments_url: string;
  readonly review_comment_url: string;
  readonly comments_url: string;
  readonly statuses_url: string;
}

function addresses(world: World, { number, headSha }: PullRequest): Addresses {
  const repository = repositoryUrl(world);
  const url = `${repository}/pulls/${number}`;
  return {
    page: `${pagesUrl(world)}/pull/${number}`,
    url,
    issue_url: `${repository}/issues/${number}`,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repository}/pulls/comments{/number}`,
    comments_url: `${repository}/issues/${number}/comments`,
    statuses_url: `${repository}/statuses/${headSha}`,
  };
}

function linkBodies(world: World, pull: PullRequest): object {
  const to = addresses(world, pull);
  const targets: Readonly<Record<string, string>> = {
    self: to.url,
    html: to.page,
    issue: to.issue_url,
    comments: to.comments_url,
    review_comments: to.review_comments_url,
    review_comment: to.review_comment_url,
    commits: to.commits_url,
    statuses: to.statuses_url,
  };
  return Object.fromEntries(Object.entries(targets).map(([name, href]) => [name, { href }]));
}
