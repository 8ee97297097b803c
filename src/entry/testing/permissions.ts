import type { PermissionsFile, WorkflowFile } from "./workflow-file.ts";

/** What a job's token may do, by the API's names (`pull_requests`), as the fake GitHub takes it. */
export type TokenPermissions = Readonly<Record<string, "read" | "write">>;

const ALL = ["actions", "checks", "contents", "issues", "pull_requests", "statuses"];

/** GitHub's default for repositories since 2023, where neither workflow nor job says anything. */
const UNSAID: PermissionsFile = { contents: "read" };

/** What the token of a job may do. A job's own list replaces the workflow's; of a fork's run everything is `read`. */
export function permissionsOf(
  workflow: WorkflowFile,
  job: string,
  { readOnly }: { readonly readOnly: boolean },
): TokenPermissions {
  const said = workflow.jobs[job]?.permissions ?? workflow.permissions ?? UNSAID;
  const listed = typeof said === "string" ? everything(said) : Object.entries(said);
  const given = listed.flatMap(([name, access]): readonly (readonly [string, "read" | "write"])[] =>
    access === "none" ? [] : [[name.replaceAll("-", "_"), readOnly ? "read" : access]],
  );
  return Object.fromEntries([["metadata", "read"], ...given]);
}

function everything(said: "read-all" | "write-all"): readonly (readonly [string, "read" | "write"])[] {
  return ALL.map((name) => [name, said === "read-all" ? "read" : "write"]);
}
