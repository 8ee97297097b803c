/** The section `members`: accounts and open invitations, each with its roles and, where that is theirs to have, all access. */
import { compareText } from "../../model/diagnostic.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { MemberKind } from "../../model/kinds.ts";
import type { LiveMember, LiveState } from "../../model/live.ts";
import { shown } from "../words/problem.ts";
import { type Importing, noPart, type Part } from "./context.ts";
import { asLevels, type Grants, isSystems } from "./grants.ts";
import { byEmail, isAccount, type Named, type Naming } from "./people.ts";
import { invitationOver, leftOut, type Remark, systemsOwn } from "./remarks.ts";
import { type Data, type Fields, isSayable } from "./text.ts";

/** The section, and how it names the members whose access has to stand in `access`: by their live ids. */
export interface MembersPart extends Part {
  readonly withAccessElsewhere: ReadonlyMap<string, Named>;
}

interface Around {
  readonly importing: Importing;
  readonly kind: MemberKind;
  readonly naming: Naming;
  readonly grants: Grants;
  readonly hasWorkspaces: boolean;
}

/** What one live row comes to. */
interface Row {
  readonly live: LiveMember;
  readonly named?: Named;
  readonly entry?: Fields;
  readonly remarks: readonly Remark[];
  /** Somebody whom an exact section would remove, and no entry can say. */
  readonly unsaid?: true;
  readonly accessElsewhere?: true;
}

/** Says everybody who is a member or invited; people whom the system keeps there itself are left to it. */
export function membersPart(
  importing: Importing,
  naming: Naming,
  grants: Grants,
  hasWorkspaces: boolean,
): MembersPart {
  const kind = importing.kinds.member;
  if (kind === undefined) return { ...noPart, withAccessElsewhere: new Map() };
  const around: Around = { importing, kind, naming, grants, hasWorkspaces };
  const { members } = importing.state;
  const everybody = inOrder(
    members.filter(({ past }) => past !== true),
    kind,
  );
  const systems = everybody.filter(({ protection }) => isSystems(protection));
  const others = everybody.filter(({ protection }) => !isSystems(protection));
  const rows = [
    ...others.filter(isAccount).map((live) => accountRow(live, around)),
    ...others.filter((live) => !isAccount(live)).map((live) => invitationRow(live, around)),
  ];
  const entries = new Map(rows.map(({ live, entry }) => [live, entry] as const));
  return {
    entries: others.flatMap((live) => entries.get(live) ?? []),
    remarks: [
      ...(systems.length === 0
        ? []
        : [systemsOwn(systems.map(whoIs), "service accounts, inherited members")]),
      ...rows.flatMap(({ remarks }) => remarks),
    ],
    additive: rows.some(({ unsaid }) => unsaid === true),
    withAccessElsewhere: new Map(
      rows.flatMap(({ live, named, accessElsewhere }) =>
        named !== undefined && accessElsewhere === true ? [[live.id, named] as const] : [],
      ),
    ),
  };
}

function accountRow(live: LiveMember, around: Around): Row {
  const roles = rolesOf(live, around);
  if (typeof roles === "string") return unsaid(live, roles);
  const named = around.naming.account(live);
  if (named === undefined) return unsaid(live, "neither e-mail nor id means this account alone");
  const { map, ...rest } = accessOf(live, around);
  const status: Fields = new Map(
    live.status === "suspended" && around.kind.suspend ? [["status", "suspended"]] : [],
  );
  return { live, named, entry: entryOf(named, roles, status, map), ...rest };
}

function invitationRow(live: LiveMember, around: Around): Row {
  if (isOver(live, around.importing.now)) return over(live, "which is past its time");
  const roles = rolesOf(live, around);
  if (live.email === undefined) return unsaid(live, "the system does not tell whose invitation it is");
  if (byEmail(live).length === 0) return unsaid(live, "which is no e-mail that a manifest can hold");
  if (typeof roles === "string") return unsaid(live, roles);
  const named = around.naming.invitation(live);
  if (named === undefined) return over(live, "who is a member or invited already");
  const { carriesAccess } = around.kind.invitation;
  const isTold = carriesAccess && live.accessUnknown !== true;
  const { map, ...rest } = isTold ? accessOf(live, around) : { map: undefined, remarks: [] };
  return { live, named, entry: entryOf(named, roles, new Map(), map), ...rest };
}

