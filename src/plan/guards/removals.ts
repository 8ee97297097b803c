/** Removals, counted: per kind and organization, and in total over the whole plan. */
import { organizationAddress, parseAddress } from "../../model/address.ts";
import type { Attributes, Change, Guards, Kind, RemovalLimit } from "../../model/contract.ts";
import type { Kinds } from "../../model/kinds.ts";
import type { LiveState } from "../../model/live.ts";
import { subjectOf } from "../effects.ts";
import type { EarlierChanges } from "../input.ts";
import { isAccount } from "../match/people.ts";
import type { Outline } from "../outline.ts";
import { isLowered } from "../rank.ts";
import type { Finding } from "./finding.ts";
import { removalLimits } from "./limits.ts";

/** One thing that is taken away by a change. */
interface Removal {
  readonly kind: Kind;
  /** Who or what it is taken from: the unit of the total. */
  readonly unit: string;
  /** What is taken: the unit of the limits per kind. */
  readonly thing: string;
  readonly change: Change;
  /** Taken from somebody who is only invited: it counts, and not in shares, for many of them would hide how many members go. */
  readonly isInvited: boolean;
}

/** What a change takes away, before it is known from whom. */
type Taken = Omit<Removal, "isInvited">;

/** Changes with what they are counted against; those of a plan, or of earlier parts of the same run. */
type Counted = Pick<EarlierChanges, "connection" | "changes" | "kinds"> & {
  readonly live: LiveState | undefined;
};

const smallest = 4;

/** What else is known of a plan when its removals are counted. */
interface Considered {
  /** Ids of changes that an approval lets pass. */
  readonly approved: ReadonlySet<string>;
  readonly earlier: readonly EarlierChanges[];
}

/** Whether an organization loses more of a kind than `maxRemovals` lets it. */
export function maxRemovals(
  outline: Outline,
  guards: Guards,
  { approved, earlier }: Considered,
): readonly Finding[] {
  const { organization } = outline.input;
  const before = earlier.filter(
    (each) => each.organization === organization.name && each.connection === organization.connection,
  );
  const now = counted(outline);
  const removals = [...before, now].flatMap(removalsOf).filter(({ change }) => !approved.has(change.id));
  return (["role", "workspace", "member", "access"] as const).flatMap((kind): readonly Finding[] => {
    const all = removals.filter((removal) => removal.kind === kind);
    const own = all.filter(({ change }) => now.changes.includes(change));
    if (own.length === 0) return [];
    const broken = removalLimits(organization, kind, guards)
      .map((limit) => brokenLimit(all, liveCount(before[0] ?? now, kind), limit))
      .find((words) => words !== undefined);
    if (broken === undefined) return [];
    return [
      {
        guard: "max-removals",
        message: `${broken} (kind ${kind})`,
        changes: own.map(({ change }) => change),
        fix: "Check that these removals are meant; then have them approved with `orgwright approve`, or split them over several plans.",
      },
    ];
  });
}

function brokenLimit(removals: readonly Removal[], live: number, limit: RemovalLimit): string | undefined {
  const { count: most, percent } = limit;
  const count = things(removals);
  if (most !== undefined && count > most)
    return `${count} would be removed or lowered, and ${most} is the most`;
  const weighed = things(removals.filter(({ isInvited }) => !isInvited));
  const share = live === 0 ? 0 : (weighed / live) * 100;
  if (percent === undefined || live < smallest || share <= percent) return undefined;
  return `${weighed} of ${live} would be removed or lowered, and ${percent} % is the most`;
}

function things(removals: readonly Removal[]): number {
  return new Set(removals.map(({ thing }) => thing)).size;
}

/** A change of an invitation says so, or is of a row that is no account yet. */
function isInvitation({ kind, before, nativeId = "" }: Change, invited: ReadonlySet<string>): boolean {
  if (kind !== "member" && kind !== "access") return false;
  return before?.["status"] === "invited" || (kind === "member" && invited.has(nativeId));
}

/** Ids of live rows that are no accounts yet. */
function invitedIn(live: LiveState | undefined): ReadonlySet<string> {
  return new Set((live?.members ?? []).filter((row) => !isAccount(row)).map(({ id }) => id));
}

