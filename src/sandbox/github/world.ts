import { createObjects, type Objects } from "./git/objects.ts";
import type { Settings } from "./options.ts";

/** A label of the repository. */
export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

/** Why an issue is as it is. */
export type StateReason = "completed" | "not_planned" | "duplicate" | "reopened";

/** An issue, or the conversation of a pull request: both share their numbers. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly user: string;
  readonly createdAt: string;
  title: string;
  body: string | null;
  state: "open" | "closed";
  stateReason: StateReason | null;
  closedBy: string | null;
  closedAt: string | null;
  locked: boolean;
  labels: string[];
  updatedAt: string;
}

/** A comment in a conversation. */
export interface Comment {
  readonly id: number;
  readonly number: number;
  readonly user: string;
  readonly createdAt: string;
  body: string;
  updatedAt: string;
}

/** What a pull request is beyond its conversation. */
export interface PullRequest {
  readonly id: number;
  readonly number: number;
  /** `owner/name` of the fork; undefined for a branch of the repository itself. */
  readonly fork: string | undefined;
  readonly headRef: string;
  base: string;
  headSha: string;
  /** The head before the last push, for the event that tells of it. */
  previousSha: string | undefined;
  /** The tip of the base branch when it was last looked at, while open. */
  baseSha: string;
  draft: boolean;
  mergedAt: string | null;
  mergedBy: string | null;
  mergeCommit: string | null;
  /** The commits that the merge put on the base branch. */
  landed: readonly string[];
}

/** A commit status; later ones of the same context replace earlier ones in the combined view. */
export interface Status {
  readonly id: number;
  readonly sha: string;
  readonly state: "error" | "failure" | "pending" | "success";
  readonly context: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: string;
  readonly at: string;
}

/** A mark at lines of a file. */
export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title?: string | undefined;
  readonly raw_details?: string | undefined;
  readonly start_column?: number | undefined;
  readonly end_column?: number | undefined;
}

/** A check run. */
export interface CheckRun {
  readonly id: number;
  readonly sha: string;
  readonly app: string;
  name: string;
  status: string;
  conclusion: string | null;
  externalId: string | null;
  detailsUrl: string | null;
  startedAt: string | null;
  completedAt: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  annotations: readonly Annotation[];
}

/** A run of a workflow. */
export interface Run {
  readonly id: number;
  readonly number: number;
  readonly sha: string;
  readonly branch: string;
  readonly event: string;
  readonly createdAt: string;
  status: "queued" | "in_progress" | "completed";
  conclusion: string | null;
  updatedAt: string;
}

/** A pull request waiting in the merge queue. */
export interface QueueEntry {
  readonly number: number;
  readonly ref: string;
  readonly baseSha: string;
  readonly headSha: string;
}

/** What happened last to a branch, for the push event. */
export interface Move {
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly forced: boolean;
}

/** Where the fake is reached. */
export interface Place {
  readonly server: string;
  readonly api: string;
  readonly graphql: string;
}

/** Everything the fake holds. */
export interface World {
  readonly settings: Settings;
  readonly place: Place;
  readonly git: Objects;
  /** Full names, such as `refs/heads/main`. */
  readonly refs: Map<string, string>;
  /** Refs of each fork by its `owner/name`; a fork that was deleted is gone from here. */
  readonly forks: Map<string, Map<string, string>>;
  /** Ids of accounts, apps and repositories, which have nothing else here. */
  readonly ids: Map<string, number>;
  readonly labels: Label[];
  readonly issues: Issue[];
  readonly pulls: PullRequest[];
  readonly statuses: Status[];
  readonly checks: CheckRun[];
  readonly runs: Run[];
  readonly moves: Map<string, Move>;
  comments: Comment[];
  queue: QueueEntry[];
  issued: number;
}

/** An empty repository at a place. */
export function createWorld(settings: Settings, place: Place): World {
  return {
    settings,
    place,
    git: createObjects(),
    refs: new Map(),
    forks: new Map(),
    ids: new Map(),
    labels: [],
    issues: [],
    pulls: [],
    statuses: [],
    checks: [],
    runs: [],
    moves: new Map(),
    comments: [],
    queue: [],
    issued: 0,
  };
}

/** The next id; one row of numbers serves everything. */
export function issueId(world: World): number {
  world.issued += 1;
  return world.issued;
}

/** The id of an account, an app or a repository, the same for every mention of it. */
export function idOf(world: World, name: string): number {
  const id = world.ids.get(name) ?? issueId(world);
  world.ids.set(name, id);
  return id;
}

/** The present as the API writes times: whole seconds. */
export function isoNow({ settings }: World): string {
  return isoSeconds(Math.floor(settings.now() / 1000));
}

/** Seconds since 1970 as the API writes times. */
export function isoSeconds(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}

/** `owner/name` of the repository. */
export function fullName({ settings }: World): string {
  return `${settings.owner}/${settings.name}`;
}
