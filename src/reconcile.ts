/**
 * The whole story: manifests → desired → live → plan → (apply → outcome → record). One straight function;
 * `plan`, `drift` and `apply` differ only in whether writing is given to it.
 */
import { apply } from "./apply/apply.ts";
import { isAccepted, stopUnreviewed } from "./apply/reviewed.ts";
import { check } from "./check.ts";
import { type Connected, connect, withDialects } from "./connections.ts";
import { withHistory } from "./history.ts";
import type { Resolution } from "./manifest/index.ts";
import type { Connector } from "./model/connector.ts";
import type { Diagnostic, OrganizationPlan, Outcome, Plan } from "./model/contract.ts";
import { hasErrors, sortDiagnostics } from "./model/diagnostic.ts";
import { InternalError } from "./model/errors.ts";
import { plan } from "./plan/plan.ts";
import { readAll } from "./reading.ts";
import { remembering } from "./remembering.ts";
import type { ReconcileRequest, Writing } from "./request.ts";

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
    };

/** Plans, and applies where writing is given. Throws only for our own bugs. */
export async function reconcile(asked: ReconcileRequest): Promise<Reconciliation> {
  const { request, organizations, approvals, acknowledgements, diagnostics } = await understand(asked);
  if (hasErrors(diagnostics)) return { valid: false, diagnostics };
  const { project, now, review, writing } = request;

  const connections = connect(request);
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
  const planned =
    request.history === true ? await withHistory(compared, inputs, connections, { now }) : compared;
  if (writing === undefined || !(await writing.confirm(planned)))
    return { valid: true, diagnostics, plan: planned };

  const reviewed = await review?.(planned);
  const accepts = (organization: OrganizationPlan) =>
    reviewed === undefined || isAccepted(organization, reviewed);
  const memory = remembering({ inputs, plan: planned, accepts }, request, writing);
  const outcome = await apply({
    plan: planned,
    writerOf: writers(connections, writing),
    stopped: reviewed === undefined ? new Map() : stopUnreviewed(planned, reviewed),
    ...(writing.secrets === undefined ? {} : { secrets: writing.secrets }),
    onChange: async (result) => {
      writing.onChange?.(result);
      await memory.note(result);
    },
  });
  await memory.keep(outcome);
  return { valid: true, diagnostics, plan: planned, outcome, unremembered: memory.lost() };
}

/** The manifests' meaning; once more where a connection leaves its dialect open and the system has said which it speaks. */
async function understand(
  asked: ReconcileRequest,
): Promise<Resolution & { readonly request: ReconcileRequest }> {
  const first = check(asked);
  const used = new Set(first.organizations.map(({ connection }) => connection));
  const request = hasErrors(first.diagnostics) ? asked : await withDialects(asked, used);
  return { request, ...(request === asked ? first : check(request)) };
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
