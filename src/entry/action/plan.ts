/** `command: plan`: what a merge would do, on the pull request. Nothing that it opens can write to a system. */
import {
  connectors,
  type DeclaredLater,
  type Documents,
  intend,
  joinPlans,
  later,
  type ReconcileRequest,
  reconcile,
  type ShownOrganization,
  shownOf,
} from "../../index.ts";
import type { Diagnostic, Plan, Project } from "../../model/contract.ts";
import { annotate } from "./annotate.ts";
import { endInvalid } from "./invalid.ts";
import { tell, tellPlan } from "./outputs.ts";
import { showInvalid, showPlan, showUntouched } from "./show-plan.ts";
import { type Commits, type NotLive, type Situation, understand } from "./situation.ts";
import { clientsOf, type Ended, recordsOf, type World } from "./world.ts";

/** A plan as it goes to reviewers. */
export interface Reviewable {
  readonly plan: Plan;
  readonly situation: Situation;
  readonly notLive: readonly NotLive[];
  /** What of it counts as reviewed once it was shown. */
  readonly shown: readonly ShownOrganization[];
  /** What the manifests make of it when time goes on. */
  readonly later: DeclaredLater;
}

/** Plans what the run's commit moves, and shows it. */
export async function plan(world: World): Promise<Ended> {
  const understood = await understand(world, await commitsOf(world));
  if (!understood.valid) return await invalid(understood.diagnostics, world);
  const { situation } = understood;
  if (situation.touched.length === 0) return await untouched(situation, world);
  const result = await planned(situation, world);
  if (!result.valid) return await invalid(result.diagnostics, world);
  const { reviewable } = result;
  await tellPlan(reviewable.plan, world);
  annotate(reviewable.plan, world);
  await showPlan(reviewable, world);
  return endOf(reviewable.plan);
}

/** The commits that a run compares: of a pull request GitHub's trial merge, so that what others merged meanwhile is no difference. */
export async function commitsOf({ trigger, github }: Pick<World, "trigger" | "github">): Promise<Commits> {
  switch (trigger.event) {
    case "pull-request": {
      const merge = trigger.merge === undefined ? undefined : await github.git.commit(trigger.merge);
      const [base, head] = merge?.parents ?? [];
      const isTrusted = trigger.into === (await github.git.defaultBranch());
      return merge !== undefined && base !== undefined && head === trigger.head
        ? { base, head: merge.sha, isTrusted }
        : { base: trigger.base, head: trigger.head, isTrusted };
    }
    case "merge-group":
      return { base: trigger.base, head: trigger.head, isTrusted: true };
    default: {
      const branch = await github.git.defaultBranch();
      const head = trigger.event === "push" ? trigger.head : ((await github.git.headOf(branch)) ?? "");
      return { base: head, head, isTrusted: trigger.event !== "push" || trigger.branch === branch };
    }
  }
}

type Planned =
  | { readonly valid: true; readonly reviewable: Reviewable }
  | { readonly valid: false; readonly diagnostics: readonly Diagnostic[] };

/** Live where it may be, manifests against manifests elsewhere; one plan of both. */
export async function planned(situation: Situation, world: World): Promise<Planned> {
  const excluded = new Set(situation.notLive.map(({ organization }) => organization));
  const names = situation.touched.filter((name) => !excluded.has(name));
  const live = names.length === 0 ? undefined : await reconcile(await requestOf(situation, names, world));
  if (live?.valid === false) return live;
  const found = new Set(live?.plan.organizations.map(({ name }) => name));
  const notLive = [
    ...situation.notLive.filter(({ organization }) => situation.touched.includes(organization)),
    ...names.filter((name) => !found.has(name)).map(forgotten),
  ];
  const intent = notLive.length === 0 ? undefined : intentOf(situation, notLive, world);
  if (intent?.valid === false) return intent;
  const plan = joinPlans([live?.plan, intent?.plan].filter((each) => each !== undefined));
  const { wished, base, head, touched } = situation;
  const declared = later({
    project: wished,
    connectors,
    now: world.now,
    base,
    head: head.documents,
    only: touched,
  });
  return { valid: true, reviewable: { plan, situation, notLive, shown: shownOf(plan), later: declared } };
}

function forgotten(organization: string): NotLive {
  return { organization, reason: "its manifest is gone, and nothing is remembered of it" };
}

async function requestOf(
  { project, wished, head, notes }: Situation,
  only: readonly string[],
  world: World,
): Promise<ReconcileRequest> {
  const open = clientsOf(project, world);
  return {
    project,
    documents: trusted(head.documents, project, wished),
    notes,
    connectors,
    readClient: open.read,
    records: await recordsOf(world).all(),
    now: world.now,
    only,
  };
}

/** Without what is on a connection that only the head has: nobody is asked there before the merge. */
function trusted(documents: Documents, project: Project, wished: Project): Documents {
  const isFresh = (name: string) => project.connections[name] === undefined && name in wished.connections;
  const fresh = documents.organizations.filter(({ value }) => isFresh(value.spec.connection));
  const names = new Set(fresh.map(({ value }) => value.metadata.name));
  return {
    ...documents,
    organizations: documents.organizations.filter(({ value }) => !names.has(value.metadata.name)),
    approvals: documents.approvals.filter(({ value }) => !names.has(value.spec.organization)),
    acknowledgements: documents.acknowledgements.filter(({ value }) => !names.has(value.spec.organization)),
  };
}

function intentOf({ wished, base, head, notes }: Situation, notLive: readonly NotLive[], { now }: World) {
  return intend({
    project: wished,
    connectors,
    now,
    base,
    head: head.documents,
    only: notLive.map(({ organization }) => organization),
    notes,
  });
}

/** How a plan ends a step that is about reviewing: what cannot be applied must not look as if it could. */
export function endOf({ verdict }: Plan): Ended {
  if (verdict === "failed")
    return { reason: "unread", message: "An organization could not be read or planned." };
  if (verdict === "blocked") return { reason: "blocked", message: "A guard holds changes." };
  return {};
}

async function untouched({ afterMerge }: Situation, world: World): Promise<Ended> {
  await tell(world, { verdict: "empty", changes: false, organizations: 0 });
  await showUntouched(afterMerge, world);
  return {};
}

async function invalid(diagnostics: readonly Diagnostic[], world: World): Promise<Ended> {
  const ended = await endInvalid(diagnostics, world);
  await showInvalid(diagnostics, world);
  return ended;
}
