/**
 * Desired and live in, a plan out: compared, guarded, ordered, named. Pure: no clock, no files, no requests;
 * the same input gives the same bytes.
 */
import type { Change, Counts, OrganizationPlan, Plan, Verdict } from "../model/contract.ts";
import { compareText, hasErrors } from "../model/diagnostic.ts";
import { acknowledger } from "./acknowledge.ts";
import { digest, naturalKey, organizationDigest, planDigest } from "./digest.ts";
import { guard, type Judgement } from "./guards/guard.ts";
import type { FailedInput, OrganizationInput, PlanInput } from "./input.ts";
import { tie } from "./moves.ts";
import { order } from "./order.ts";
import { type Outline, outline } from "./outline.ts";

/** The plan for all organizations; with `only`, for those, after the guards over the whole were judged. */
export function plan(input: PlanInput): Plan {
  const read = input.organizations.filter((each): each is OrganizationInput => !isFailed(each));
  const all = tie(
    read.map((each) => outline(each, input)),
    input.only,
  );
  const outlines = input.scope === "due" ? onlyDue(all) : all;
  const judgement = guard(outlines, input);
  const planned = [
    ...outlines.map((each) => organizationPlan(each, judgement, input)),
    ...input.organizations.filter(isFailed).map(failedPlan),
  ];
  const kept = planned
    .filter(({ name }) => input.only === undefined || input.only.includes(name))
    .sort((a, b) => compareText(a.name, b.name));
  return {
    formatVersion: 1,
    verdict: worst(kept.map(({ verdict }) => verdict)),
    digest: planDigest(kept),
    counts: sum(kept.map(({ counts }) => counts)),
    organizations: kept,
    stages: order(kept.flatMap(({ changes }) => changes)),
    guards: judgement.whole,
    diagnostics: input.notes ?? [],
  };
}

/** What time alone has moved; a due change that needs another that is not due waits for it. */
function onlyDue(outlines: readonly Outline[]): readonly Outline[] {
  const all = outlines.flatMap(({ changes }) => changes.map(({ change }) => change));
  const byAddress = new Map(all.map((change) => [change.address, change]));
  const isDue = (change: Change | undefined): boolean =>
    change === undefined ||
    (change.cause === "due" && change.dependsOn.every((address) => isDue(byAddress.get(address))));
  return outlines.map((each) => ({ ...each, changes: each.changes.filter(({ change }) => isDue(change)) }));
}

/** Whether an organization could not be read. */
export function isFailed(input: OrganizationInput | FailedInput): input is FailedInput {
  return "failure" in input;
}

const severity: readonly Verdict[] = ["empty", "applicable", "blocked", "failed"];

/** The worst of verdicts; empty for none. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return severity[Math.max(0, ...verdicts.map((verdict) => severity.indexOf(verdict)))] ?? "empty";
}

function organizationPlan(
  outlined: Outline,
  { organizations, blockedBy }: Judgement,
  whole: Pick<PlanInput, "acknowledgements" | "now">,
): OrganizationPlan {
  const { input, waiting, forPerson, unmanaged, released, observed, diagnostics, unchanged } = outlined;
  const { organization, settings, record } = input;
  const acknowledge = acknowledger(organization.name, whole);
  const changes = outlined.changes.map(
    ({ change }): Change => acknowledge({ ...change, blockedBy: blockedBy(organization.name, change) }),
  );
  return {
    name: organization.name,
    connection: organization.connection,
    system: settings.system,
    key: naturalKey(organization),
    verdict: verdictOf(changes, hasErrors(diagnostics)),
    digest: organizationDigest(changes),
    manifestDigest: digest(organization.manifest),
    desiredDigest: digest(input.declared),
    classified: record?.appliedAt !== undefined,
    counts: count(outlined, changes, unchanged),
    changes,
    waiting,
    forPerson,
    unmanaged,
    released,
    observed,
    guards: organizations.get(organization.name) ?? [],
    diagnostics,
  };
}

function verdictOf(changes: readonly Change[], broken: boolean): Verdict {
  if (broken) return "failed";
  if (changes.length === 0) return "empty";
  return changes.some(({ blockedBy }) => blockedBy.length > 0) ? "blocked" : "applicable";
}

function failedPlan({ organization, settings, failure }: FailedInput): OrganizationPlan {
  return {
    name: organization.name,
    connection: organization.connection,
    system: settings?.system ?? "unknown",
    key: naturalKey(organization),
    verdict: "failed",
    digest: organizationDigest([]),
    manifestDigest: digest(organization.manifest),
    desiredDigest: digest(null),
    classified: false,
    counts: sum([]),
    changes: [],
    waiting: [],
    forPerson: [],
    unmanaged: [],
    released: [],
    observed: [],
    guards: [],
    diagnostics: failure,
  };
}

function count(outlined: Outline, changes: readonly Change[], unchanged: number): Counts {
  const actions = (action: Change["action"]) => changes.filter((change) => change.action === action).length;
  return {
    create: actions("create"),
    update: actions("update"),
    replace: actions("replace"),
    delete: actions("delete"),
    waiting: outlined.waiting.length,
    forPerson: outlined.forPerson.length,
    unmanaged: outlined.unmanaged.length,
    released: outlined.released.length,
    observed: outlined.observed.length,
    mails: changes.reduce((mails, change) => mails + mailsOf(change), 0),
    unchanged,
  };
}

/** An invitation whose token is handed out is no mail. */
function mailsOf({ mails, secret }: Change): number {
  return secret === undefined ? mails : 0;
}

/** Counts added up. */
export function sum(all: readonly Counts[]): Counts {
  const empty: Counts = {
    create: 0,
    update: 0,
    replace: 0,
    delete: 0,
    waiting: 0,
    forPerson: 0,
    unmanaged: 0,
    released: 0,
    observed: 0,
    mails: 0,
    unchanged: 0,
  };
  return all.reduce(
    (total, counts) =>
      Object.fromEntries(
        Object.entries(total).map(([key, value]) => [key, value + counts[key as keyof Counts]]),
      ) as unknown as Counts,
    empty,
  );
}
