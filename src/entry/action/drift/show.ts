/** What drift looks like on GitHub: the summary, issues, pull requests that adopt, and the outputs with their numbers. */
import type { Source } from "../../../index.ts";
import { GitHubError } from "../../../io/github/index.ts";
import type { OrganizationPlan } from "../../../model/contract.ts";
import { compareText } from "../../../model/diagnostic.ts";
import { isTold } from "../../../report/drift-severity.ts";
import { renderDriftMarkdown } from "../../../report/index.ts";
import { tell } from "../outputs.ts";
import { ifPermitted, type World } from "../world.ts";
import { type Adopted, keepAdoption } from "./adopt.ts";
import type { Adoption } from "./adopt-text.ts";
import type { Adopting } from "./adopting.ts";
import { type Attempts, type Group, type GroupKind, groupsOf, isUnread } from "./groups.ts";
import { ACKNOWLEDGE_HOW } from "./issue-text.ts";
import { closeForgotten, issuesFor, keepIssue, type OwnIssue, ownIssues } from "./issues.ts";
import { fingerprintOf } from "./items.ts";
import { revertWays } from "./revert.ts";
import { type AdoptMemory, firstSeen, stateIn } from "./state.ts";

/** Characters, of up to three bytes; the summary holds a megabyte. */
const TEXT_LIMIT = 250_000;

/** What was found. */
export interface Drifted {
  readonly organizations: readonly OrganizationPlan[];
  /** Every organization that a manifest or a record speaks of, looked at or not. */
  readonly known: readonly { readonly name: string; readonly connection: string }[];
  readonly attempts: Attempts;
  /** Where manifests are changed. */
  readonly onto: { readonly branch: string; readonly commit: string };
  readonly sources: readonly Source[];
  /** The edits that adopt what live has moved of an organization. */
  readonly adopt: (organization: OrganizationPlan) => Adoption;
}

/** Issues of ours; undefined where none are kept, or none can be seen. */
type Own = readonly OwnIssue[] | undefined;

/** Shows it all: the summary first, so that it is there whatever GitHub refuses afterwards. */
export async function showDrift(drifted: Drifted, world: World): Promise<void> {
  const own = await listed(world);
  await summarize(drifted, own, world);
  const { adopted, failures } = world.inputs.adopt ? await adoptAll(drifted, own, world) : NONE_ADOPTED;
  const issues = await keepAll(drifted, { own, adopted }, world);
  await linkIssues(drifted, { issues, adopted }, world);
  const numbers = [...issues.values()].sort((a, b) => a - b);
  const pulls = [...adopted.values()].flatMap(({ pull }) => pull ?? []).sort((a, b) => a - b);
  await tell(world, { issues: numbers.join(","), "pull-request": pulls.join(",") });
  await world.runner.summary(closing(numbers, pulls, adopted));
  // Only now: nobody's issue waits for a pull request.
  if (failures.length > 0) throw failures[0];
}

function closing(
  issues: readonly number[],
  pulls: readonly number[],
  adopted: ReadonlyMap<string, Adopted>,
): string {
  const words = (title: string, numbers: readonly number[]): string =>
    numbers.length === 0 ? "" : `\n${title}: ${numbers.map((number) => `#${number}`).join(", ")}\n`;
  const folds = [...adopted.values()].flatMap(({ fold }) => fold ?? []);
  return [words("Issues", issues), words("Adopted by", pulls), ...folds].join("");
}

async function listed(world: World): Promise<Own> {
  if (world.inputs.issues === "none") return undefined;
  try {
    return await ifPermitted(world, "The list of issues", () => ownIssues(world));
  } catch (error) {
    if (!(error instanceof GitHubError && error.status === 410)) throw error;
    world.runner.warning(
      "issues",
      "The repository has issues switched off: the drift is in the job's summary alone.",
    );
    return undefined;
  }
}

async function summarize({ organizations, attempts }: Drifted, own: Own, world: World): Promise<void> {
  const all = [...organizations].sort((a, b) => compareText(a.name, b.name));
  // Without issues nobody knows what is new.
  const unknown = Object.fromEntries(all.flatMap(({ changes }) => changes.map(({ id }) => [id, ""])));
  const seen =
    own === undefined
      ? unknown
      : firstSeen(
          all,
          own.map(({ state }) => state),
        );
  const text = renderDriftMarkdown(all, {
    limit: TEXT_LIMIT,
    now: new Date(world.now).toISOString(),
    firstSeen: seen,
    attempted: attempts,
    revert: revertWays(all, world.run.url),
    acknowledgeHow: ACKNOWLEDGE_HOW,
  });
  await world.runner.summary(`### Orgwright drift\n\n${text}`);
}

