/** A state beside what is live. */
import { type ComparedPart, hasErrors, type Part } from "../../../index.ts";
import { subjectIn } from "../../../model/address.ts";
import { personKey } from "../../../model/identity.ts";
import type { LiveState } from "../../../model/live.ts";
import type { ReadRequest, StateAnswer } from "../provider.ts";
import type { Attributes } from "../values/value.ts";
import type { Known, Piece } from "./piece.ts";
import { keep, recall } from "./remembered.ts";
import type { Run } from "./run.ts";
import { withoutAll } from "./without.ts";
import { problemOf, refuse } from "./words.ts";

/** What is said of a thing that is named by an id of nothing. */
const goneCodes: readonly string[] = ["plan/impossible", "plan/unknown-workspace"];

/** Reads a resource again. What could not be read is an error, and never "not there" (law 3). */
export async function readState(
  { state, private: kept }: ReadRequest,
  piece: Piece,
  { parts }: Run,
): Promise<StateAnswer> {
  const known = recall(kept);
  const whole = known.imported === true;
  // Of somebody who was just imported nothing is known but who it is, which is all that an end says too.
  const isNamedOnly = whole && piece.membership === "single";
  const part = isNamedOnly ? piece.ending(state, known) : piece.part(state, known);
  if (part === undefined) {
    return {
      state,
      private: kept,
      problems: [refuse("The state names no organization", "Import it again.")],
    };
  }
  const { compared, said } = await compareSaid({ part, state, known }, piece, parts.compare);
  const problems = compared.problems.map((each) => problemOf(each, piece, state));
  const errors = compared.problems.filter(({ severity }) => severity === "error");
  // An id that means nothing live is no mistake of a state: what it meant is gone.
  if (errors.length > 0 && errors.every(({ code }) => goneCodes.includes(code)))
    return { state: null, private: {}, problems: [] };
  if (hasErrors(problems)) return { state, private: kept, problems };
  if (compared.live === undefined && compared.plan === undefined)
    return { state: null, private: {}, problems };
  const refreshed = piece.refresh(said, { compared, name: part.name, whole });
  if (refreshed === undefined) return { state: null, private: {}, problems };
  const open = await openChanges({ refreshed, compared, known }, piece, parts.compare);
  return { state: refreshed, private: keep({ ...seen(known, compared), open }), problems };
}

interface Refreshed {
  readonly refreshed: Attributes;
  readonly compared: ComparedPart;
  readonly known: Known;
}

/**
 * What would still be changed although the state is as live has it, such as an invitation that expired. All else that an
 * apply finds has moved since.
 */
async function openChanges(
  { refreshed, compared, known }: Refreshed,
  piece: Piece,
  compare: (part: Part) => Promise<ComparedPart>,
): Promise<readonly string[]> {
  const part = idsOf(compared).length === 0 ? undefined : piece.part(refreshed, known);
  return part === undefined ? [] : idsOf(await compare(part));
}

/** The ids of the changes that a part would make. */
export function idsOf({ plan }: ComparedPart): readonly string[] {
  return (plan?.changes ?? []).map(({ id }) => id);
}

/** What is known once a part was compared: of which organization it is, and which mails still wait for an answer. */
export function seen(known: Known, { live }: Pick<ComparedPart, "live">): Known {
  if (live === undefined) return known;
  const { invitations, ...rest } = known;
  const open = invitations && unanswered(invitations, live);
  return {
    ...rest,
    organizationId: live.organization.id,
    ...(open === undefined ? {} : { invitations: open }),
  };
}

/** Who has joined has answered: should they go, they can be invited at once. */
function unanswered(
  invitations: NonNullable<Known["invitations"]>,
  { members }: LiveState,
): NonNullable<Known["invitations"]> {
  const sent = Object.entries(invitations);
  if (sent.length === 0) return invitations;
  const accounts = members.filter(({ status }) => status === "active" || status === "suspended");
  const joined = new Set(accounts.map((member) => personKey(member)));
  return Object.fromEntries(sent.filter(([address]) => !joined.has(subjectIn(address) ?? "")));
}

interface Said {
  readonly part: Part;
  readonly state: Attributes;
  readonly known: Known;
}

/**
 * Compares what attributes say, but for workspaces that are not there: of a state they are gone since, which is a change of
 * live, and of a configuration they are still to come.
 */
export async function compareSaid(
  { part, state, known }: Said,
  piece: Piece,
  compare: (part: Part) => Promise<ComparedPart>,
): Promise<{ readonly compared: ComparedPart; readonly said: Attributes; readonly isAll: boolean }> {
  const compared = await compare(part);
  const gone = compared.problems.flatMap(({ code, path }) =>
    code === "part/no-workspace" && path !== undefined ? [piece.place(path, state)] : [],
  );
  if (gone.length === 0) return { compared, said: state, isAll: true };
  const said = withoutAll(state, gone);
  const again = said && piece.part(said, known);
  if (said === undefined || again === undefined)
    return { compared: absent(compared), said: state, isAll: false };
  return { compared: await compare(again), said, isAll: false };
}

function absent(compared: ComparedPart): ComparedPart {
  return { ...compared, live: undefined, plan: undefined, problems: [] };
}
