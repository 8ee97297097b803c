/** The life of an issue: opened, kept up to date, closed, opened again. Somebody is told only when something is news. */
import { type Issue, type IssueChange, isLocked } from "../../../io/github/index.ts";
import type { OrganizationPlan } from "../../../model/contract.ts";
import { compareText } from "../../../model/diagnostic.ts";
import { driftTitle } from "../../../report/index.ts";
import type { World } from "../world.ts";
import type { Adopted } from "./adopt.ts";
import { type Attempts, type Group, type GroupKind, isNoteworthy, mayBeUnread } from "./groups.ts";
import { stateOf } from "./hidden-state.ts";
import { hasUntold, issueBody, newsComment, sentence } from "./issue-text.ts";
import { DRIFT_LABEL, type IssueMark, issueMark, markIn } from "./mark.ts";
import { newsBetween, nextState, type State } from "./state.ts";

/** An issue of ours. */
export interface OwnIssue {
  readonly issue: Issue;
  readonly mark: IssueMark;
  /** What it remembers, where that can be read. */
  readonly state: State | undefined;
}

/** All issues of ours for this project, the oldest first: by label, hidden mark and author. */
export async function ownIssues({
  github,
  inputs,
}: Pick<World, "github" | "inputs">): Promise<readonly OwnIssue[]> {
  const [all, viewer] = await Promise.all([github.issues.withLabel(DRIFT_LABEL), github.viewer()]);
  return [...all]
    .sort((a, b) => a.number - b.number)
    .flatMap((issue) => {
      const mark = issue.author === viewer ? markIn(issue, inputs["working-directory"]) : undefined;
      return mark === undefined ? [] : [{ issue, mark, state: stateOf(issue.body) }];
    });
}

/** The issues that are kept for a group, the oldest first. */
export function issuesFor(
  group: Pick<Group, "kind" | "name">,
  own: readonly OwnIssue[],
): readonly OwnIssue[] {
  return own.filter(({ mark }) => mark.kind === group.kind && mark.name === group.name);
}

/** What an issue is kept from. */
export interface Keeping {
  readonly group: Group;
  /** Ours for the group, the oldest first. */
  readonly own: readonly OwnIssue[];
  /** All that were looked at, in this group or another. */
  readonly organizations: readonly OrganizationPlan[];
  readonly attempts: Attempts;
  readonly adopted: ReadonlyMap<string, Adopted>;
}

/** Where an issue stands, and what would be written. */
interface Desk extends Keeping {
  readonly current: OwnIssue;
  readonly next: State;
  readonly world: World;
}

/** Keeps the issue of a group, and gives its number when it is open afterwards. */
export async function keepIssue(keeping: Keeping, world: World): Promise<number | undefined> {
  const [current, ...surplus] = keeping.own;
  const isWorth = isNoteworthy(keeping.group, keeping.attempts);
  if (current === undefined) return isWorth ? await open(keeping, world) : undefined;
  for (const { issue } of surplus) await closeSurplus(issue, current.issue.number, world);
  const desk: Desk = { ...keeping, current, next: nextOf(keeping, current.state, world), world };
  const isOver = !isWorth && !isInDoubt(current, keeping.organizations);
  return current.issue.state === "open"
    ? await keepOpen(desk, isOver)
    : await keepClosed(desk, { isWorth, isOver });
}

/** No organization's name: what the issue is kept for is not in the plan any more. */
const GONE = "";

/** Whether what an issue is about could not be read as a whole: then nobody knows that it is over. */
function isInDoubt({ mark, state }: OwnIssue, organizations: readonly OrganizationPlan[]): boolean {
  const ofMark = organizations.filter((each) =>
    mark.kind === "organization" ? each.name === mark.name : each.connection === mark.name,
  );
  const names = new Set([
    ...(ofMark.length === 0 ? [GONE] : ofMark.map(({ name }) => name)),
    ...Object.keys(state?.organizations ?? {}),
  ]);
  return mayBeUnread([...names], organizations);
}

function nextOf({ group, adopted }: Keeping, before: State | undefined, { now }: World): State {
  const memories = new Map([...adopted].map(([name, { memory }]) => [name, memory] as const));
  return nextState(group, before, { now: new Date(now).toISOString(), adopted: memories });
}

async function open(keeping: Keeping, world: World): Promise<number | undefined> {
  const { github, inputs } = world;
  const { group } = keeping;
  const mark = { folder: inputs["working-directory"], kind: group.kind, name: group.name };
  const state = nextOf(keeping, undefined, world);
  const body = issueBody({ ...keeping, mark, state, runUrl: world.run.url });
  const { number } = await github.issues.create({
    title: driftTitle(group.organizations),
    body,
    labels: [DRIFT_LABEL],
  });
  // Another run may have opened the same between our look and our word: the later of the two gives way.
  const [first] = issuesFor(group, await ownIssues(world));
  if (first === undefined || first.issue.number >= number) return number;
  await closeSurplus({ number, state: "open" }, first.issue.number, world);
  return first.issue.number;
}

