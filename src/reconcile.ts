/**
 * The whole story: manifests → desired → live → plan → (apply → outcome → record). One straight function;
 * `plan`, `drift` and `apply` differ only in whether writing is given to it.
 */
import { apply } from "./apply/apply.ts";
import { remember } from "./apply/remember.ts";
import { stopUnreviewed } from "./apply/reviewed.ts";
import { type Connected, connect, facts } from "./connections.ts";
import { type Resolution, resolve } from "./manifest/index.ts";
import type { Connector } from "./model/connector.ts";
import type { Diagnostic, Outcome, Plan } from "./model/contract.ts";
import { hasErrors } from "./model/diagnostic.ts";
import { InternalError } from "./model/errors.ts";
import { declaredDigests } from "./plan/digest.ts";
import { isFailed, plan } from "./plan/plan.ts";
import { readAll } from "./reading.ts";
import type { ReconcileRequest, Writing } from "./request.ts";

/** Invalid manifests end the story before the first request; else there is a plan, and an outcome where writing was given and confirmed. */
export type Reconciliation =
  | { readonly valid: false; readonly diagnostics: readonly Diagnostic[] }
  | {
      readonly valid: true;
      readonly diagnostics: readonly Diagnostic[];
      readonly plan: Plan;
      readonly outcome?: Outcome;
    };

/** Checks the manifests' meaning without any request: references, times, and what the systems can express. */
export function check(
  request: Pick<ReconcileRequest, "project" | "documents" | "connectors" | "now">,
): Resolution {
  return resolve(request.documents, { project: request.project, now: request.now, systems: facts(request) });
}

/** Plans, and applies where writing is given. Throws only for our own bugs. */
export async function reconcile(request: ReconcileRequest): Promise<Reconciliation> {
  const { project, now, reviewed, writing } = request;
  const { organizations, approvals, diagnostics } = check(request);
  if (hasErrors(diagnostics)) return { valid: false, diagnostics };

  const connections = connect(request);
  const inputs = await readAll(organizations, request, connections);
  const only = reviewed === undefined ? request.only : reviewed.organizations.map(({ name }) => name);
  const planned = plan({
    organizations: inputs,
    guards: project.guards ?? {},
    invitations: project.invitations ?? {},
    approvals,
    now,
    notes: diagnostics,
    ...(request.scope === undefined ? {} : { scope: request.scope }),
    ...(only === undefined ? {} : { only }),
  });
  if (writing === undefined || !(await writing.confirm(planned)))
    return { valid: true, diagnostics, plan: planned };

  const outcome = await apply({
    plan: planned,
    writerOf: writers(connections, writing),
    stopped: reviewed === undefined ? new Map() : stopUnreviewed(planned, reviewed),
    ...(writing.onChange === undefined ? {} : { onChange: writing.onChange }),
  });
  await keep(request, writing, { inputs, plan: planned, outcome });
  return { valid: true, diagnostics, plan: planned, outcome };
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

/** Remembers what was applied. An organization that could not be read keeps the record it had. */
async function keep(
  { records, now }: ReconcileRequest,
  writing: Writing,
  done: {
    readonly inputs: Awaited<ReturnType<typeof readAll>>;
    readonly plan: Plan;
    readonly outcome: Outcome;
  },
): Promise<void> {
  const plans = new Map(done.plan.organizations.map((each) => [each.name, each]));
  const outcomes = new Map(done.outcome.organizations.map((each) => [each.name, each]));
  for (const input of done.inputs) {
    const organizationPlan = plans.get(input.organization.name);
    const outcome = outcomes.get(input.organization.name);
    if (isFailed(input) || organizationPlan === undefined || outcome === undefined) continue;
    const { organization, resources, live, record } = input;
    if (input.forgotten && live === undefined) {
      await writing.records.remove(organization.name);
      continue;
    }
    const previous = record ?? records.find((each) => each.organization === organization.name);
    const next = remember({
      organization,
      plan: organizationPlan,
      outcome,
      declared: declaredDigests(organization, resources),
      live,
      pendingListed: input.kinds.member?.invitation.listed ?? false,
      previous,
      now,
      commit: writing.commit,
    });
    await writing.records.put(next);
    for (const name of organization.previousNames) await writing.records.remove(name);
  }
}
