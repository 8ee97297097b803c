/** One adoption: what is wanted, what there is of it on GitHub, and how it is called there. */
import { GitHubError, type Pull } from "../../../io/github/index.ts";
import type { Change } from "../../../model/contract.ts";
import type { World } from "../world.ts";
import { type Adoption, type AdoptionWords, adoptText, adoptTitle } from "./adopt-text.ts";
import type { WantedFile } from "./branch.ts";
import { emptiedBy } from "./emptied.ts";
import { adoptBranch, type PullMark, pullMark, pullMarkIn } from "./mark.ts";
import type { AdoptMemory } from "./state.ts";

/** What an adoption is about. */
export interface Adopting {
  readonly organization: string;
  /** The default branch and its head, on which the change is made. */
  readonly base: string;
  readonly onto: string;
  readonly fingerprint: string;
  readonly adoption: Adoption;
  /** The organization's changes, for how bad what is adopted is. */
  readonly changes: readonly Change[];
  /** The texts before, by path in the repository. */
  readonly before: ReadonlyMap<string, string>;
  readonly memory?: AdoptMemory;
  readonly issue?: number;
}

/** What there is on GitHub. */
export interface Found {
  /** Open, with our branch as its head. */
  readonly open: Pull | undefined;
  /** Ours: the open one, or the one of last time. */
  readonly own: Pull | undefined;
  /** The last commit of the branch. */
  readonly head: string | undefined;
  /** Commits that are surely ours. */
  readonly commits: readonly string[];
}

/** Looks for the pull request and the branch: among what is open, and at what is remembered. */
export async function find(asked: Adopting, world: World): Promise<Found> {
  const { github } = world;
  const branch = branchOf(asked, world);
  const all = await github.pulls.openWithHead(branch);
  const viewer = await github.viewer();
  const isOwn = (pull: Pull): boolean =>
    pull.author === viewer && pull.head.ref === branch && markOf(pull, asked, world) !== undefined;
  const ours = all.find(isOwn);
  const last = ours ?? (await remembered(asked, world));
  const own = last !== undefined && isOwn(last) ? last : undefined;
  const open = ours ?? all[0];
  const head = open?.head.sha ?? (await github.git.headOf(branch));
  const told = own === undefined ? [] : (markOf(own, asked, world)?.commits ?? []);
  const { commit } = asked.memory ?? {};
  return { open, own, head, commits: commit === undefined ? told : [...told, commit] };
}

async function remembered({ memory }: Adopting, { github }: World): Promise<Pull | undefined> {
  if (memory?.pull === undefined) return undefined;
  try {
    return await github.pulls.get(memory.pull);
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return undefined;
    throw error;
  }
}

/** The branch of an adoption. */
export function branchOf({ organization }: Adopting, { inputs }: World): string {
  return adoptBranch(inputs["working-directory"], organization);
}

/** What our pull request for this remembers. */
export function markOf(pull: Pull, { organization }: Adopting, { inputs }: World): PullMark | undefined {
  return pullMarkIn(pull, { folder: inputs["working-directory"], organization });
}

/** The files to write, by their paths in the repository. */
export function filesOf({ adoption }: Adopting, { inputs }: World): readonly WantedFile[] {
  const folder = inputs["working-directory"];
  const prefix = folder === "" ? "" : `${folder}/`;
  return adoption.files.map(({ file, text }) => ({ path: `${prefix}${file}`, text }));
}

/** What title, body and commit are worded from. */
export function aboutOf(asked: Adopting, world: World): AdoptionWords {
  const { organization, adoption, changes, before, issue } = asked;
  return {
    organization,
    ...adoption,
    changes,
    emptied: emptiedBy(organization, filesOf(asked, world), before),
    ...(issue === undefined ? {} : { issue }),
  };
}

/** Title and body of the pull request. */
export function wordsOf(
  asked: Adopting,
  commits: readonly string[],
  world: World,
): { readonly title: string; readonly body: string } {
  const { organization, fingerprint } = asked;
  const words = aboutOf(asked, world);
  const folder = world.inputs["working-directory"];
  const mark = { folder, organization, commits, fingerprint, closed: false };
  return { title: adoptTitle(words), body: `${pullMark(mark)}\n${adoptText(words)}` };
}
