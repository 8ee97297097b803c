/**
 * A plan in, what happened out. Obeys the plan alone: stage by stage, nothing before what it depends on; after a
 * failure only its dependents are skipped, and no organization waits for another's luck (law 8).
 */
import PQueue from "p-queue";
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
import type { Journal } from "../model/journal.ts";
import type { SecretSink } from "../model/secret.ts";
import { keep, noPlaceForSecret } from "./secrets.ts";

/** What an apply needs beside the plan. */
export interface ApplyInput {
  readonly plan: Plan;
  /** The open connection, for writing. Asked for only when there is something to write. */
  readonly writerOf: (connection: string) => Writer;
  /** How many changes of a connection are under way at the same time. Default 8. */
  readonly concurrencyOf?: (connection: string) => number | undefined;
  /** Organizations that stop before their first change, with what they say. */
  readonly stopped: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Where one-time secrets go; without it changes that hand out a needed one are refused (law 11). */
  readonly secrets?: SecretSink;
  /** Told of each write before it is sent and after it has ended (law 10). */
  readonly journal?: Pick<Journal, "announce" | "settle">;
  /** Changes, by id, that are not done, each with why. */
  readonly held?: ReadonlyMap<string, Diagnostic>;
  /** Asked right before a change is begun: why it must not be, where that is so. */
  readonly lastLook?: (change: Change) => Promise<Diagnostic | undefined>;
  /** Once aborted, nothing further is begun. */
  readonly stop?: AbortSignal;
  /** Does all requests of one change, so that those behind its first write come to their end with it. */
  readonly oneChange?: <T>(work: () => Promise<T>) => Promise<T>;
  /** Whether the change at hand has written something. */
  readonly isBegun?: () => boolean;
  /** Says who may have moved what a change no longer fits; asked only then. */
  readonly whoMoved?: (address: Address) => Promise<string | undefined>;
  /** Told of every change that was tried or skipped, before the next stage begins. */
  readonly onChange?: (outcome: ChangeOutcome) => Promise<void>;
}

const AT_ONCE = 8;
/** How often a change is begun that waits too long each time. */
const MOST_BEGINNINGS = 5;

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
  const lanes = new Map<string, PQueue>();
  // What is announced and not yet sent is what a run that is cut off leaves in doubt: no more of it than is under way.
  const laneOf = (connection: string): PQueue => {
    const lane =
      lanes.get(connection) ?? new PQueue({ concurrency: input.concurrencyOf?.(connection) ?? AT_ONCE });
    lanes.set(connection, lane);
    return lane;
  };
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
        const result = await laneOf(connection).add(() =>
          attempt(change, () => input.writerOf(connection), {
            ...input,
            results,
            ids,
            changes,
          }),
        );
        results.set(change.address, result);
        await onChange?.(result);
      }),
    );
  }
  return outcome(plan, stopped, results);
}

interface Progress
  extends Pick<
    ApplyInput,
    "secrets" | "journal" | "held" | "lastLook" | "oneChange" | "isBegun" | "stop" | "whoMoved"
  > {
  readonly results: ReadonlyMap<Address, ChangeOutcome>;
  readonly ids: Map<Address, string>;
  readonly changes: ReadonlyMap<Address, Change>;
}

/** How a change ended; late: it was not sent, since it waited too long for its turn. */
type Ended = Omit<ChangeOutcome, "id" | "address" | "action" | "verb"> & { readonly isLate?: true };

/** Begins a change again, with all that is looked at before, when it has waited so long that the look is old. */
async function attempt(change: Change, open: () => Writer, progress: Progress): Promise<ChangeOutcome> {
  const { id, address, action, verb } = change;
  const { oneChange = (work) => work() } = progress;
  const ended = await oneChange(async () => {
    for (let beginning = 1; ; beginning += 1) {
      const { isLate, ...end } = await begun(change, open, progress);
      if (isLate !== true || beginning >= MOST_BEGINNINGS) return end;
    }
  });
  return { id, address, action, verb, ...ended };
}

