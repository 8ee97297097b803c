/** What a change of the manifests does later, when nothing but time passes: told from the manifests alone. */
import { check } from "./check.ts";
import { intend, type TwoCommits } from "./intending.ts";
import { instantsOf, moves, narrowed, type SideAt, sideAt } from "./later-steps.ts";
import type { Documents } from "./manifest/index.ts";
import type { Change } from "./model/contract.ts";
import { compareText, hasErrors } from "./model/diagnostic.ts";
import type { Organization } from "./model/organization.ts";
import { pairsOf } from "./pairing.ts";
import { digest } from "./plan/digest.ts";

/** What is asked of `later`. */
export interface LaterRequest extends TwoCommits {
  /** Organizations to look at, by the head's metadata.name. Default all. */
  readonly only?: readonly string[];
}

/** What happens at one instant because of the pull request. */
export interface LaterChange
  extends Pick<Change, "action" | "address" | "verb" | "risks" | "effects" | "origins"> {
  /** The base does this then, and the head no longer does: its risks and lines are those of not doing it. */
  readonly dropped: boolean;
}

/** What the pull request does to one organization at one instant. */
export interface Later {
  /** An ISO instant in UTC. */
  readonly at: string;
  readonly organization: string;
  /** Those with a risk first. */
  readonly changes: readonly LaterChange[];
  /** Why the head's manifest is invalid then, so that nothing is applied to the organization. */
  readonly problems: readonly string[];
}

/** All that is declared for later. */
export interface DeclaredLater {
  /** By time, then by name. */
  readonly entries: readonly Later[];
  /** Instants that were not looked at; all that were come before them. */
  readonly more: number;
}

const mostInstants = 100;

/** One organization on both sides. */
interface Pair {
  readonly name: string;
  readonly baseName: string | undefined;
  readonly instants: ReadonlySet<number>;
}

/** What each side said last, and said validly; and the problems that were told. */
interface Memory {
  readonly head: Map<string, Organization>;
  readonly base: Map<string, Organization>;
  readonly problems: Set<string>;
}

/**
 * What comes of the head's `from` and `until` after now, and does not come of the base's as well; and what the base's
 * would have done, had the head not taken it away. At most the 100 earliest instants are looked at. An invalid head
 * declares nothing, an invalid base counts as empty. Throws only for our own bugs.
 */
export function later(request: LaterRequest): DeclaredLater {
  const heads = organizationsOf(request.head, request);
  const bases = organizationsOf(request.base, request);
  const pairs = wantedOf(heads, bases, request);
  const instants = [...new Set(pairs.flatMap((pair) => [...pair.instants]))].sort((a, b) => a - b);
  const near = {
    ...request,
    head: narrowed(request.head, new Set(pairs.map(({ name }) => name))),
    base: request.base && narrowed(request.base, new Set(pairs.flatMap(({ baseName }) => baseName ?? []))),
  };
  const memory = { head: byName(heads), base: byName(bases), problems: new Set<string>() };
  const looked = instants.slice(0, mostInstants);
  return {
    entries: looked.flatMap((now) => happening({ ...near, now }, pairs, memory)),
    more: instants.length - looked.length,
  };
}

function organizationsOf(documents: Documents | undefined, request: LaterRequest): readonly Organization[] {
  if (documents === undefined) return [];
  const { organizations, diagnostics } = check({ ...request, documents });
  return hasErrors(diagnostics) ? [] : organizations;
}

function byName(organizations: readonly Organization[]): Map<string, Organization> {
  return new Map(organizations.map((each) => [each.name, each]));
}

/** What of the head is wanted, with what it was in the base. */
function wantedOf(
  heads: readonly Organization[],
  bases: readonly Organization[],
  request: LaterRequest,
): readonly Pair[] {
  return pairsOf(heads, bases)
    .filter(({ head, gone }) => !gone && (request.only?.includes(head.name) ?? true))
    .map(({ head: { name }, base }) => ({
      name,
      baseName: base?.name,
      instants: new Set([
        ...instantsOf(request.head, name, request),
        ...instantsOf(request.base, base?.name, request),
      ]),
    }));
}