function entryOf(named: Named, roles: readonly string[], status: Fields, map: Fields | undefined): Fields {
  const [role = ""] = roles;
  const held: [string, Data] = roles.length === 1 ? ["role", role] : ["roles", roles];
  return new Map<string, Data>([
    ...Object.entries(named),
    held,
    ...status,
    ...(map === undefined ? [] : [["workspaces", map] as const]),
  ]);
}

/** The roles in the order of their rank, or why they cannot be said. */
function rolesOf(live: LiveMember, { kind, importing }: Around): readonly string[] | string {
  const roles = [...new Set(live.roles)].sort(
    (a, b) => placeOf(a, kind) - placeOf(b, kind) || compareText(a, b),
  );
  if (roles.length === 0) return "who holds no role";
  if (roles.length > 1 && !kind.severalRoles)
    return `who holds several roles where ${importing.title} has one`;
  const unknown = roles.find((role) => !isSayable(role) || !(kind.customRoles || kind.rank.includes(role)));
  return unknown === undefined ? roles : `whose role ${shown(unknown)} no manifest can name`;
}

/**
 * A member's whole access. A map that is not there leaves what the member has, so somebody without access gets an empty
 * one; but for organizations without workspaces, where it would say nothing.
 */
function accessOf(
  live: LiveMember,
  { grants, importing: { kinds, state }, hasWorkspaces }: Around,
): Pick<Row, "remarks" | "accessElsewhere"> & { readonly map: Fields | undefined } {
  const subjects = kinds.access?.subjects ?? [];
  if (!subjects.includes("member") || !hasWorkspaces) return { map: undefined, remarks: [] };
  // A map is the whole: it would take away what the invitation gives once it is accepted.
  if (isInvitedToWorkspace(live, state)) return { map: undefined, remarks: [] };
  const holdings = grants.people.has(live.id) ? grants.people.get(live.id) : [];
  const map = asLevels(holdings);
  if (map !== undefined) return { map, remarks: [] };
  if (holdings !== undefined && isAccount(live) && subjects.includes("outsider"))
    return { map: undefined, remarks: [], accessElsewhere: true };
  return {
    map: undefined,
    remarks: [leftOut(`the access of ${shown(whoIs(live))}`, "not all of it can be said")],
  };
}

function isInvitedToWorkspace({ email }: LiveMember, { access }: LiveState): boolean {
  if (email === undefined) return false;
  return access.some(
    ({ pending, subject }) =>
      pending === true &&
      subject.type === "person" &&
      comparedEmail(subject.email ?? "") === comparedEmail(email),
  );
}

function unsaid(live: LiveMember, why: string): Row {
  const isKept = live.protection !== undefined || live.email === undefined;
  return { live, remarks: [leftOut(shown(whoIs(live)), why)], ...(isKept ? {} : { unsaid: true }) };
}

function over(live: LiveMember, why: string): Row {
  return { live, remarks: [invitationOver(whoIs(live), why)] };
}

function isOver({ status, expiresAt }: LiveMember, now: number): boolean {
  return status === "expired" || (expiresAt !== undefined && Date.parse(expiresAt) <= now);
}

/** The name by which somebody is spoken of. */
export function whoIs({ id, email }: Pick<LiveMember, "id" | "email">): string {
  return email ?? id;
}

/** Highest roles first, then by name; accounts before invitations of one name. */
function inOrder(members: readonly LiveMember[], kind: MemberKind): readonly LiveMember[] {
  const place = ({ roles }: LiveMember) =>
    Math.min(kind.rank.length, ...roles.map((role) => placeOf(role, kind)));
  const name = (member: LiveMember) =>
    [whoIs(member), isAccount(member) ? "0" : "1", member.id].join("\u0000");
  return [...members].sort((a, b) => place(a) - place(b) || compareText(name(a), name(b)));
}

function placeOf(role: string, { rank }: MemberKind): number {
  return rank.includes(role) ? rank.indexOf(role) : rank.length;
}
