/** Commit statuses. */
import * as z from "zod";
import { InternalError } from "../../model/errors.ts";
import type { Client } from "./client.ts";
import { author } from "./comments.ts";

/** What a status says. */
export type StatusState = "error" | "failure" | "pending" | "success";

/** A status of a commit. */
export interface Status {
  readonly context: string;
  readonly state: StatusState;
  readonly description: string;
  /** Login of who gave it: whoever may write can give one. */
  readonly creator: string;
  /** Instant (ISO 8601). */
  readonly createdAt: string;
}

/** A status to give. */
export interface NewStatus {
  readonly context: string;
  readonly state: StatusState;
  /** At most `MAX_DESCRIPTION` characters. */
  readonly description: string;
  readonly targetUrl?: string;
}

/** What can be done with statuses. All throw GitHubError. */
export interface Statuses {
  /** All of them, newest first; a context that was set again is there again. */
  list(sha: string): Promise<readonly Status[]>;
  create(sha: string, status: NewStatus): Promise<void>;
}

/** Characters that a description may have. */
export const MAX_DESCRIPTION = 140;

const state = z.enum(["error", "failure", "pending", "success"]);

const status: z.ZodType<Status> = z
  .object({
    context: z.string(),
    state,
    description: z.string().nullable(),
    creator: author,
    created_at: z.iso.datetime({ offset: true }),
  })
  .transform(({ description, created_at, ...rest }) => ({
    ...rest,
    description: description ?? "",
    createdAt: created_at,
  }));

/** The statuses of the client's repository. */
export function statusesOf({ request, pages, here, one, all }: Client): Statuses {
  return {
    list: async (sha) =>
      await all(
        { operation: `list the statuses of ${sha}`, permission: "statuses: read" },
        pages("GET /repos/{owner}/{repo}/commits/{ref}/statuses", { ...here, ref: sha, per_page: 100 }),
        status,
      ),
    create: async (sha, { targetUrl, ...given }) => {
      if (given.description.length > MAX_DESCRIPTION) {
        throw new InternalError(`A status has at most ${MAX_DESCRIPTION} characters: ${given.description}`);
      }
      await one(
        { operation: `set the status ${given.context} of ${sha}`, permission: "statuses: write" },
        request("POST /repos/{owner}/{repo}/statuses/{sha}", {
          ...here,
          ...given,
          sha,
          ...(targetUrl === undefined ? {} : { target_url: targetUrl }),
        }),
        z.object({ state }),
      );
    },
  };
}
