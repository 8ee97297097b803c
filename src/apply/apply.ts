/**
 * A plan in, what happened out. Obeys the plan alone: stage by stage, nothing before what it depends on; after a
 * failure only its dependents are skipped, and no organization waits for another's luck (law 8).
 */
import type { Address } from "../model/address.ts";
import type { Writer } from "../model/connector.ts";
import type {
  Change,
  ChangeOutcome,
  Diagnostic,
  OrganizationOutcome,
  OrganizationPlan,
  Outcome,
  Plan,
} from "../model/contract.ts";
import { ConnectorError, InternalError } from "../model/errors.ts";
import { failure } from "../model/failure.ts";
import type { SecretSink } from "../model/secret.ts";
import { keep, noPlaceForSecret } from "./secrets.ts";

/** What an apply needs beside the plan. */
export interface ApplyInput {
  readonly plan: Plan;
  /** The open connection, for writing. Asked for only when there is something to write. */
  readonly writerOf: (connection: string) => Writer;
  /** Organizations that stop before their first change, with what they say. */
  readonly stopped: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Where one-time secrets go; without it changes that hand out a needed one are refused (law 11). */
  readonly secrets?: SecretSink;
  /** Told of every change that was tried or skipped, before the next stage begins. */
  readonly onChange?: (outcome: ChangeOutcome) => Promise<void>;
}

/** Applies the changes of all organizations that may go on. Never throws for a failed change. */
export async function apply(input: ApplyInput): Promise<Outcome> {
  const { plan, stopped, onChange } = input;
  const going = plan.organizations.filter(
    ({ name, verdict }) => verdict === "applicable" && !stopped.has(name),
  );
  const connectionOf = new Map(
    going.flatMap(({ changes, connection }) => changes.map(({ address }) => [address, connection])),
  );
  const changes = new Map(
    plan.organizations.flatMap((each) => each.changes.map((change) => [change.address, change])),
  );
  const results = new Map<Address, ChangeOutcome>();
  const ids = new Map<Address, string>();
  for (const stage of plan.stages) {
    const due = stage.flatMap((address) => {
      const change = changes.get(address);
      const connection = connectionOf.get(address);
      return change === undefined || connection === undefined ? [] : [{ change, connection }];
    });
    await Promise.all(
      due.map(async ({ change, connection }) => {
        const { secrets } = input;
        const progress = { results, ids, changes, ...(secrets === undefined ? {} : { secrets }) };
        const result = await attempt(change, () => input.writerOf(connection), progress);
        results.set(change.address, result);
        await onChange?.(result);
      }),
    );
  }
  return outcome(plan, stopped, results);
}

interface Progress {
  readonly results: ReadonlyMap<Address, ChangeOutcome>;
  readonly ids: Map<Address, string>;
  readonly changes: ReadonlyMap<Address, Change>;
  readonly secrets?: SecretSink;
}

async function attempt(change: Change, open: () => Writer, progress: Progress): Promise<ChangeOutcome> {
  const { id, address, action, verb } = change;
  const because = change.dependsOn.find(
    (needed) => progress.changes.has(needed) && progress.results.get(needed)?.status !== "applied",
  );
  if (because !== undefined) {
    return {
      id,
      address,
      action,
      verb,
      status: "skipped",
      because: progress.results.get(because)?.because ?? because,
    };
  }
  if (change.secret?.need === "needed" && progress.secrets === undefined) {
    return { id, address, action, verb, status: "failed", error: noPlaceForSecret(change.secret, address) };
  }
  try {
    const written = await open().write(change, { id: (wanted) => idOf(wanted, change, progress.ids) });
    if (written.id !== undefined) progress.ids.set(address, written.id);
    const kept = await keep(written.secret, change, progress.secrets);
    const made = { id, address, action, verb, ...madeBy(change, written.id) };
    if (written.unfinished === undefined) return { ...made, ...kept };
    return { ...made, ...kept, ...fate(written.unfinished, change) };
  } catch (error) {
    return { id, address, action, verb, ...fate(error, change) };
  }
}

/** The id of something new, so that an apply that goes on later knows its own work. */
function madeBy({ action }: Change, nativeId: string | undefined): Pick<ChangeOutcome, "nativeId"> {
  return action === "create" && nativeId !== undefined ? { nativeId } : {};
}

/** How a change ended that did not end well. A secret that nobody saw is said to be lost, with the way to another. */
function fate(error: unknown, { address, secret }: Change): Pick<ChangeOutcome, "status" | "error"> {
  const told = failure(error, address);
  if (!(error instanceof ConnectorError && error.unknownResult)) return { status: "failed", error: told };
  const again =
    secret?.need === "needed" ? ` If it was done, the ${secret.name} is lost: ${secret.again}` : "";
  return { status: "unknown", error: { ...told, fix: `${told.fix ?? ""}${again}`.trim() } };
}

function idOf(
  wanted: Address,
  { address, refs, nativeId }: Change,
  ids: ReadonlyMap<Address, string>,
): string {
  const id = ids.get(wanted) ?? refs[wanted] ?? (wanted === address ? nativeId : undefined);
  if (id === undefined) throw new InternalError(`${address} refers to ${wanted}, whose id is not known.`);
  return id;
}

function outcome(
  plan: Plan,
  stopped: ReadonlyMap<string, readonly Diagnostic[]>,
  results: ReadonlyMap<Address, ChangeOutcome>,
): Outcome {
  const organizations = plan.organizations.map((each) =>
    organizationOutcome(each, stopped.get(each.name), results),
  );
  const all = organizations.flatMap((each) => each.results);
  const count = (status: ChangeOutcome["status"]) => all.filter((result) => result.status === status).length;
  return {
    formatVersion: 1,
    complete: organizations.every(({ status }) => status === "complete" || status === "unchanged"),
    counts: {
      applied: count("applied"),
      failed: count("failed"),
      skipped: count("skipped"),
      unknown: count("unknown"),
      todo: count("todo"),
    },
    organizations,
  };
}

function organizationOutcome(
  { name, changes, verdict, diagnostics }: OrganizationPlan,
  stop: readonly Diagnostic[] | undefined,
  results: ReadonlyMap<Address, ChangeOutcome>,
): OrganizationOutcome {
  const own = changes.flatMap(({ address }) => results.get(address) ?? []);
  if (verdict === "failed") return { name, status: "failed", results: own, diagnostics };
  if (stop !== undefined) return { name, status: "stopped", results: own, diagnostics: stop };
  if (verdict === "blocked") return { name, status: "blocked", results: own, diagnostics: [] };
  if (changes.length === 0) return { name, status: "unchanged", results: own, diagnostics: [] };
  const complete = own.length === changes.length && own.every(({ status }) => status === "applied");
  return { name, status: complete ? "complete" : "partial", results: own, diagnostics: [] };
}
