/** `command: apply`: makes the systems what the default branch says, as far as it was reviewed. */
import { resolve } from "node:path";
import {
  type Moved,
  movedSinceRecords,
  type OrganizationRecord,
  places,
  type ReconcileRequest,
  type Reconciliation,
  type Resumed,
  reconcile,
} from "../../index.ts";
import { type FileJournal, openJournal } from "../../io/journal.ts";
import { takeLock } from "../../io/lock.ts";
import type { BranchRecords } from "../../io/record-branch.ts";
import type { Diagnostic, Outcome } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import { type Applying, type Asking, askingOf, headOf } from "./default-branch.ts";
import { endInvalid } from "./invalid.ts";
import { tellOutcome, tellPlan } from "./outputs.ts";
import type { Understood } from "./project.ts";
import { type Reviews, reviewsUpTo } from "./reviewed.ts";
import { showApply, showNothing } from "./show-apply.ts";
import { openSink } from "./sink.ts";
import { type Ended, type FailureReason, recordsOf, type World } from "./world.ts";

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
  const glance = await request(branch, await recordsOf(world).all(), world);
  if (!glance.ok) return await invalid(glance.diagnostics, world);
  if (chosen(glance.value, world).length === 0) {
    await showNothing(world);
    return {};
  }
  const records = recordsOf(world);
  const lease = await records.acquire();
  if (!lease.ok) {
    const message = `Run ${lease.by.id} has been applying since ${lease.since}. This one stops; the next apply makes good for it.`;
    return { reason: "locked", message };
  }
  try {
    // Again, now that nobody else can apply: what was looked at before may be old.
    const read = await request(branch, await records.all(), world);
    return read.ok ? await applied(read.value, records, world) : await invalid(read.diagnostics, world);
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

async function request(
  branch: string,
  records: readonly OrganizationRecord[],
  world: World,
): Promise<Understood<Asking>> {
  const read = await headOf(branch, world);
  return read.ok ? { ok: true, value: askingOf(read.value, records, world) } : read;
}

async function applied(asking: Asking, records: BranchRecords, world: World): Promise<Ended> {
  const { project } = asking.applying;
  const file = resolve(world.inputs.journal || `${world.temporary}/orgwright-journal.jsonl`);
  const lock = await takeLock(file, world.run.url);
  if ("holder" in lock) {
    const message = `Another apply on this machine writes to ${file}: ${lock.holder ?? "unknown"}.`;
    return { reason: "locked", message };
  }
  try {
    const journal = await openJournal(file, places(project));
    try {
      return await journaled(asking, { records, journal }, world);
    } finally {
      await journal.close();
    }
  } finally {
    await lock.release();
  }
}

interface Memories {
  readonly records: BranchRecords;
  readonly journal: FileJournal;
}

async function journaled(asking: Asking, { records, journal }: Memories, world: World): Promise<Ended> {
  const { runner, environment, stop } = world;
  const { applying, writeClient } = asking;
  const all = chosen(asking, world);
  const reviews = reviewsUpTo({ records: asking.request.records, head: applying.head }, world);
  const secrets = await openSink(applying.project, { runner, environment });
  const result = await reconcile({
    ...asking.request,
    earlier: journal.unended.writes,
    only: all.map(({ name }) => name),
    review: (plan) => reviews.of(plan),
    writing: {
      writeClient,
      records,
      journal,
      stop,
      commit: applying.head,
      // Before anything is written: a plan that cannot be kept is not applied.
      confirm: async (plan, resumed) => {
        await tellPlan(plan, world);
        if (resumed !== undefined) tellResumed(resumed, world);
        return true;
      },
      onChange: ({ status, action, address }) => runner.info(`${status}: ${action} ${address}`),
      ...(secrets === undefined ? {} : { secrets }),
    },
  });
  const quiet = new Set(all.filter(({ how }) => how !== "desired").map(({ name }) => name));
  return await told(result, { applying, reviews, quiet }, world);
}

/** Says what an apply that was killed had done, and what is lost of it. */
function tellResumed({ since, found, missing, diagnostics }: Resumed, { runner }: World): void {
  const doubt = [
    ...found.map((each) => `${each} needs nothing more`),
    ...missing.map((each) => `${each} is planned again`),
  ];
  const settled = doubt.length === 0 ? "" : ` Of what it left in doubt: ${doubt.join(", ")}.`;
  runner.notice("apply", `It goes on after the apply of ${since}, which was cut off.${settled}`);
  for (const { message, fix = "" } of diagnostics) runner.warning("secret", `${message} ${fix}`);
}

/** Named ones; else what git has moved, and all where only time's share is applied. */
function chosen({ request }: Asking, { inputs }: World): readonly Moved[] {
  const all = inputs.scope === "due" ? namesIn(request) : [];
  const named = inputs.organizations.length > 0 ? inputs.organizations : all;
  return inputs.scope === "due" || named.length > 0
    ? named.map((name): Moved => ({ name, how: "desired" }))
    : movedSinceRecords(request);
}

function namesIn({ documents }: ReconcileRequest): readonly string[] {
  return documents.organizations.map(({ value }) => value.metadata.name).sort(compareText);
}

interface Context {
  readonly applying: Applying;
  readonly reviews: Reviews;
  /** Organizations that no merge touched: what they cannot do now is no failure. */
  readonly quiet: ReadonlySet<string>;
}

async function told(
  result: Reconciliation,
  { applying, reviews, quiet }: Context,
  world: World,
): Promise<Ended> {
  if (!result.valid || result.outcome === undefined) return await invalid(result.diagnostics, world);
  const { plan, outcome, unremembered = [] } = result;
  await tellPlan(plan, world);
  await tellOutcome(outcome, world);
  await showApply({ plan, outcome, seen: await reviews.seen(), head: applying.head }, world);
  for (const { message, fix = "" } of unremembered) world.runner.error("record", `${message} ${fix}`);
  const end = endOf(outcome, quiet);
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
export function endOf({ organizations }: Outcome, quiet: ReadonlySet<string>): Ended {
  const loud = organizations.filter(({ name, status }) => !quiet.has(name) || status === "partial");
  const found = worst.find(([status]) => loud.some((each) => each.status === status));
  return found === undefined ? {} : { reason: found[1], message: found[2] };
}

/** Nothing of the default branch is applied while something in it is not valid; what is only a warning is not said then. */
async function invalid(diagnostics: readonly Diagnostic[], world: World): Promise<Ended> {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const count = errors.length === 1 ? "1 problem" : `${errors.length} problems`;
  return await endInvalid(errors, world, `The default branch is not valid: ${count}. Nothing was applied.`);
}
