/** One part written: judged in its turn, on what is live then. */
import { apply } from "./apply/apply.ts";
import { remember } from "./apply/remember.ts";
import { asOneChange } from "./io/http-change.ts";
import type { OrganizationOutcome } from "./model/contract.ts";
import { hasErrors } from "./model/diagnostic.ts";
import { ConfigurationError, InternalError } from "./model/errors.ts";
import { failure } from "./model/failure.ts";
import type { SentInvitation } from "./model/record.ts";
import { type Part, type PartProblem, problemOf } from "./part.ts";
import { type Compared, type ComparedPart, comparePart, liveOf, nothing } from "./part-compare.ts";
import { type Patience, patienceOf } from "./part-patience.ts";
import type { Lane, OpenConnection, Session } from "./part-session.ts";
import { digest } from "./plan/digest.ts";

/** What became of a part. Without an outcome nothing was written, and the problems say why. */
export interface AppliedPart {
  readonly compared: ComparedPart;
  readonly problems: readonly PartProblem[];
  readonly outcome?: OrganizationOutcome;
  /** Mails that went out for it so far, by address. */
  readonly invitations: Readonly<Record<string, SentInvitation>>;
}

/** Sees what would be done, and stops it by an error. */
export type Judge = (compared: ComparedPart) => readonly PartProblem[];

type Complete = Compared &
  Required<Pick<Compared, "input" | "whole">> & {
    readonly plan: NonNullable<Compared["plan"]>;
  };

const isStopped = "the run was stopped before this was begun";
const goOn = "Run it again: it goes on where it was.";

type Judged =
  | { readonly refused: AppliedPart }
  /** To be judged anew once the promise is kept. */
  | { readonly again: Promise<unknown>; readonly ended: number }
  | { readonly writing: Promise<AppliedPart> };

interface Turn {
  readonly session: Session;
  readonly lane: Lane;
  /** How many writes had ended when the part gave way to those behind it. */
  readonly gaveWay: number | undefined;
  readonly patience: Patience;
}

/**
 * Compares and writes. Of one organization one part is judged at a time, and what it takes away is gone for the next.
 * What would leave no owner is judged again as long as other parts of the organization may bring one, those too that
 * come within the run's patience.
 */
export async function applyPart(part: Part, judge: Judge, session: Session): Promise<AppliedPart> {
  const lane = await laneOf(part, session);
  if ("refused" in lane) return lane.refused;
  for (const tell of lane.arrivals) tell();
  lane.arrivals.clear();
  const patience = patienceOf(session.request.patienceMs ?? 0);
  let gaveWay: number | undefined;
  for (;;) {
    const turn = { session, lane, gaveWay, patience };
    const judged = await lane.queue.add(() => judgeOnce(part, judge, turn));
    if ("refused" in judged) return judged.refused;
    if ("writing" in judged) return await judged.writing;
    gaveWay = judged.ended;
    await judged.again;
  }
}

/** One live organization has one lane, by whichever name parts call it; what cannot be read has none. */
async function laneOf(part: Part, session: Session): Promise<Lane | { readonly refused: AppliedPart }> {
  try {
    const opened = await session.open(part.connection);
    const live = opened && (await liveOf(opened.connected.reader(), part));
    return session.lane(part.connection, live === undefined ? `name ${part.name}` : live.organization.id);
  } catch (error) {
    const problem = problemOf(failure(error, `${part.name}/organization`));
    return { refused: refusal(part, nothing, [problem]) };
  }
}

async function judgeOnce(part: Part, judge: Judge, turn: Turn): Promise<Judged> {
  const { session, lane } = turn;
  const { ended } = lane;
  const opened = await session.open(part.connection).catch(() => undefined);
  const compared = session.isStopped() ? nothing : await compareFresh(part, session, opened);
  if (session.isStopped()) return { refused: refusal(part, compared, [stopped(part)]) };
  const again = worthWaiting(compared, ended, { ...turn, opened });
  if (again !== undefined) return { again, ended: lane.ended };
  const own = hasErrors(compared.problems) ? [] : judge(compared);
  const problems = [...compared.problems, ...compared.held, ...own];
  if (hasErrors(problems) || !isComplete(compared) || opened === undefined)
    return { refused: refusal(part, compared, problems) };
  session.count(part, compared);
  const written = write(part, compared, { session, opened });
  begin(written, lane);
  return {
    writing: written.then((applied) => ({ ...applied, problems: [...problems, ...applied.problems] })),
  };
}

/** Where an owner would go, what is live is asked once more: somebody else may have taken the other one meanwhile. */
async function compareFresh(
  part: Part,
  session: Session,
  opened: OpenConnection | undefined,
): Promise<Compared> {
  const compared = await comparePart(part, session);
  if (opened === undefined || !takesOwner(compared)) return compared;
  opened.forget();
  return await comparePart(part, session);
}