async function closeSurplus(
  { number, state }: Pick<Issue, "number" | "state">,
  kept: number,
  world: World,
): Promise<void> {
  if (state === "closed") return;
  await say(number, `#${kept} is kept for this.`, world);
  await world.github.issues.update(number, { state: "closed", stateReason: "not_planned" });
}

async function keepOpen(desk: Desk, isOver: boolean): Promise<number | undefined> {
  const { current, next, world, group } = desk;
  const { number } = current.issue;
  if (isOver) {
    const isLeft = group.organizations.some(({ changes }) => changes.length > 0);
    const words = isLeft ? "What still differs is acknowledged or due." : "Live is as declared again.";
    await say(number, sentence(words, world.run.url), world);
    await change(desk, { ...next, closed: true }, { state: "closed", stateReason: "completed" });
    return undefined;
  }
  const news = newsBetween(current.state, next);
  const isNews = current.state === undefined ? hasUntold(group, current.issue.body) : news.moved;
  if (isNews) await say(number, newsComment("The drift has changed.", newsFor(desk), group), world);
  if (news.moved || !isAsItWas(desk)) await change(desk, next, {});
  return number;
}

/** Without a state of ours nobody knows what of it is new. */
function newsFor({ current, next }: Desk) {
  const news = newsBetween(current.state, next);
  return current.state === undefined ? { ...news, blurred: true as const } : news;
}

interface Worth {
  readonly isWorth: boolean;
  readonly isOver: boolean;
}

async function keepClosed(desk: Desk, { isWorth, isOver }: Worth): Promise<number | undefined> {
  const { current, next, world, group } = desk;
  const isByUs = current.state?.closed === true;
  const news = newsBetween(current.state, next);
  if (isWorth && (isByUs || news.moved)) {
    await say(current.issue.number, newsComment("There is drift again.", news, group), world);
    await change(desk, next, { state: "open", stateReason: "reopened" });
    return current.issue.number;
  }
  // What a person has closed is over: should the very same come back, it is news.
  if (isOver && news.moved && !isByUs) await change(desk, next, {});
  return undefined;
}

/** Comments, before the change that it tells of. Where the conversation is locked the issue alone has to do. */
async function say(number: number, words: string, { github, runner }: World): Promise<void> {
  try {
    await github.issues.comment(number, words);
  } catch (error) {
    if (!isLocked(error)) throw error;
    runner.warning("issues", `#${number} is locked: nobody is told by a comment there.`);
  }
}

/** Whether the issue says the same already, and says so since today. */
function isAsItWas(desk: Desk): boolean {
  const { current, next } = desk;
  const { state, issue } = current;
  if (state === undefined || state.closed === true) return false;
  const isToday = state.looked.slice(0, 10) === next.looked.slice(0, 10);
  return (
    isToday &&
    issue.title === driftTitle(desk.group.organizations) &&
    issue.body === bodyOf(desk, { ...next, looked: state.looked })
  );
}

function bodyOf({ current, world, ...keeping }: Desk, state: State): string {
  return issueBody({
    ...keeping,
    mark: current.mark,
    state,
    body: current.issue.body,
    runUrl: world.run.url,
  });
}

async function change(desk: Desk, state: State, more: IssueChange): Promise<void> {
  const { world, current } = desk;
  const title = driftTitle(desk.group.organizations);
  const named = title === current.issue.title ? {} : { title };
  await world.github.issues.update(current.issue.number, { ...named, body: bodyOf(desk, state), ...more });
}

/**
 * Closes the open issues that are kept for nothing any more: their group is gone, or issues are kept in another way now.
 * Not while something that they may be about is unread.
 */
export async function closeForgotten(
  groups: readonly Group[],
  { own, kind }: { readonly own: readonly OwnIssue[]; readonly kind: GroupKind },
  world: World,
): Promise<void> {
  const kept = new Set(groups.map(({ kind: each, name }) => `${each}:${name}`));
  const organizations = groups.flatMap((group) => group.organizations);
  const forgotten = own
    .filter(({ issue, mark }) => issue.state === "open" && !kept.has(`${mark.kind}:${mark.name}`))
    .filter((each) => !isInDoubt(each, organizations))
    .sort((a, b) => compareText(issueMark(a.mark), issueMark(b.mark)) || a.issue.number - b.issue.number);
  for (const { issue, mark } of forgotten) {
    const words =
      mark.kind === kind
        ? `No manifest and no record speaks of this ${kind} any more.`
        : `Issues are kept by ${kind} now.`;
    await say(issue.number, sentence(words, world.run.url), world);
    await world.github.issues.update(issue.number, { state: "closed", stateReason: "completed" });
  }
}
