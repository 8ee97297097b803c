/** The plan of a creation or an update. */
import { type ComparedPart, hasErrors } from "../../../index.ts";
import type { PlanAnswer, PlanRequest, Problem } from "../provider.ts";
import { textIn } from "../reading-attributes.ts";
import { parseReference, referenceOf } from "../references.ts";
import { type Attributes, isKnown, UNKNOWN, Unknown, type Value } from "../values/value.ts";
import { declared } from "./declared.ts";
import { isReleased, protectionProblems } from "./destroying.ts";
import { type Piece, type Replacement, referenceIn } from "./piece.ts";
import { compareSaid } from "./refreshing.ts";
import { keepPlanned, type Remembered, recall } from "./remembered.ts";
import { claimMembership, type Run } from "./run.ts";
import { problemOf, refuse, softened, takenOver, takeover, waitingWords } from "./words.ts";

type Change = PlanRequest & { readonly proposed: Attributes; readonly config: Attributes };

/** Plans a creation (no prior state) or an update: compared with live, judged, and shown by change ids. */
export async function planChange(request: Change, piece: Piece, run: Run): Promise<PlanAnswer> {
  const { prior, config, private: kept } = request;
  const proposed = withDefaults(request.proposed, piece);
  // What is made anew is of the organization that it names, whatever a replaced one was of.
  const known = prior === null ? {} : recall(kept);
  const claimed = claimMembership(proposed, piece, run);
  if (hasErrors(claimed)) return { planned: proposed, replace: [], private: kept, problems: claimed };
  if (prior !== null) {
    const replaced = await replacements({ prior, proposed, known }, piece, run);
    if ("unread" in replaced)
      return { planned: proposed, replace: [], private: kept, problems: [replaced.unread] };
    if (replaced.length > 0) return replacing(request, replaced, piece);
  }
  const isFresh = prior === null && Object.keys(kept).length === 0;
  if (!isSaid(config, piece)) return unsaid({ prior, proposed, known, isFresh }, piece);
  const wished = declared(proposed, config, piece);
  return await compareChange({ prior, proposed, wished, known, isFresh }, piece, run);
}

interface Planning {
  readonly prior: Attributes | null;
  readonly proposed: Attributes;
  readonly known: Remembered;
  /** Created, and not in the place of another that is still there. */
  readonly isFresh: boolean;
}

/** The plan of what cannot be compared before more of it is known: the apply is held to nothing. */
function unsaid({ prior, proposed, known, isFresh }: Planning, piece: Piece): PlanAnswer {
  const planned = told(proposed, { piece, prior, hasChanges: true, isFresh });
  return { planned, replace: [], private: keepPlanned(known), problems: [] };
}

async function compareChange(
  { prior, proposed, wished, known, isFresh }: Planning & { readonly wished: Attributes },
  piece: Piece,
  run: Run,
): Promise<PlanAnswer> {
  const part = piece.part(wished, known);
  if (part === undefined) return unsaid({ prior, proposed, known, isFresh }, piece);
  const { compared, isAll } = await compareSaid({ part, state: wished, known }, piece, run.parts.plan);
  const problems = [
    ...compared.problems.filter(isCertain(compared, piece)).map((each) => problemOf(each, piece, proposed)),
    ...compared.held.map((each) => softened(problemOf(each, piece, proposed), each.code, piece)),
    ...(piece.judge?.(compared, { isPlan: true }) ?? []),
    ...(hasErrors(compared.problems) ? [] : waitingWords(compared)),
    ...(prior === null ? takeover(compared) : []),
  ];
  noteRename(prior, proposed, { compared, run });
  const isShown = isAll && !hasErrors(compared.problems);
  const shown = isShown ? compared.plan?.changes.map(({ id }) => id) : undefined;
  const hasChanges = !isAll || (compared.plan?.changes ?? []).length > 0 || compared.plan === undefined;
  const planned = told(proposed, {
    piece,
    prior,
    hasChanges: hasChanges || (piece.followsOthers === true && isTouched(prior, proposed)),
    isFresh,
    compared,
  });
  return {
    planned,
    replace: [],
    // What is known later would name the organization otherwise, and with it the changes.
    private: keepPlanned(known, shown),
    problems,
  };
}

/** What an earlier resource of the same run may bring is no problem yet. */
function isCertain({ live }: ComparedPart, { followsOthers }: Piece) {
  return ({ code }: { readonly code: string }): boolean =>
    code !== "part/no-workspace" &&
    !(followsOthers === true && code === "plan/unknown-workspace") &&
    !(live === undefined && code === "part/several-workspaces");
}

/** Whether all that the configuration says is known; what is only told may be unknown. */
function isSaid(config: Attributes, { schema }: Piece): boolean {
  return Object.keys(schema.attributes).every((name) => isKnown(config[name]));
}

