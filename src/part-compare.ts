/** One part beside what is live. */
import type { Documents } from "./manifest/index.ts";
import type { Reader } from "./model/connector.ts";
import type { Diagnostic, OrganizationPlan, Plan } from "./model/contract.ts";
import { hasErrors } from "./model/diagnostic.ts";
import { failure } from "./model/failure.ts";
import type { Kinds } from "./model/kinds.ts";
import type { Live, LiveState } from "./model/live.ts";
import type { OrganizationRecord } from "./model/record.ts";
import { type Part, type PartProblem, problemOf, understandPart } from "./part.ts";
import { narrowed } from "./part-narrow.ts";
import type { OpenConnection, Session } from "./part-session.ts";
import type { ApprovalInput, OrganizationInput } from "./plan/input.ts";
import { match } from "./plan/match/match.ts";
import { isFailed, plan } from "./plan/plan.ts";
import { readOne } from "./reading.ts";

/** A part beside what is live. */
export interface ComparedPart {
  readonly kinds: Kinds | undefined;
  /** Undefined: the organization is not there. */
  readonly live: LiveState | undefined;
  /** Undefined where problems leave nothing to compare, or where a part's organization is not there. */
  readonly plan: OrganizationPlan | undefined;
  /** What is wrong with the part, or kept it from being read. */
  readonly problems: readonly PartProblem[];
  /** What guards hold. */
  readonly held: readonly PartProblem[];
  /** The live roles, workspaces, members and grants that the part's wishes mean, by address. */
  found(): ReadonlyMap<string, Live>;
}

/** The same with what an apply goes on with. */
export interface Compared extends ComparedPart {
  readonly input?: OrganizationInput;
  readonly whole?: Plan;
}

/** The guards that the end of a whole organization meets. */
const ending = ["delete-organization", "max-removals", "total-removals"];

const noDocuments: Documents = {
  organizations: [],
  groups: [],
  persons: [],
  approvals: [],
  acknowledgements: [],
};

/** Compares a part. What a system refuses is among the problems. */
export async function comparePart(part: Part, session: Session): Promise<Compared> {
  try {
    const opened = await session.open(part.connection);
    const live = opened && (await liveOf(opened.connected.reader(), part));
    return await compareWith(part, { opened, live }, session);
  } catch (error) {
    const problem = problemOf(failure(error, `${part.name}/organization`));
    return { ...nothing, problems: [problem] };
  }
}

/** What there is of a part that nobody could look at. */
export const nothing: Compared = {
  kinds: undefined,
  live: undefined,
  plan: undefined,
  problems: [],
  held: [],
  found: () => new Map(),
};

/** The one live organization that a key means: by id, by slug, else by the earlier slug. */
export async function liveOf(
  reader: Reader,
  { key, previousSlug }: Pick<Part, "key" | "previousSlug">,
): Promise<LiveState | undefined> {
  const previousSlugs = previousSlug === undefined ? [] : [previousSlug];
  const found = await reader.find({ ...key, previousSlugs });
  const meant =
    found.find(({ id, slug }) => (key.id === undefined ? slug === key.slug : id === key.id)) ??
    found.find(({ slug }) => slug !== undefined && slug === previousSlug);
  return meant && (await reader.read(meant));
}

interface Beside {
  readonly opened: OpenConnection | undefined;
  readonly live: LiveState | undefined;
}

async function compareWith(part: Part, { opened, live }: Beside, session: Session): Promise<Compared> {
  const { request } = session;
  const systems = new Map(session.systems);
  if (opened !== undefined) systems.set(part.connection, opened.facts);
  const now = request.now();
  const { organization, problems } = understandPart(part, { project: request.project, systems, now, live });
  const told = { ...nothing, kinds: opened?.facts.kinds, live, problems };
  if (opened === undefined || organization === undefined || hasErrors(problems)) return told;
  if (live === undefined && !isWhole(part)) return told;
  const input = await readOne(
    {
      organization,
      record: recordOf(part),
      satisfiedNames: [],
      forgotten: false,
    },
    { project: request.project, connectors: request.connectors, documents: noDocuments, now },
    new Map([[part.connection, opened.connected]]),
  );
  if (isFailed(input)) return { ...told, problems: [...problems, ...input.failure.map(problemOf)] };
  // Somebody may have ended it since it was looked at: what hangs on it never makes it again.
  if (input.live === undefined && !isWhole(part)) return { ...told, live: undefined };
  return planned(input, told, { session, mayEnd: part.mayEnd === true });
}

