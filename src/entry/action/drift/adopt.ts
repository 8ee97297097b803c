/** The pull request that adopts an organization's drift: opened, kept up to date, closed. */
import { GitHubError, isMissingPermission, type Pull } from "../../../io/github/index.ts";
import type { World } from "../world.ts";
import { type Adoption, adoptFold } from "./adopt-text.ts";
import { type Adopting, branchOf, type Found, filesOf, find, markOf, wordsOf } from "./adopting.ts";
import { provideBranch } from "./branch.ts";
import { pullMark } from "./mark.ts";
import type { AdoptMemory } from "./state.ts";

/** What became of it. */
export interface Adopted {
  /** Number of the open pull request. */
  readonly pull?: number;
  readonly refused: Adoption["refused"];
  /** The change as Markdown, where no pull request could be opened. */
  readonly fold?: string;
  /** For the next run. */
  readonly memory?: AdoptMemory;
  /** Puts an issue's number into our pull request, where it is not there yet. */
  readonly tellIssue?: (issue: number) => Promise<void>;
}

/** Keeps the pull request of one organization. What the token may not do is a warning, and the change then a fold. */
export async function keepAdoption(asked: Adopting, world: World): Promise<Adopted> {
  const isWanted = asked.adoption.files.length > 0;
  try {
    const found = await find(asked, world);
    return isWanted ? await offer(asked, found, world) : await withdraw(asked, found, world);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    world.runner.warning("adopt", `${asked.organization} is not adopted by a pull request. ${error.message}`);
    return { ...rest(asked, asked.memory), ...(isWanted ? { fold: foldOf(asked, world, undefined) } : {}) };
  }
}

/** Whether GitHub does not do it for us, as against not now. */
function isRefusal(error: unknown): error is GitHubError {
  return isMissingPermission(error) || (error instanceof GitHubError && error.status === 422);
}

function rest({ adoption }: Adopting, memory: AdoptMemory | undefined): Adopted {
  return { refused: adoption.refused, ...(memory === undefined ? {} : { memory }) };
}

async function offer(asked: Adopting, found: Found, world: World): Promise<Adopted> {
  const { open, own } = found;
  if (open === undefined && own !== undefined && isDeclined(own, asked, world)) {
    world.runner.info(
      `#${own.number} was closed: ${asked.organization} is adopted again when its drift is another.`,
    );
    return rest(asked, { pull: own.number });
  }
  const branch = await provideBranch(asked, found, world);
  if (branch === undefined) {
    const what = `The branch ${branchOf(asked, world)} has commits that are not from here: it is left as it is.`;
    world.runner.warning("adopt", `${what} Merge or delete it, and the next run starts anew.`);
    return open === undefined
      ? rest(asked, asked.memory)
      : { ...rest(asked, { pull: open.number }), pull: open.number };
  }
  if (open === undefined) return await request(asked, branch, world);
  if (open !== own) return { ...rest(asked, { pull: open.number, ...branch }), pull: open.number };
  return await kept(asked, open, world);
}

/** Closed by a person, and the drift is still the same. */
function isDeclined(own: Pull, asked: Adopting, world: World): boolean {
  const mark = markOf(own, asked, world);
  return own.mergedAt === undefined && mark?.closed === false && mark.fingerprint === asked.fingerprint;
}

async function request(
  asked: Adopting,
  { commit }: { readonly commit: string },
  world: World,
): Promise<Adopted> {
  const { pulls } = world.github;
  const branch = branchOf(asked, world);
  try {
    const pull = await pulls.create({ head: branch, base: asked.base, ...wordsOf(asked, [commit], world) });
    return opened(asked, pull, world);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const [other] = error.status === 422 ? await pulls.openWithHead(branch) : [];
    if (other !== undefined) return { ...rest(asked, { pull: other.number, commit }), pull: other.number };
    world.runner.warning(
      "adopt",
      `The pull request that adopts ${asked.organization} is for you to open. ${error.message}`,
    );
    return { ...rest(asked, { commit }), fold: foldOf(asked, world, branch) };
  }
}

/** Brings title and body up to date; the commits that it remembers stay as long as the branch is at one of them. */
async function kept(asked: Adopting, pull: Pull, world: World): Promise<Adopted> {
  const now = await world.github.pulls.get(pull.number);
  const commits = markOf(now, asked, world)?.commits ?? [];
  const words = wordsOf(asked, commits, world);
  if (now.title === words.title && now.body === words.body) return opened(asked, now, world);
  return opened(asked, await world.github.pulls.update(pull.number, words), world);
}

function opened(asked: Adopting, pull: Pull, world: World): Adopted {
  return {
    ...rest(asked, { pull: pull.number }),
    pull: pull.number,
    tellIssue: async (issue) => {
      const words = wordsOf({ ...asked, issue }, markOf(pull, asked, world)?.commits ?? [], world);
      if (words.body !== pull.body) await world.github.pulls.update(pull.number, words);
    },
  };
}

/** Nothing is to be adopted: our pull request is closed, and our branch deleted. */
async function withdraw(asked: Adopting, found: Found, world: World): Promise<Adopted> {
  const { github, runner } = world;
  const { open, own, head, commits } = found;
  const isOurs = head === undefined || commits.includes(head);
  if (open !== undefined && (open !== own || !isOurs)) {
    runner.warning(
      "adopt",
      `#${open.number} adopts nothing any more, and has commits that are not from here: close it.`,
    );
    return rest(asked, { pull: open.number });
  }
  if (open !== undefined) {
    const why =
      asked.adoption.refused.length === 0
        ? "Live is as declared again"
        : "Nothing is left that can be adopted";
    await github.comments.create(open.number, `${why}: there is nothing to merge.`);
    await github.pulls.update(open.number, { state: "closed", body: closedBody(open, asked, world) });
  }
  if (head !== undefined && isOurs) await github.git.deleteBranch(branchOf(asked, world));
  return rest(asked, undefined);
}

function closedBody(pull: Pull, asked: Adopting, world: World): string {
  const mark = markOf(pull, asked, world);
  return mark === undefined ? pull.body : pull.body.replace(/^[^\n]*/u, pullMark({ ...mark, closed: true }));
}

function foldOf(asked: Adopting, world: World, branch: string | undefined): string {
  const files = filesOf(asked, world).map(({ path, text }) => ({
    path,
    before: asked.before.get(path) ?? "",
    after: text,
  }));
  const place = world.run.url.replace(/\/actions\/runs\/.*$/u, "");
  const range = [asked.base, branch ?? ""].map((name) => name.split("/").map(encodeURIComponent).join("/"));
  const url = branch === undefined ? undefined : `${place}/compare/${range.join("...")}?expand=1`;
  return adoptFold(asked, files, url);
}
