/** Runs of workflows. */
import * as z from "zod";
import type { Client } from "./client.ts";
import { hasStatus, isMissingPermission } from "./errors.ts";

/** What can be asked of runs. Throws GitHubError. */
export interface Runs {
  /** Whether a run has ended; undefined when the token may not know, or GitHub no longer does. */
  isOver(runId: number): Promise<boolean | undefined>;
}

/** The runs of the client's repository. */
export function runsOf({ request, here, one }: Client): Runs {
  return {
    isOver: async (runId) => {
      try {
        const { status } = await one(
          { operation: `read run ${runId}`, permission: "actions: read" },
          request("GET /repos/{owner}/{repo}/actions/runs/{run_id}", { ...here, run_id: runId }),
          z.object({ status: z.string().nullable() }),
        );
        return status === "completed";
      } catch (error) {
        if (hasStatus(error, 404) || isMissingPermission(error)) return undefined;
        throw error;
      }
    },
  };
}