/** The kind of group that issues are kept for. */
function kindOf({ inputs }: World): GroupKind {
  return inputs.issues === "connection" ? "connection" : "organization";
}

interface Adoptions {
  readonly adopted: ReadonlyMap<string, Adopted>;
  /** Why organizations were not adopted, where that ends the run badly. */
  readonly failures: readonly unknown[];
}

const NONE_ADOPTED: Adoptions = { adopted: new Map(), failures: [] };

/**
 * Organizations with drift, and those that a pull request was kept for. Of one that was not read nothing is touched; one
 * that fails stops no other.
 */
async function adoptAll(drifted: Drifted, own: Own, world: World): Promise<Adoptions> {
  const adopted = new Map<string, Adopted>();
  const failures: unknown[] = [];
  for (const group of groupsOf(drifted.organizations, kindOf(world))) {
    const [known] = issuesFor(group, own ?? []);
    for (const organization of group.organizations.filter((each) => !isUnread(each))) {
      const memory = stateIn(known?.state, organization.name)?.adopt;
      const isConcerned = organization.changes.some(isTold) || memory !== undefined || own === undefined;
      if (!isConcerned) continue;
      try {
        const asked = adoptingOf(organization, { drifted, known, memory }, world);
        adopted.set(organization.name, await keepAdoption(asked, world));
      } catch (error) {
        failures.push(error);
        warnOf(organization.name, error, world);
      }
    }
  }
  return { adopted, failures };
}

function warnOf(organization: string, error: unknown, { runner }: World): void {
  const why = error instanceof Error ? error.message : String(error);
  runner.warning("adopt", `${organization} is not adopted, and its drift is told all the same. ${why}`);
}

interface Known {
  readonly drifted: Drifted;
  readonly known: OwnIssue | undefined;
  readonly memory: AdoptMemory | undefined;
}

function adoptingOf(
  organization: OrganizationPlan,
  { drifted, known, memory }: Known,
  world: World,
): Adopting {
  const isDrifted = organization.changes.some(isTold);
  return {
    organization: organization.name,
    base: drifted.onto.branch,
    onto: drifted.onto.commit,
    fingerprint: fingerprintOf([organization]),
    adoption: isDrifted ? drifted.adopt(organization) : { files: [], adopted: [], refused: [] },
    changes: organization.changes,
    before: textsOf(drifted, world),
    ...(memory === undefined ? {} : { memory }),
    ...(known === undefined ? {} : { issue: known.issue.number }),
  };
}

function textsOf({ sources }: Drifted, { inputs }: World): ReadonlyMap<string, string> {
  const folder = inputs["working-directory"];
  return new Map(sources.map(({ file, text }) => [folder === "" ? file : `${folder}/${file}`, text]));
}

interface Kept {
  readonly own: Own;
  readonly adopted: ReadonlyMap<string, Adopted>;
}

/** The open issues by group. */
async function keepAll(
  drifted: Drifted,
  { own, adopted }: Kept,
  world: World,
): Promise<ReadonlyMap<string, number>> {
  const numbers = new Map<string, number>();
  if (own === undefined) return numbers;
  const kind = kindOf(world);
  await ifPermitted(world, "The issues", async () => {
    const groups = groupsOf(drifted.organizations, kind);
    for (const group of groups.filter((each) => isWhole(each, drifted, world))) {
      const { name } = group;
      const number = await keepIssue({ ...drifted, group, own: issuesFor(group, own), adopted }, world);
      if (number !== undefined) numbers.set(name, number);
    }
    if (world.inputs.organizations.length === 0) await closeForgotten(groups, { own, kind }, world);
  });
  return numbers;
}

/** Whether all organizations of a group were looked at: an issue on some of them would lose the others. */
function isWhole({ kind, name, organizations }: Group, { known }: Drifted, world: World): boolean {
  if (kind === "organization" || world.inputs.organizations.length === 0) return true;
  const names = new Set(organizations.map((each) => each.name));
  if (known.every((each) => each.connection !== name || names.has(each.name))) return true;
  world.runner.notice(
    "issues",
    `The issue of connection ${name} stays as it is: \`organizations\` names only some of it.`,
  );
  return false;
}

async function linkIssues(
  { organizations }: Drifted,
  {
    issues,
    adopted,
  }: { readonly issues: ReadonlyMap<string, number>; readonly adopted: ReadonlyMap<string, Adopted> },
  world: World,
): Promise<void> {
  for (const { name, organizations: own } of groupsOf(organizations, kindOf(world))) {
    const issue = issues.get(name);
    if (issue === undefined) continue;
    for (const organization of own) await adopted.get(organization.name)?.tellIssue?.(issue);
  }
}