/** Whether the whole plan takes away from more people and things than `maxRemovals.total` lets it. */
export function totalRemovals(
  outlines: readonly Outline[],
  guards: Guards,
  { approved, earlier }: Considered,
): readonly Finding[] {
  const most = guards.maxRemovals?.total ?? 50;
  const removals = [...earlier, ...outlines.map(counted)]
    .flatMap(removalsOf)
    .filter(({ change }) => !approved.has(change.id));
  const count = new Set(removals.map(({ unit }) => unit)).size;
  const own = new Set(outlines.flatMap(({ changes }) => changes.map(({ change }) => change)));
  const held = removals.filter(({ change }) => own.has(change));
  if (count <= most || held.length === 0) return [];
  return [
    {
      guard: "total-removals",
      message: `the whole plan takes something away from ${count} people and things, and ${most} is the most`,
      changes: held.map(({ change }) => change),
      fix: "Check that these removals are meant; then have them approved with `orgwright approve`, or split them over several plans.",
    },
  ];
}

function counted({ changes, input: { organization, kinds, live } }: Outline): Counted {
  const { connection } = organization;
  return { connection, changes: changes.map(({ change }) => change), kinds, live };
}

function removalsOf({ connection, changes, kinds, live }: Counted): readonly Removal[] {
  const invited = invitedIn(live);
  const all = changes.flatMap((change) => [...removed(change, kinds), ...byCascade(change)]);
  return all.map((removal) => ({
    ...removal,
    unit: unitOn(connection, removal.unit),
    isInvited: isInvitation(removal.change, invited),
  }));
}

/** One person is one on all connections, by their address; all else is of its connection, whatever it is called elsewhere. */
function unitOn(connection: string, unit: string): string {
  const isPerson = !/^(?:id|role):|\//.test(unit);
  return isPerson ? unit : `${connection} ${unit}`;
}

function removed(change: Change, kinds: Kinds): readonly Taken[] {
  const { kind, action, reason } = change;
  if (kind === "organization" || reason === "invitation-stale" || reason === "invitation-expired") return [];
  const person = kind === "member" || kind === "access";
  const removal = { kind, unit: person ? subjectOf(change) : change.address, thing: thingOf(change), change };
  return action === "delete" || (action === "update" && person && lowers(change, kinds)) ? [removal] : [];
}

/** Access is the same thing whether it is taken away or goes with something else: earlier parts may have counted the other. */
function thingOf(change: Change): string {
  const { address, before } = change;
  const target = parseAddress(address);
  return target.kind === "access"
    ? accessThing(target.workspace, target.subject, before?.["level"])
    : address;
}

function accessThing(workspace: string, subject: string, level: unknown): string {
  return `${workspace} ${subject} ${typeof level === "string" ? level : ""}`;
}

/** Whether an update takes rank, level or activity away from somebody. */
function lowers({ kind, before, after }: Change, kinds: Kinds): boolean {
  const held = heldBy(before);
  const rank = (kind === "member" ? kinds.member?.rank : kinds.access?.rank) ?? [];
  const has = heldBy(after);
  // Where somebody holds several roles, each that goes takes what it gave, unless a higher one comes instead.
  const several = kind === "member" && kinds.member?.severalRoles === true && Array.isArray(after?.["roles"]);
  const loses = several && held.some((role) => !has.includes(role)) && !isLowered(has, held, rank);
  return after?.["status"] === "suspended" || loses || (held.length > 0 && isLowered(held, has, rank));
}

function heldBy(attributes: Attributes | undefined): readonly string[] {
  return [attributes?.["roles"], attributes?.["level"]].flat().filter((each) => typeof each === "string");
}

function byCascade(change: Change): readonly Taken[] {
  if (change.kind === "member") return [];
  return change.effects
    .filter(({ verb, cascade }) => verb === "loses" && cascade)
    .map(({ subject, on, what }) => ({
      kind:
        change.kind === "organization" && change.address === organizationAddress(on) ? "member" : "access",
      unit: subject,
      thing: accessThing(on, subject, what),
      change,
    }));
}

function liveCount({ live, kinds }: Counted, kind: Exclude<Kind, "organization">): number {
  if (live === undefined) return 0;
  const invited = invitedIn(live);
  const all = {
    role: live.roles,
    workspace: live.workspaces,
    member: live.members.filter(isAccount),
    access: live.access.filter(
      ({ subject, pending }) => pending !== true && (subject.type === "role" || !invited.has(subject.id)),
    ),
  };
  const isImplied = kind === "access" && kinds.member?.impliedLevel !== undefined;
  return isImplied ? all.member.length * all.workspace.length : all[kind].length;
}
