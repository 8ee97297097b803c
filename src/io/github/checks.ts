/** Check runs: the one of the job that runs us, and those of a commit. */
import * as z from "zod";
import { type Client, ONCE } from "./client.ts";

/** A check run. */
export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly headSha: string;
  /** Slug of the app that made it; absent when the app is gone. */
  readonly app?: string;
  /** Instant (ISO 8601) of its beginning; absent while it waits. */
  readonly startedAt?: string;
  /** Instant (ISO 8601) of its end; absent while it runs. */
  readonly completedAt?: string;
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

/** A remark at lines of a file. */
export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title?: string;
}

/** What a check run shows. `summary` and `text` have at most `MAX_OUTPUT` characters each. */
export interface CheckOutput {
  readonly title: string;
  readonly summary: string;
  readonly text?: string;
  readonly annotations?: readonly Annotation[];
}

/** What can be done with check runs. All throw GitHubError. */
export interface Checks {
  get(id: number): Promise<CheckRun>;
  /** Shows the output; annotations are added to those that are there, as many requests as it takes. */
  update(id: number, output: CheckOutput): Promise<void>;
  /** All of them, those that were done again too. */
  ofCommit(sha: string): Promise<readonly CheckRun[]>;
}

/** Characters that a summary or a text may have. */
export const MAX_OUTPUT = 65_535;
const ANNOTATIONS_AT_ONCE = 50;

const words = z
  .string()
  .nullish()
  .transform((value) => value ?? "");

const run: z.ZodType<CheckRun> = z
  .object({
    id: z.int(),
    name: z.string(),
    head_sha: z.string(),
    app: z.object({ slug: z.string().optional() }).nullable(),
    started_at: z.iso.datetime({ offset: true }).nullish(),
    completed_at: z.iso.datetime({ offset: true }).nullish(),
    output: z.object({ title: words, summary: words, text: words }),
  })
  .transform(({ id, name, head_sha, app, started_at, completed_at, output }) => ({
    id,
    name,
    headSha: head_sha,
    ...(app?.slug === undefined ? {} : { app: app.slug }),
    ...(started_at == null ? {} : { startedAt: started_at }),
    ...(completed_at == null ? {} : { completedAt: completed_at }),
    ...output,
  }));

/** The check runs of the client's repository. */
export function checksOf({ request, pages, here, one, all }: Client): Checks {
  async function show(id: number, output: CheckOutput, annotations: readonly Annotation[]): Promise<void> {
    const { title, summary, text } = output;
    await one(
      { operation: `show the result on check run ${id}`, permission: "checks: write" },
      request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
        ...here,
        // Sent twice, annotations would be there twice.
        ...(annotations.length === 0 ? {} : ONCE),
        check_run_id: id,
        output: {
          title,
          summary,
          ...(text === undefined ? {} : { text }),
          ...(annotations.length === 0 ? {} : { annotations: annotations.map(written) }),
        },
      }),
      z.object({ id: z.literal(id) }),
    );
  }

  return {
    get: async (id) =>
      await one(
        { operation: `read check run ${id}`, permission: "checks: read" },
        request("GET /repos/{owner}/{repo}/check-runs/{check_run_id}", { ...here, check_run_id: id }),
        run,
      ),
    update: async (id, output) => {
      const { annotations = [] } = output;
      for (let start = 0; start === 0 || start < annotations.length; start += ANNOTATIONS_AT_ONCE) {
        await show(id, output, annotations.slice(start, start + ANNOTATIONS_AT_ONCE));
      }
    },
    ofCommit: async (sha) =>
      await all(
        { operation: `list the check runs of ${sha}`, permission: "checks: read" },
        pages("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", {
          ...here,
          ref: sha,
          filter: "all",
          per_page: 100,
        }),
        run,
      ),
  };
}

function written({ path, startLine, endLine, level, message, title }: Annotation) {
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    annotation_level: level,
    message,
    ...(title === undefined ? {} : { title }),
  };
}
