/** Comments of issues and pull requests. */
import * as z from "zod";
import { type Client, ONCE } from "./client.ts";
import { hasStatus } from "./errors.ts";

/** A comment. */
export interface Comment {
  readonly id: number;
  /** Login. */
  readonly author: string;
  readonly body: string;
  /** Instant (ISO 8601). */
  readonly createdAt: string;
  /** Where people see it. */
  readonly url: string;
}

/** What can be done with comments. All throw GitHubError. */
export interface Comments {
  /** All of them, oldest first. */
  list(issue: number): Promise<readonly Comment[]>;
  create(issue: number, body: string): Promise<Comment>;
  /** Undefined when it is gone. */
  update(id: number, body: string): Promise<Comment | undefined>;
  /** Nothing happens when it is gone. */
  remove(id: number): Promise<void>;
}

/** The login that stands for an account that is gone. */
export const GHOST = "ghost";

/** Login of who did something; GitHub has no account for those that are gone. */
export const author: z.ZodType<string> = z
  .object({ login: z.string().min(1) })
  .nullable()
  .transform((user) => user?.login ?? GHOST);

const comment: z.ZodType<Comment> = z
  .object({
    id: z.int(),
    user: author,
    body: z.string().nullish(),
    created_at: z.string(),
    html_url: z.string(),
  })
  .transform(({ id, user, body, created_at, html_url }) => ({
    id,
    author: user,
    body: body ?? "",
    createdAt: created_at,
    url: html_url,
  }));

const READ = "pull-requests: read";
const WRITE = "pull-requests: write";

/** The comments of the client's repository. */
export function commentsOf({ request, pages, here, one, none, all }: Client): Comments {
  return {
    list: async (issue) =>
      await all(
        { operation: `list the comments of #${issue}`, permission: READ },
        pages("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
          ...here,
          issue_number: issue,
          per_page: 100,
        }),
        comment,
      ),
    create: async (issue, body) =>
      await one(
        { operation: `comment on #${issue}`, permission: WRITE, once: true },
        request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
          ...here,
          ...ONCE,
          issue_number: issue,
          body,
        }),
        comment,
      ),
    update: async (id, body) => {
      const changing = request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
        ...here,
        comment_id: id,
        body,
      });
      return await unlessGone(
        one({ operation: `change comment ${id}`, permission: WRITE }, changing, comment),
      );
    },
    remove: async (id) => {
      const removing = request("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", {
        ...here,
        comment_id: id,
      });
      await unlessGone(none({ operation: `delete comment ${id}`, permission: WRITE }, removing));
    },
  };
}

/** Undefined for a 404 or 410. */
export async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (hasStatus(error, 404, 410)) return undefined;
    throw error;
  }
}