async function begun(change: Change, open: () => Writer, progress: Progress): Promise<Ended> {
  return (
    before(change, progress) ??
    (await lookedAt(change, progress)) ??
    (await journaled(change, open, progress))
  );
}

/** Why a change is not begun, where it is not. */
function before({ dependsOn, id, address, secret }: Change, progress: Progress): Ended | undefined {
  const { results, changes, secrets, held, stop } = progress;
  const because = dependsOn.find(
    (needed) => changes.has(needed) && results.get(needed)?.status !== "applied",
  );
  const cause = because === undefined ? undefined : results.get(because);
  if (stop?.aborted === true || cause?.status === "todo") return { status: "todo" };
  if (because !== undefined) return { status: "skipped", because: cause?.because ?? because };
  const reason = held?.get(id);
  if (reason !== undefined) return { status: "failed", error: reason };
  return secret?.need === "needed" && secrets === undefined
    ? { status: "failed", error: noPlaceForSecret(secret, address) }
    : undefined;
}

async function lookedAt(change: Change, { lastLook, whoMoved, stop }: Progress): Promise<Ended | undefined> {
  const error = await lastLook?.(change);
  if (error === undefined) return stop?.aborted === true ? { status: "todo" } : undefined;
  if (error.code === "apply/not-begun") return { status: "todo", error };
  const who = error.code === "apply/owner-moved" ? await whoMoved?.(change.address) : undefined;
  return {
    status: "failed",
    error: who === undefined ? error : { ...error, why: `${error.why ?? ""} ${who}`.trim() },
  };
}

/** Announced, written, settled: in this order, each once the one before is safe. */
async function journaled(change: Change, open: () => Writer, progress: Progress): Promise<Ended> {
  const { journal } = progress;
  try {
    await journal?.announce(change);
  } catch (error) {
    return { status: "failed", error: notAnnounced(change.address, error) };
  }
  const ended = await write(change, open, progress);
  try {
    await journal?.settle({ ...ended, id: change.id });
  } catch {
    // It is done all the same. Nothing further can be announced, so nothing further is begun; the next run reads.
  }
  return ended;
}

async function write(change: Change, open: () => Writer, progress: Progress): Promise<Ended> {
  const { ids, secrets } = progress;
  try {
    const written = await open().write(change, { id: (wanted) => idOf(wanted, change, ids) });
    if (written.id !== undefined) ids.set(change.address, written.id);
    const kept = await keep(written.secret, change, secrets);
    const made = { ...madeBy(change, written.id), ...kept };
    return written.unfinished === undefined
      ? made
      : { ...made, ...(await fate(written.unfinished, change, progress)) };
  } catch (error) {
    return await fate(error, change, progress);
  }
}

function notAnnounced(address: Address, error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: "apply/not-announced",
    severity: "error",
    address,
    message: `${address}: nothing was sent, since the journal could not be written: ${reason}.`,
    why: "A run that is cut off could not tell afterwards what it had done.",
    fix: "See to the space on the disk and the rights of the journal's folder, and apply again.",
  };
}

/** The id of something new, so that an apply that goes on later knows its own work. */
function madeBy({ action }: Change, nativeId: string | undefined): Pick<ChangeOutcome, "nativeId"> {
  return action === "create" && nativeId !== undefined ? { nativeId } : {};
}

/** How a change ended that did not end well. A secret that nobody saw is said to be lost, with the way to another. */
async function fate(
  error: unknown,
  { address, secret }: Change,
  { whoMoved, isBegun }: Progress,
): Promise<Ended> {
  const told = failure(error, address);
  if (!(error instanceof ConnectorError)) return { status: "failed", error: told };
  // What belongs to a change that has written already is no beginning that is still to come.
  if (error.unsent !== undefined && isBegun?.() !== true)
    return { status: "todo", error: told, ...(error.unsent === "late" ? { isLate: true } : {}) };
  if (error.moved) {
    const who = await whoMoved?.(address);
    return { status: "failed", error: who === undefined ? told : { ...told, why: who } };
  }
  if (!error.unknownResult) return { status: "failed", error: told };
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