/** Nothing differs for a few people: told without looking at all the others. Else guards look at everybody. */
function planned(input: OrganizationInput, told: Compared, judging: Judging): Compared {
  const few = narrowed(input);
  const quick = few && wholePlan(few, judging);
  const isSettled = quick?.organizations.every(isSameForFew) === true;
  const seen = few !== undefined && isSettled ? few : input;
  const whole = quick !== undefined && isSettled ? quick : wholePlan(input, judging);
  const [own] = whole.organizations;
  return {
    ...told,
    input,
    whole,
    plan: own,
    live: input.live,
    problems: [...told.problems, ...(own?.diagnostics ?? []).filter(isAboutPart).map(problemOf)],
    held: own === undefined ? [] : heldBy(own, whole),
    found: () => foundIn(seen),
  };
}

interface Judging {
  readonly session: Session;
  readonly mayEnd: boolean;
}

function wholePlan(input: OrganizationInput, { session: { request, earlier }, mayEnd }: Judging): Plan {
  const { guards = {}, invitations = {} } = request.project;
  const rest = { guards, invitations, now: request.now(), earlier: earlier(input) };
  const whole = plan({ organizations: [input], ...rest, approvals: [] });
  const approvals = mayEnd ? endApproved(whole) : [];
  return approvals.length === 0 ? whole : plan({ organizations: [input], ...rest, approvals });
}

/** The end of an organization whose end was answered for passes the guards that its own removals would meet. */
function endApproved({ organizations }: Plan): readonly ApprovalInput[] {
  return organizations.flatMap(({ name, changes }) => {
    const ends = changes.filter(({ kind, action }) => kind === "organization" && action === "delete");
    return ending.map((guard) => ({
      name: "deletion",
      organization: name,
      guard,
      changes: ends.map(({ id }) => id),
      expires: Number.POSITIVE_INFINITY,
    }));
  });
}

/** Whether a look at everybody would tell the same: whether an owner has to stay, those few do not tell. */
function isSameForFew({ verdict, waiting }: OrganizationPlan): boolean {
  return verdict === "empty" && waiting.every(({ code }) => code !== "successor-acceptance");
}

/** Whether it is the organization itself, which alone can be compared before it is there. */
function isWhole({ spec }: Part): boolean {
  return [spec.roles, spec.workspaces, spec.members, spec.access].every((section) => section === undefined);
}

/** Words about the whole organization, such as that it has no owner, are not the part's. */
function isAboutPart({ severity }: Diagnostic): boolean {
  return severity === "error";
}

function heldBy({ name, guards, changes }: OrganizationPlan, whole: Plan): readonly PartProblem[] {
  return [...guards, ...whole.guards]
    .filter(({ approved }) => !approved)
    .map((finding) => {
      const held = changes.filter(({ id }) => finding.changes.includes(id)).map(({ address }) => address);
      return {
        code: `guard/${finding.guard}`,
        severity: "error",
        message: `${name}: ${finding.message}.`,
        why: `Held: ${held.slice(0, 10).join(", ")}${held.length > 10 ? ` and ${held.length - 10} more` : ""}.`,
        address: held[0] ?? `${name}/organization`,
        addresses: held,
      };
    });
}

function recordOf({ name, connection, invitations = {} }: Part): OrganizationRecord {
  return { formatVersion: 1, organization: name, connection, declared: {}, released: [], invitations };
}

function foundIn(input: OrganizationInput): ReadonlyMap<string, Live> {
  const { roles, workspaces, members, access } = match(input);
  return new Map(
    [...roles.pairs, ...workspaces.pairs, ...members.pairs, ...access.pairs].flatMap(({ desired, live }) =>
      live === undefined ? [] : [[desired.address, live] as const],
    ),
  );
}
