/**
 * The whole story: manifests → desired → live → plan → (apply → outcome → record). One straight function;
 * `plan`, `drift` and `apply` differ only in whether writing is given to it.
 */
import { apply } from "./apply/apply.ts";
import { isAccepted, stopUnreviewed } from "./apply/reviewed.ts";
import { check } from "./check.ts";
import { type Connected, connect, facts, withDialects } from "./connections.ts";
import { withHistory } from "./history.ts";
import { asOneChange, currentChange, isBegun } from "./io/http-change.ts";
import { lastLook } from "./last-look.ts";
import type { Resolution } from "./manifest/index.ts";
import type { Connector } from "./model/connector.ts";
import type { Diagnostic, OrganizationPlan, Outcome, Plan } from "./model/contract.ts";
import { hasErrors, sortDiagnostics } from "./model/diagnostic.ts";
import { InternalError } from "./model/errors.ts";
import type { OrganizationRecord } from "./model/record.ts";
import type { Review } from "./model/review.ts";
import { tellingMovers } from "./movers.ts";
import { plan } from "./plan/plan.ts";
import { countedReads, withPrice } from "./pricing.ts";
import { readAll } from "./reading.ts";
import { completedBefore, places, type Resumed, recovered, resumed } from "./recovering.ts";
import { remembering } from "./remembering.ts";
import type { ReconcileRequest, Writing } from "./request.ts";
import { type Undo, undoOf } from "./undoing.ts";

/** Invalid manifests end the story before the first request; else there is a plan, and an outcome where writing was given and confirmed. */
export type Reconciliation =
  | { readonly valid: false; readonly diagnostics: readonly Diagnostic[] }
  | {
      readonly valid: true;
      readonly diagnostics: readonly Diagnostic[];
      readonly plan: Plan;
      readonly outcome?: Outcome;
      /** What of the outcome could not be remembered. */
      readonly unremembered?: readonly Diagnostic[];
      /** How the outcome is taken back, where it was asked for and something was changed. */
      readonly undo?: Undo;
      /** What runs that were cut off have done, where there were any. */
      readonly resumed?: Resumed;
    };

/** Plans, and applies where writing is given. Throws only for our own bugs, and when the journal cannot be begun. */
export async function reconcile(asked: ReconcileRequest): Promise<Reconciliation> {
  const { request, organizations, approvals, acknowledgements, diagnostics } = await understand(asked);
  if (hasErrors(diagnostics)) return { valid: false, diagnostics };
  const { project, now, earlier = [], writing } = request;

  const reads = countedReads(request.readClient);
  const connections = connect({ ...request, readClient: reads.readClient });
  const inputs = await readAll(organizations, request, connections);
  const compared = plan({
    organizations: inputs,
    guards: project.guards ?? {},
    invitations: project.invitations ?? {},
    approvals,
    acknowledgements,
    now,
    notes: sortDiagnostics([...(request.notes ?? []), ...diagnostics]),
    ...(request.scope === undefined ? {} : { scope: request.scope }),
    ...(request.only === undefined ? {} : { only: request.only }),
  });
  const { maxRate } = request;
  const rate = maxRate === undefined ? {} : { maxRate };
  const priced = withPrice(compared, { connections, reads: reads.counts(), ...rate });
  const planned = request.history === true ? await withHistory(priced, inputs, connections, { now }) : priced;
  const names = [
    ...organizations.map(({ name }) => name),
    ...request.records.map((each) => each.organization),
  ];
  const before = resumed(earlier, planned, new Set(names));
  const known = { valid: true, diagnostics, plan: planned, ...(before && { resumed: before }) } as const;
  if (writing === undefined || !(await writing.confirm(planned, before))) return known;
  return {
    ...known,
    ...(await written({ request, writing, plan: planned, inputs, connections, before }, asked)),
  };
}

interface Confirmed {
  readonly request: ReconcileRequest;
  readonly writing: Writing;
  readonly plan: Plan;
  readonly inputs: Awaited<ReturnType<typeof readAll>>;
  readonly connections: ReadonlyMap<string, Connected>;
  readonly before: Resumed | undefined;
}

