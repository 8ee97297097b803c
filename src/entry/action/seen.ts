/** What one pull request has shown: its comment with the plan, as far as a status or check run vouches for it. */
import type { ShownOrganization } from "../../index.ts";
import { type CheckRun, isMissingPermission, type Pull } from "../../io/github/index.ts";
import { checkDigest, shownDigest, unpack } from "./shown.ts";
import { seriesOn } from "./sticky.ts";
import type { World } from "./world.ts";

/** A pull request with what counts of it. */
export interface Seen {
  readonly pull: Pull;
  /** What it has shown; undefined where nobody vouches for it. */
  readonly shown: readonly ShownOrganization[] | undefined;
  /** Organizations that it touches, and of which nothing was shown. */
  readonly notLive?: readonly string[];
  /** Instant (ISO 8601) of its plan: of the status, or at which the check run began. */
  readonly plannedAt?: string;
  /** Why it does not count, in words. */
  readonly doubt?: string;
}

/** A digest that our own account has put on a commit. */
interface Voucher {
  readonly digest: string;
  /** Instant (ISO 8601) at which it was there; absent where that is still to come. */
  readonly at: string | undefined;
  readonly plannedAt: string | undefined;
}

/**
 * What the last plan on a pull request has shown, where a status or check run on its last commit has its digest, given
 * before the second of the merge. Throws GitHubError.
 */
export async function lookAt(pull: Pull, world: World): Promise<Seen> {
  const { github, inputs } = world;
  const sticky = { kind: "plan", folder: inputs["working-directory"] } as const;
  const { bodies } = await seriesOn(github, pull.number, sticky);
  // Most pull requests of other matters have none: nothing more is asked of them.
  if (bodies.length === 0) return doubtful(pull, "it has no comment with a plan");
  const given: Voucher[] = [];
  for await (const vouchers of vouchersOf(pull.head.sha, world)) {
    given.push(...vouchers);
    const seen = fitting(vouchers, bodies, pull);
    if (seen !== undefined) return seen;
  }
  if (given.length === 0)
    return doubtful(pull, `no plan was shown of its last commit, ${pull.head.sha.slice(0, 12)}`);
  return given.some(({ at }) => isBefore(at, pull))
    ? doubtful(pull, "its comment with the plan is gone, or was edited since")
    : doubtful(pull, "its plan was not there before the second in which it was merged");
}

/** What the comments say, when one of the vouchers is for just that. */
function fitting(vouchers: readonly Voucher[], bodies: readonly string[], pull: Pull): Seen | undefined {
  for (const { digest, at, plannedAt } of vouchers) {
    const shown = isBefore(at, pull) ? unpack(bodies, digest) : undefined;
    if (shown === undefined) continue;
    const when = plannedAt === undefined ? {} : { plannedAt };
    return { pull, shown: shown.organizations, notLive: shown.notLive, ...when };
  }
  return undefined;
}

function doubtful(pull: Pull, doubt: string): Seen {
  return { pull, shown: undefined, doubt: `#${pull.number} does not count as reviewed: ${doubt}.` };
}

/** Who merges has seen what was there then. GitHub tells both in whole seconds: of one second nobody knows the order. */
function isBefore(at: string | undefined, { mergedAt }: Pull): boolean {
  return mergedAt === undefined || (at !== undefined && Date.parse(at) < Date.parse(mergedAt));
}

/** Those by status, then those by check run, each the newest first: several pull requests may have one last commit. */
async function* vouchersOf(sha: string, { github, inputs }: World): AsyncGenerator<readonly Voucher[]> {
  const [viewer, statuses] = await Promise.all([github.viewer(), github.statuses.list(sha)]);
  const context = inputs["status-context"];
  yield statuses
    .filter((each) => each.context === context && each.creator === viewer)
    .flatMap(({ description, createdAt }) =>
      voucher(shownDigest(description), { at: createdAt, plannedAt: createdAt }),
    );
  const app = /^(.+)\[bot\]$/.exec(viewer)?.[1];
  const runs = app === undefined ? [] : await checksOf(sha, github);
  yield runs
    .filter((each) => each.app === app)
    .sort((a, b) => b.id - a.id)
    .flatMap(({ text, completedAt, startedAt }) =>
      // While its job still runs nobody knows when it wrote; it had begun, at least.
      voucher(checkDigest(text, context), { at: completedAt ?? startedAt, plannedAt: startedAt }),
    );
}

function voucher(digest: string | undefined, when: Pick<Voucher, "at" | "plannedAt">): readonly Voucher[] {
  return digest === undefined ? [] : [{ digest, ...when }];
}

/** Where the token may not look, there is no check run that could vouch. */
async function checksOf(sha: string, { checks }: World["github"]): Promise<readonly CheckRun[]> {
  try {
    return await checks.ofCommit(sha);
  } catch (error) {
    if (isMissingPermission(error)) return [];
    throw error;
  }
}