function takesOwner({ plan, kinds }: Compared): boolean {
  const owners = kinds?.member?.ownerRoles ?? [];
  const isOwner = (roles: unknown) => Array.isArray(roles) && roles.some((role) => owners.includes(role));
  return (plan?.changes ?? []).some(
    ({ kind, action, before, after }) =>
      kind === "member" &&
      action !== "create" &&
      (isOwner(before?.["roles"]) || after?.["status"] === "suspended"),
  );
}

function begin(written: Promise<unknown>, lane: Lane): void {
  const end = () => {
    lane.writes.delete(settled);
    lane.ended += 1;
  };
  const settled: Promise<void> = written.then(end, end);
  lane.writes.add(settled);
}

/**
 * What to wait for before a part is judged for good: where it would take the last owner, for other writes and for parts
 * that stand behind it; where it takes something away, for writes that only a read can tell the end of.
 */
function worthWaiting(
  { held, live, plan, kinds }: Compared,
  endedBefore: number,
  { lane, gaveWay, opened, patience }: Turn & { readonly opened: OpenConnection | undefined },
): Promise<unknown> | undefined {
  const takes = plan?.changes.some(({ action }) => action !== "create") ?? false;
  const isBlind =
    takes &&
    kinds?.access?.ownerLevel !== undefined &&
    live !== undefined &&
    (opened?.isUncertain(live.organization) ?? false);
  const isLastOwner = held.some(({ code }) => code === "guard/last-owner");
  if (!isLastOwner && !isBlind) return undefined;
  if (lane.writes.size > 0) return Promise.race(lane.writes);
  const hasMoved = lane.ended !== endedBefore;
  const mayMove = lane.queue.size > 0 && gaveWay !== lane.ended;
  if (hasMoved || (isLastOwner && mayMove)) return Promise.resolve();
  return isLastOwner && !patience.isOver() ? Promise.race([patience.end(), arrival(lane)]) : undefined;
}

function arrival({ arrivals }: Lane): Promise<void> {
  return new Promise((resolve) => void arrivals.add(resolve));
}

function isComplete(compared: Compared): compared is Complete {
  return compared.plan !== undefined && compared.input !== undefined && compared.whole !== undefined;
}

function refusal(part: Part, compared: ComparedPart, problems: readonly PartProblem[]): AppliedPart {
  return { compared, problems, invitations: part.invitations ?? {} };
}

function stopped({ name }: Part): PartProblem {
  return {
    code: "part/stopped",
    severity: "error",
    message: `${name}: ${isStopped}.`,
    fix: goOn,
  };
}

async function write(
  part: Part,
  compared: Complete,
  { session, opened }: { readonly session: Session; readonly opened: OpenConnection },
): Promise<AppliedPart> {
  const { plan, whole, input } = compared;
  const { secrets } = session.request;
  const changes = new Map(plan.changes.map((change) => [change.address, change]));
  const end = opened.begin(input.live?.organization, plan.changes);
  const outcome = await apply({
    plan: whole,
    writerOf: () => {
      if (session.isStopped()) throw new ConfigurationError(isStopped, goOn);
      return opened.writer();
    },
    stopped: new Map(),
    oneChange: asOneChange,
    ...(secrets === undefined ? {} : { secrets }),
    onChange: ({ address, status, nativeId }) => {
      const change = changes.get(address);
      if (change !== undefined) end(change, status === "applied", nativeId);
      return Promise.resolve();
    },
  });
  const own = outcome.organizations.find(({ name }) => name === part.name);
  if (own === undefined) throw new InternalError(`${part.name} has no outcome.`);
  return {
    compared,
    problems: problemsOf(part, own),
    outcome: own,
    invitations: mailsAfter(compared, own, session.request.now()),
  };
}

/** What went wrong; that the run was stopped is said once. */
function problemsOf(part: Part, { diagnostics, results }: OrganizationOutcome): readonly PartProblem[] {
  const errors = results.flatMap(({ error }) => error ?? []);
  const others = errors.filter(({ fix }) => fix !== goOn);
  return [
    ...[...diagnostics, ...others].map(problemOf),
    ...(others.length < errors.length ? [stopped(part)] : []),
  ];
}

/** All mails that count for the part's wishes, those of this write among them. */
function mailsAfter(
  { input, plan }: Complete,
  outcome: OrganizationOutcome,
  now: number,
): AppliedPart["invitations"] {
  const { organization, resources, declared, live, record, kinds } = input;
  return remember({
    organization,
    resources,
    plan,
    outcome,
    declared,
    live,
    pendingListed: kinds.member?.invitation.listed ?? false,
    previous: record,
    now,
    commit: undefined,
    desired: digest(declared),
    accepted: true,
  }).invitations;
}
