/**
 * The way back from an apply: the plan that the manifests before would have now, and what reverting them cannot take back.
 * What is live is read again for it, so that its changes are, by their ids, those of the plan after a revert (law 9).
 */
import { remember } from "./apply/remember.ts";
import { type Connected, connect } from "./connections.ts";
import type { Diagnostic, Outcome, Plan } from "./model/contract.ts";
import { compareText, sortDiagnostics } from "./model/diagnostic.ts";
import type { OrganizationRecord } from "./model/record.ts";
import { digest } from "./plan/digest.ts";
import type { FailedInput, OrganizationInput } from "./plan/input.ts";
import { isFailed, plan } from "./plan/plan.ts";
import { recall } from "./plan/recall.ts";
import { isDone, leftBehind } from "./plan/undo-left.ts";
import { notRead, slugMoved } from "./plan/undo-words.ts";
import { readOne, type Wanted } from "./reading.ts";
import type { ReconcileRequest } from "./request.ts";
import { type Applied, type Earlier, earlierManifests, type ManifestsAt } from "./undoing-earlier.ts";

/** What an apply was, and how to come by the manifests before it. */
export interface UndoRequest {
  readonly plan: Plan;
  readonly outcome: Outcome;
  /** What the plan was made of. */
  readonly inputs: readonly (OrganizationInput | FailedInput)[];
  readonly request: ReconcileRequest;
  readonly manifestsAt: ManifestsAt;
}

/** The way back. */
export interface Undo {
  /** Of the organizations that the apply has changed; to be applied as a reviewed plan once the manifests are reverted. */
  readonly plan: Plan;
  /** What it cannot take back, and what it costs; the plan carries them too. */
  readonly diagnostics: readonly Diagnostic[];
  /** The commits whose manifests it goes back to: mostly one. */
  readonly commits: readonly string[];
}

/** An organization on its way back. */
interface Back {
  readonly earlier: Earlier;
  /** What is live after the apply, beside what the manifests before want. */
  readonly input: OrganizationInput;
}

type Step = Back | { readonly problem: Diagnostic };

/**
 * The way back from an apply; undefined where it has changed nothing. Reads the changed organizations once more and writes
 * nothing. One that cannot be read, or whose manifests before cannot be had, is left out, and a diagnostic says so: throws
 * only for our own bugs.
 */
export async function undoOf(asked: UndoRequest): Promise<Undo | undefined> {
  const { request, manifestsAt } = asked;
  const applied = appliedOf(asked);
  if (applied.length === 0) return undefined;
  const before = earlierManifests(request, manifestsAt);
  // Readers remember what they were told: these are new ones.
  const connections = connect(request);
  const steps = await Promise.all(
    applied.map(async (each): Promise<Step> => {
      const found = await before(each);
      return "problem" in found ? found : await readAgain(found, request, connections);
    }),
  );
  return undoWith(steps, request);
}

function appliedOf({ plan: { organizations }, outcome, inputs }: UndoRequest): readonly Applied[] {
  const plans = new Map(organizations.map((each) => [each.name, each]));
  const read = new Map(inputs.map((each) => [each.organization.name, each]));
  return outcome.organizations.flatMap((each): readonly Applied[] => {
    const own = plans.get(each.name);
    const input = read.get(each.name);
    const isChanged = each.results.some((result) => isDone(result) || result.status === "unknown");
    if (!isChanged || own === undefined || input === undefined || isFailed(input)) return [];
    return [{ input, plan: own, outcome: each }];
  });
}

async function readAgain(
  earlier: Earlier,
  request: ReconcileRequest,
  connections: ReadonlyMap<string, Connected>,
): Promise<Step> {
  const { project, connectors, now } = request;
  const memories = { project, connectors, now, documents: earlier.documents };
  const input = await readOne(wanted(earlier, request), memories, connections);
  if (!isFailed(input)) return { earlier, input };
  return {
    problem: notRead(earlier.plan.name, input.failure.map(({ message }) => message).join(" ")),
  };
}

/** The organization with its memory as this apply leaves it; the slug of now counts as an earlier one, so that it is found. */
function wanted(earlier: Earlier, request: ReconcileRequest): Wanted {
  const { key } = earlier.organization;
  const { slug: now } = earlier.input.organization.key;
  const slugs = [...key.previousSlugs, ...(now === undefined ? [] : [now])];
  const previousSlugs = [...new Set(slugs)].filter((slug) => slug !== key.slug);
  const organization = { ...earlier.organization, key: { ...key, previousSlugs } };
  const record = recall([organization], [remembered(earlier, request)]).records.get(organization.name);
  return { organization, record, satisfiedNames: [], forgotten: false };
}

/** What the apply remembers: with it a plan tells what it would tell after a revert. */
function remembered(
  { input, plan: own, outcome }: Earlier,
  { now, scope, writing }: ReconcileRequest,
): OrganizationRecord {
  const { organization, resources, declared, live, record, kinds } = input;
  return remember({
    organization,
    resources,
    plan: own,
    outcome,
    declared,
    live,
    pendingListed: kinds.member?.invitation.listed ?? false,
    previous: record,
    now,
    commit: writing?.commit,
    desired: digest(declared),
    accepted: true,
    ...(scope === "due" ? { due: { declared: record?.declared ?? {}, isWhole: false } } : {}),
  });
}

/** The plan of all that could be read, with what it leaves. */
function undoWith(steps: readonly Step[], { project, now }: ReconcileRequest): Undo {
  const ways = steps.flatMap((step) => ("problem" in step ? [] : [step]));
  const back = plan({
    organizations: ways.map(({ input }) => input),
    guards: project.guards ?? {},
    invitations: project.invitations ?? {},
    approvals: [],
    now,
  });
  const byName = new Map(back.organizations.map((each) => [each.name, each]));
  const left = ways.flatMap(({ earlier }) => {
    const undo = byName.get(earlier.organization.name);
    const { plan: own, outcome } = earlier;
    return undo === undefined ? [] : leftBehind({ plan: own, results: outcome.results, undo });
  });
  const problems = steps.flatMap((step) => ("problem" in step ? [step.problem] : slugOf(step.earlier)));
  const diagnostics = sortDiagnostics([...problems, ...left]);
  const commits = new Set(ways.flatMap(({ earlier: { commit } }) => commit ?? []));
  return { plan: { ...back, diagnostics }, diagnostics, commits: [...commits].sort(compareText) };
}

function slugOf({ plan: own, organization, input }: Earlier): readonly Diagnostic[] {
  const [before, now] = [organization.key.slug, input.organization.key.slug];
  const isMoved = before !== undefined && now !== undefined && before !== now;
  return isMoved && organization.key.id === undefined ? [slugMoved(own.name, now, before)] : [];
}