/** Writes what is confirmed and reviewed, between the first line of the journal and its last. */
async function written(
  { request, writing, plan: planned, inputs, connections, before }: Confirmed,
  asked: Pick<ReconcileRequest, "records">,
): Promise<{
  readonly outcome: Outcome;
  readonly unremembered: readonly Diagnostic[];
  readonly undo?: Undo;
}> {
  const { project, now, earlier = [], review } = request;
  const { secrets, stop } = writing;
  const seen = await review?.(planned);
  const reviewed = seen && { ...seen, created: { ...madeBefore(request.records), ...seen.created } };
  const accepts = (organization: OrganizationPlan) =>
    reviewed === undefined || isAccepted(organization, reviewed);
  const at = new Date(now).toISOString();
  const journal = changesSomething(planned, earlier) ? writing.journal : undefined;
  await journal?.begin({ plan: planned.digest, at, connections: places(project) });
  const memory = remembering({ inputs, plan: planned, accepts }, request, writing);
  await memory.restore(request.records.filter((record) => !asked.records.includes(record)));
  const outcome = await apply({
    plan: planned,
    writerOf: writers(connections, writing),
    stopped: reviewed === undefined ? new Map() : stopUnreviewed(planned, reviewed),
    concurrencyOf: (name) => project.connections[name]?.pace?.concurrency,
    held: completedBefore(earlier, planned),
    oneChange: asOneChange,
    isBegun: () => isBegun(currentChange()),
    lastLook: lastLook(inputs, planned, request),
    whoMoved: tellingMovers(inputs, connections, now),
    ...(journal === undefined ? {} : { journal }),
    ...(secrets === undefined ? {} : { secrets }),
    ...(stop === undefined ? {} : { stop }),
    onChange: async (result) => {
      writing.onChange?.(result);
      await memory.note(result);
    },
  });
  await memory.keep(outcome);
  const unremembered = memory.lost();
  // What is remembered nowhere else the next run has to find in the journal. Left open it makes that run look again, no
  // worse; the outcome is told in any case.
  if (unremembered.length === 0) await journal?.end(before?.left).catch(() => undefined);
  const { manifestsAt } = writing;
  const undo = manifestsAt && (await undoOf({ plan: planned, outcome, inputs, request, manifestsAt }));
  return { outcome, unremembered, ...(undo === undefined ? {} : { undo }) };
}

/** The system's ids of what applies that did not come to their end have made: what refers to them was shown by address. */
function madeBefore(records: readonly OrganizationRecord[]): NonNullable<Review["created"]> {
  return Object.fromEntries(records.flatMap(({ attempted }) => Object.entries(attempted?.created ?? {})));
}

/** What neither writes nor goes on needs no journal. */
function changesSomething({ organizations }: Plan, earlier: readonly unknown[]): boolean {
  return earlier.length > 0 || organizations.some(({ changes }) => changes.length > 0);
}

/**
 * The manifests' meaning; once more where a connection leaves its dialect open and the system has said which it speaks.
 * The records know then what runs that were cut off have done.
 */
async function understand(
  asked: ReconcileRequest,
): Promise<Resolution & { readonly request: ReconcileRequest }> {
  const first = check(asked);
  const used = new Set(first.organizations.map(({ connection }) => connection));
  const request = hasErrors(first.diagnostics) ? asked : await withDialects(asked, used);
  const meant = request === asked ? first : check(request);
  return { ...meant, request: { ...request, records: records(request, meant.organizations) } };
}

function records(
  request: ReconcileRequest,
  organizations: Resolution["organizations"],
): readonly OrganizationRecord[] {
  const { earlier = [], records: kept } = request;
  if (earlier.length === 0) return kept;
  const known = facts(request);
  const listsPending = (name: string) => known.get(name)?.kinds.member?.invitation.listed ?? false;
  return recovered(earlier, { records: kept, organizations, listsPending });
}

function writers(connections: ReadonlyMap<string, Connected>, { writeClient }: Writing) {
  const open = new Map<string, ReturnType<Connector["writer"]>>();
  return (name: string) => {
    const connection = connections.get(name);
    if (connection === undefined) throw new InternalError(`There is no connection ${name}.`);
    const writer = open.get(name) ?? connection.connector.writer(connection.settings, writeClient(name));
    open.set(name, writer);
    return writer;
  };
}