/** What one instant does, by name; the memory then knows it. */
function happening(request: LaterRequest, pairs: readonly Pair[], memory: Memory): readonly Later[] {
  const { now } = request;
  const sides = { head: sideAt(request.head, now, request), base: sideAt(request.base, now, request) };
  const due = pairs.filter(({ instants }) => instants.has(now));
  return due
    .map((pair): Later => {
      const { name, baseName = "" } = pair;
      const head = stepOf(name, name, sides.head, { memory: memory.head, request });
      const base = stepOf(baseName, name, sides.base, { memory: memory.base, request });
      const changes = [
        ...made(head.changes, base.changes),
        ...dropped(head.changes, base.changes, pair, request),
      ];
      return {
        at: new Date(now).toISOString(),
        organization: name,
        changes: head.problems.length > 0 ? [] : riskyFirst(changes),
        problems: fresh(head.problems, base.problems, name, memory),
      };
    })
    .filter(({ changes, problems }) => changes.length + problems.length > 0)
    .sort((a, b) => compareText(a.organization, b.organization));
}

/** Those that the base does not have as well, once. */
function fresh(
  problems: readonly string[],
  known: readonly string[],
  name: string,
  memory: Memory,
): readonly string[] {
  const keyOf = (problem: string) => JSON.stringify([name, problem]);
  const left = problems.filter((each) => !known.includes(each) && !memory.problems.has(keyOf(each)));
  for (const each of left) memory.problems.add(keyOf(each));
  return left;
}

interface Step {
  readonly changes: readonly Change[];
  readonly problems: readonly string[];
}

/** What the instant moves on one side, and that side's memory with it. */
function stepOf(
  own: string,
  shown: string,
  side: SideAt,
  { memory, request }: { readonly memory: Map<string, Organization>; readonly request: LaterRequest },
): Step {
  const before = memory.get(own);
  const after = side.get(own);
  if (before === undefined || after === undefined) return { changes: [], problems: [] };
  if (!("name" in after)) return { changes: [], problems: after };
  memory.set(own, after);
  return { changes: moves(before, after, shown, request), problems: [] };
}

/** What the base does not do then as well: to the same end, and no worse. */
function made(head: readonly Change[], base: readonly Change[]): readonly LaterChange[] {
  const known = new Set(base.map(endOf));
  return head.filter((change) => !known.has(endOf(change))).map((change) => told(change, false));
}

function endOf({ address, action, after, risks }: Change): string {
  return digest({ address, action, after, risks: risks.map(({ code }) => code).sort(compareText) });
}

/** What only the base does then, where that leaves the two apart. */
function dropped(
  head: readonly Change[],
  base: readonly Change[],
  { name }: Pair,
  request: LaterRequest,
): readonly LaterChange[] {
  const moved = new Set(head.map(({ address }) => address));
  const only = base.filter(({ address }) => !moved.has(address));
  if (only.length === 0) return [];
  const intent = intend({ ...request, only: [name] });
  const apart = intent.valid ? intent.plan.organizations.flatMap(({ changes }) => changes) : [];
  return only.flatMap((change) => {
    const difference = apart.find(({ address }) => address === change.address);
    if (difference === undefined) return [];
    const { risks, origins } = difference;
    return [told({ ...change, risks, origins }, true)];
  });
}

function told({ action, address, verb, risks, effects, origins }: Change, isDropped: boolean): LaterChange {
  return { action, address, verb, risks, effects, origins, dropped: isDropped };
}

function riskyFirst(changes: readonly LaterChange[]): readonly LaterChange[] {
  return [...changes].sort((a, b) => rank(a) - rank(b) || compareText(a.address, b.address));
}

function rank({ risks }: LaterChange): number {
  return risks.length > 0 ? 0 : 1;
}
