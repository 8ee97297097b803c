/** Issues. */
import * as z from "zod";
import { type Client, ONCE } from "./client.ts";
import { author, type Comment, commentsOf, GHOST } from "./comments.ts";

/** An issue. */
export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  /** Login. */
  readonly author: string;
  readonly labels: readonly string[];
  /** Login of who closed it; absent when it is open. */
  readonly closedBy?: string;
  /** Where people see it. */
  readonly url: string;
}

/** An issue to open. */
export interface NewIssue {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly assignees?: readonly string[];
}

/** What may be changed of an issue. `labels` replaces them all. */
export interface IssueChange {
  readonly title?: string;
  readonly body?: string;
  readonly state?: "open" | "closed";
  readonly stateReason?: "completed" | "not_planned" | "reopened";
  readonly labels?: readonly string[];
}

/** What can be done with issues. All throw GitHubError. */
export interface Issues {
  /** All with the label, open and closed, without pull requests; by the list, which is never behind as the search is. */
  withLabel(label: string): Promise<readonly Issue[]>;
  create(issue: NewIssue): Promise<Issue>;
  update(number: number, change: IssueChange): Promise<Issue>;
  comment(number: number, body: string): Promise<Comment>;
}

const label = z.union([
  z.string(),
  z.object({ name: z.string().nullish() }).transform(({ name }) => name ?? ""),
]);

const raw = z.object({
  number: z.int(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]),
  user: author,
  labels: z.array(label),
  closed_by: z.object({ login: z.string() }).nullish(),
  pull_request: z.unknown().optional(),
  html_url: z.string(),
});

const issue: z.ZodType<Issue> = raw.transform(issueOf);

const READ = "issues: read";
const WRITE = "issues: write";

/** The issues of the client's repository. */
export function issuesOf(client: Client): Issues {
  const { request, pages, here, one, all } = client;
  const comments = commentsOf(client);

  /** The list may leave out who closed an issue; the issue itself tells. */
  async function whole(found: z.output<typeof raw>): Promise<Issue> {
    if (found.state === "open" || found.closed_by !== undefined) return issueOf(found);
    return await one(
      { operation: `read issue #${found.number}`, permission: READ },
      request("GET /repos/{owner}/{repo}/issues/{issue_number}", { ...here, issue_number: found.number }),
      issue,
    );
  }

  return {
    withLabel: async (wanted) => {
      const found = await all(
        { operation: `list the issues with label ${wanted}`, permission: READ },
        pages("GET /repos/{owner}/{repo}/issues", { ...here, labels: wanted, state: "all", per_page: 100 }),
        raw,
      );
      return await Promise.all(found.filter((each) => each.pull_request === undefined).map(whole));
    },
    create: async ({ labels, assignees, ...texts }) =>
      await one(
        { operation: `open the issue ${JSON.stringify(texts.title)}`, permission: WRITE, once: true },
        request("POST /repos/{owner}/{repo}/issues", {
          ...here,
          ...ONCE,
          ...texts,
          labels: [...labels],
          ...(assignees === undefined ? {} : { assignees: [...assignees] }),
        }),
        issue,
      ),
    update: async (number, { stateReason, labels, ...change }) =>
      await one(
        { operation: `change issue #${number}`, permission: WRITE },
        request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
          ...here,
          issue_number: number,
          ...change,
          ...(stateReason === undefined ? {} : { state_reason: stateReason }),
          ...(labels === undefined ? {} : { labels: [...labels] }),
        }),
        issue,
      ),
    comment: async (number, body) => await comments.create(number, body),
  };
}

function issueOf({
  number,
  title,
  body,
  state,
  user,
  labels,
  closed_by,
  html_url,
}: z.output<typeof raw>): Issue {
  return {
    number,
    title,
    body: body ?? "",
    state,
    author: user,
    labels,
    ...(state === "open" ? {} : { closedBy: closed_by?.login ?? GHOST }),
    url: html_url,
  };
}