/** What is optional and left out is what the piece says, or what it was. */
function withDefaults(proposed: Attributes, { defaults }: Piece): Attributes {
  const added = Object.entries(defaults).filter(([name]) => proposed[name] === null);
  return { ...proposed, ...Object.fromEntries(added) };
}

interface Telling {
  readonly piece: Piece;
  readonly prior: Attributes | null;
  readonly hasChanges: boolean;
  /** What something new takes over is told, nothing where that is unknown: Terraform holds the apply to it. */
  readonly isFresh?: boolean;
  readonly compared?: ComparedPart;
}

/**
 * The planned state: what only the apply will tell is unknown; what is told already stays. Of something new nothing is
 * told, though it may be live: what takes the place of another is planned while that is still there.
 */
function told(proposed: Attributes, { piece, prior, hasChanges, ...more }: Telling): Attributes {
  const planned = Object.fromEntries(
    Object.entries(piece.schema.attributes).map(([attribute, { computed }]): [string, Value] => {
      const value = proposed[attribute] ?? null;
      if (computed !== true || (value !== null && attribute !== "pending")) return [attribute, value];
      if (prior === null || (attribute === "pending" && hasChanges)) return [attribute, UNKNOWN];
      return [attribute, prior[attribute] ?? null];
    }),
  );
  const isTold = more.isFresh === true && "taken_over" in planned;
  const taken = isTold ? { taken_over: takenFrom(more.compared) } : {};
  return { ...planned, ...taken, id: piece.id(planned) ?? UNKNOWN };
}

function takenFrom(compared: ComparedPart | undefined): Value {
  const texts = compared === undefined ? [] : takenOver(compared);
  return texts.length === 0 ? null : texts;
}

function isTouched(prior: Attributes | null, proposed: Attributes): boolean {
  return JSON.stringify(prior) !== JSON.stringify(proposed);
}

interface Replacing extends Omit<Planning, "isFresh"> {
  readonly prior: Attributes;
}

async function replacements(
  { prior, proposed, known }: Replacing,
  piece: Piece,
  run: Run,
): Promise<readonly Replacement[] | { readonly unread: Problem }> {
  const same = await isSameOrganization({ prior, proposed, known }, run);
  if (typeof same !== "boolean") return { unread: same };
  const isMoved = !same;
  const connection =
    (referenceIn(prior) ?? referenceIn(proposed))?.connection ?? textIn(prior["connection_name"]);
  const kinds = connection === undefined ? undefined : run.parts.kinds(connection);
  return piece.replaced(prior, proposed, { kinds, isMoved });
}

/** One organization under two references: renamed, or said by its id here and by its slug there. */
async function isSameOrganization(
  { prior, proposed, known }: Replacing,
  { parts, renamed }: Run,
): Promise<boolean | Problem> {
  const [before, after] = [prior["organization"], proposed["organization"]];
  if (before === after) return true;
  // Not known yet: another one would be another plan, which Terraform does not take.
  if (after instanceof Unknown) return known.organizationId !== undefined;
  const text = textIn(after);
  if (text === undefined || known.organizationId === undefined) return false;
  const reference = parseReference(text);
  if (reference === undefined) return false;
  if (renamed.get(text) === known.organizationId) return true;
  try {
    const live = await parts.live(reference.connection, reference.key);
    return live?.organization.id === known.organizationId;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse(`Whether ${text} is the same organization could not be read`, why, ["organization"]);
  }
}

function replacing(
  { prior, proposed, private: kept }: Change,
  replaced: readonly Replacement[],
  piece: Piece,
): PlanAnswer {
  const problems = [
    ...(prior === null || isReleased(prior) ? [] : protectionProblems(prior)),
    ...replaced.flatMap(({ impossible, path }) =>
      impossible === undefined
        ? []
        : [refuse("It cannot be changed, and nothing can take its place", impossible, path)],
    ),
  ];
  const planned = told(withDefaults(proposed, piece), { piece, prior: null, hasChanges: true });
  const blank = Object.fromEntries(
    Object.entries(piece.schema.attributes).flatMap(([name, { computed, optional }]) =>
      computed === true && optional !== true ? [[name, UNKNOWN] as const] : [],
    ),
  );
  return {
    planned: { ...planned, ...blank },
    replace: replaced.map(({ path }) => path),
    // Terraform plans the creation next, with this beside it.
    private: { ...kept, replacing: true },
    problems,
  };
}

/** Others in this run refer to the organization by its new name, and mean the same one. */
function noteRename(
  prior: Attributes | null,
  proposed: Attributes,
  { compared, run }: { readonly compared: ComparedPart; readonly run: Run },
): void {
  const connection = textIn(proposed["connection_name"]);
  const id = compared.live?.organization.id;
  const slug = textIn(proposed["slug"]);
  if (prior === null || connection === undefined || id === undefined || slug === undefined) return;
  run.renamed.set(referenceOf(connection, { slug }), id);
}
