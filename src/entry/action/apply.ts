/** `command: apply`: makes the systems what the default branch says, as far as it was reviewed. */
import {
  clients,
  connectors,
  movedSinceRecords,
  type ReconcileRequest,
  type Reconciliation,
  reconcile,
} from "../../index.ts";
import type { BranchRecords } from "../../io/record-branch.ts";
import type { Diagnostic, Outcome } from "../../model/contract.ts";
import { renderDiagnosticsMarkdown } from "../../report/index.ts";
import { annotateProblems } from "./annotate.ts";
import { refuseUnknown } from "./named.ts";
import { tell, tellOutcome, tellPlan } from "./outputs.ts";
import { type Manifests, manifestsAt, projectAt } from "./project.ts";
import { type Reviews, reviewsUpTo } from "./reviewed.ts";
import { showApply, showNothing } from "./show-apply.ts";
import { openSink } from "./sink.ts";
import { type Ended, type FailureReason, recordsOf, type World } from "./world.ts";

/** Characters of the summary, of up to three bytes. */
const TEXT_LIMIT = 250_000;

/** The default branch as it is applied. */
export interface Applying {
  readonly head: string;
  readonly project: ReconcileRequest["project"];
  readonly manifests: Manifests;
  readonly notes: readonly Diagnostic[];
}

/** Applies the default branch's head: never an older commit that was pushed meanwhile. */
export async function apply(world: World): Promise<Ended> {
  const { github, trigger, runner } = world;
  const branch = await github.git.defaultBranch();
  if (trigger.event === "pull-request" || trigger.event === "merge-group")
    return {
      reason: "configuration",
      message: "`command: apply` runs on push, schedule and workflow_dispatch.",
    };
  if (trigger.event === "push" && trigger.branch !== branch) {
    runner.notice("apply", `Nothing is applied: the push is not to ${branch}, the default branch.`);
    return {};
  }
  const read = await headOf(branch, world);
  if (!read.ok) return await invalid(read.diagnostics, world);
  const records = recordsOf(world);
  const lease = await records.acquire();
  if (!lease.ok) {
    const message = `Run ${lease.by.id} has been applying since ${lease.since}. This one stops; the next apply makes good for it.`;
    return { reason: "locked", message };
  }
  try {
    return await applied(read.value, records, world);
  } finally {
    await released(records, world);
  }
}

/** A lease that cannot be given back ends with its run: no reason to hide how the apply ended. */
async function released(records: BranchRecords, { runner }: World): Promise<void> {
  try {
    await records.release();
  } catch (error) {
    runner.warning(
      "record",
      `The lease was not given back: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** The default branch's head, understood. */
export async function headOf(
  branch: string,
  { github, repository, inputs }: World,
): Promise<
  | { readonly ok: true; readonly value: Applying }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }
> {
  const head = (await github.git.headOf(branch)) ?? "";
  const file = await projectAt(repository, head);
  if (file === undefined) return { ok: false, diagnostics: [missing(inputs["working-directory"], branch)] };
  if (!file.ok) return file;
  const manifests = await manifestsAt(repository, head, file.value.project);
  if (!manifests.ok) return manifests;
  const notes = [...file.value.diagnostics, ...manifests.value.diagnostics];
  return { ok: true, value: { head, project: file.value.project, manifests: manifests.value, notes } };
}

function missing(folder: string, branch: string): Diagnostic {
  return {
    code: "project/missing",
    severity: "error",
    message: `There is no orgwright.yaml on ${branch}${folder === "" ? "" : ` in ${folder}`}.`,
    fix: "Set `working-directory` to its folder.",
  };
}

async function applied(applying: Applying, records: BranchRecords, world: World): Promise<Ended> {
  const { runner, version, environment, now, inputs } = world;
  const { project, manifests, notes, head } = applying;
  const open = clients(project, {
    environment,
    userAgent: `orgwright-action/${version}`,
    onSecret: (value) => runner.mask(value),
  });
  const known = await records.all();
  const request: ReconcileRequest = {
    project,
    documents: manifests.documents,
    notes,
    connectors,
    readClient: open.read,
    records: known,
    now,
    scope: inputs.scope,
  };
  const only = organizationsOf(request, world);
  if (only?.length === 0) {
    await showNothing(world);
    return {};
  }
  const reviews = reviewsUpTo({ records: known, head }, world);
  const secrets = await openSink(project, runner);
  const result = await reconcile({
    ...request,
    ...(only === undefined ? {} : { only }),
    ...(inputs.scope === "due" ? {} : { review: (plan) => reviews.of(plan) }),
    writing: {
      writeClient: open.write,
      records,
      commit: head,
      // Before anything is written: a plan that cannot be kept is not applied.
      confirm: async (plan) => {
        await tellPlan(plan, world);
        return true;
      },
      onChange: ({ status, action, address }) => runner.info(`${status}: ${action} ${address}`),
      ...(secrets === undefined ? {} : { secrets }),
    },
  });
  return await told(result, { applying, reviews }, world);
}

/** Named ones; else what git has moved; for what is due all. */
function organizationsOf(request: ReconcileRequest, { inputs }: World): readonly string[] | undefined {
  const { documents, records } = request;
  refuseUnknown(inputs.organizations, [
    ...documents.organizations.map(({ value }) => value.metadata.name),
    ...records.map(({ organization }) => organization),
  ]);
  if (inputs.organizations.length > 0) return inputs.organizations;
  return inputs.scope === "due" ? undefined : movedSinceRecords(request);
}

interface Context {
  readonly applying: Applying;
  readonly reviews: Reviews;
}

async function told(result: Reconciliation, { applying, reviews }: Context, world: World): Promise<Ended> {
  if (!result.valid || result.outcome === undefined) return await invalid(result.diagnostics, world);
  const { plan, outcome, unremembered = [] } = result;
  await tellPlan(plan, world);
  await tellOutcome(outcome, world);
  await showApply({ plan, outcome, seen: await reviews.seen(), head: applying.head }, world);
  for (const { message, fix = "" } of unremembered) world.runner.error("record", `${message} ${fix}`);
  const end = endOf(outcome);
  return end.reason === undefined && unremembered.length > 0
    ? { reason: "github", message: "What was applied could not be remembered on the record branch." }
    : end;
}

const worst: readonly (readonly [Outcome["organizations"][number]["status"], FailureReason, string])[] = [
  ["failed", "unread", "An organization could not be read or planned."],
  ["partial", "apply-failed", "Changes failed. The next apply goes on with what is left."],
  ["stopped", "unreviewed", "An organization stopped: what would change was not shown in a reviewed plan."],
  ["blocked", "blocked", "A guard holds changes."],
];

/** How an apply ends its step, the worst first. */
export function endOf({ organizations }: Outcome): Ended {
  const found = worst.find(([status]) => organizations.some((each) => each.status === status));
  return found === undefined ? {} : { reason: found[1], message: found[2] };
}

async function invalid(diagnostics: readonly Diagnostic[], world: World): Promise<Ended> {
  await tell(world, { verdict: "invalid" });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  annotateProblems(errors, world);
  await world.runner.summary(renderDiagnosticsMarkdown(diagnostics, { limit: TEXT_LIMIT }));
  const count = errors.length === 1 ? "1 problem" : `${errors.length} problems`;
  return {
    reason: "invalid",
    message: `The default branch is not valid: ${count}. Nothing was applied.`,
  };
}
