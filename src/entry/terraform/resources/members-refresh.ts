/** The members as they are live: what the engine would do to reach the state, undone in the state. */
import { memberAddress, subjectIn } from "../../../model/address.ts";
import type { Change, OrganizationPlan } from "../../../model/contract.ts";
import { compareText } from "../../../model/diagnostic.ts";
import { personKey } from "../../../model/identity.ts";
import type { Live, LiveMember, LiveState } from "../../../model/live.ts";
import { textIn, textMapIn, textsIn } from "../reading-attributes.ts";
import type { Attributes, Value } from "../values/value.ts";
import { keyIn, roleAttributes, workspacesAsLive } from "./membership.ts";
import type { Refreshing } from "./piece.ts";

/** What is asked of the plan for each person, looked up once for all of them. */
interface Around {
  readonly name: string;
  readonly plan: OrganizationPlan;
  readonly live: LiveState;
  readonly found: ReadonlyMap<string, Live>;
  /** By the address of the member. */
  readonly changes: ReadonlyMap<string, Change>;
  /** Changes of access, by the person. */
  readonly access: ReadonlyMap<string, readonly Change[]>;
  /** What waits or is for a person, by the person. */
  readonly waiting: ReadonlyMap<string, string>;
}

/**
 * The state with the members as they are live; `elements` are those of the state. Who is as the state says stays as it
 * is spelled there. Undefined when the organization is not there.
 */
export function refreshMembers(
  state: Attributes,
  elements: readonly Attributes[],
  refreshing: Refreshing,
  id: string | undefined,
): Attributes | undefined {
  const around = aroundOf(refreshing);
  if (around === undefined) return undefined;
  const kept = elements
    .map((element) => refreshed(element, around))
    .filter((element) => element !== undefined);
  const added = others(elements, around, refreshing.whole);
  return {
    ...state,
    id: id ?? null,
    members: Object.fromEntries([...kept, ...added].map(keyed)),
    ownership: state["ownership"] ?? "exact",
    pending: pendingOf(elements, around),
  };
}

/** A member under its key, which says who it is. */
function keyed({ email = null, user_id: id = null, ...rest }: Attributes): readonly [string, Attributes] {
  const address = textIn(email);
  return address === undefined
    ? [`id:${textIn(id)}`, { user_id: null, ...rest }]
    : [address, { user_id: id, ...rest }];
}

function aroundOf({ compared, name }: Refreshing): Around | undefined {
  const { plan, live } = compared;
  if (plan === undefined || live === undefined) return undefined;
  const members = plan.changes.filter(({ kind }) => kind === "member");
  const waiting = [...plan.waiting, ...plan.forPerson].filter(
    ({ kind }) => kind === "member" || kind === "access",
  );
  return {
    name,
    plan,
    live,
    found: compared.found(),
    changes: new Map(members.map((change) => [change.address, change])),
    access: byPerson(plan.changes.filter(({ kind }) => kind === "access")),
    waiting: new Map(
      [...byPerson(waiting)].map(([person, all]) => [person, all.map(({ message }) => message).join("; ")]),
    ),
  };
}

function byPerson<Addressed extends { readonly address: string }>(
  all: readonly Addressed[],
): ReadonlyMap<string, readonly Addressed[]> {
  const people = new Map<string, Addressed[]>();
  for (const each of all) {
    const person = subjectIn(each.address) ?? "";
    const own = people.get(person);
    if (own === undefined) people.set(person, [each]);
    else own.push(each);
  }
  return people;
}

/** An element as it is live; undefined for somebody who is not there, and for somebody who shall not be and is. */
function refreshed(element: Attributes, around: Around): Attributes | undefined {
  const person = keyIn(element);
  if (person === undefined) return element;
  const address = memberAddress(around.name, person);
  const change = around.changes.get(address);
  if (textIn(element["ensure"]) === "absent") return change?.action === "delete" ? undefined : element;
  if (change?.action === "create" || change?.reason === "invitation-expired") return undefined;
  const changes = around.access.get(person) ?? [];
  if (change === undefined && changes.length === 0) return element;
  return differing(element, person, { change, changes, around });
}

interface Differing {
  readonly change: Change | undefined;
  readonly changes: readonly Change[];
  readonly around: Around;
}

function differing(
  element: Attributes,
  person: string,
  { change, changes, around: { name, found, plan } }: Differing,
): Attributes {
  const live = found.get(memberAddress(name, person));
  const said = textMapIn(element["workspaces"]);
  const around = { plan: { ...plan, changes }, organization: name, person };
  return {
    ...element,
    ...(change === undefined || live?.kind !== "member" ? {} : asLive(element, live, change)),
    ...(said === undefined ? {} : { workspaces: workspacesAsLive(said, around) }),
  };
}

function asLive(element: Attributes, live: LiveMember, { fields }: Change): Attributes {
  const differs = (what: string) => fields.some(({ path }) => path === what);
  const isAccount = live.status === "active" || live.status === "suspended";
  return {
    ...(differs("roles") ? roleAttributes(live.roles, element) : {}),
    ...(differs("status") && isAccount ? { status: live.status } : {}),
  };
}

/** Members whom exact ones do not name and the engine would remove. Nobody else is ever told of. */
function others(elements: readonly Attributes[], around: Around, whole: boolean): readonly Attributes[] {
  const byKey = liveByKey(around);
  const declared = new Set(elements.map((element) => keyIn(element) ?? ""));
  const removed = around.plan.changes.flatMap(({ kind, action, reason, nativeId }) =>
    kind === "member" && action === "delete" && reason === "not-declared" ? [nativeId ?? ""] : [],
  );
  const held = around.plan.waiting.flatMap(({ kind, code, address }) => {
    const person = subjectIn(address) ?? "";
    const isMeant = kind === "member" && (whole || code === "successor-acceptance");
    return isMeant && !declared.has(person) ? [byKey.get(person)?.id ?? ""] : [];
  });
  const ids = new Set([...removed, ...held]);
  const alike = styleOf(elements, around);
  const seen = new Set<string>();
  return around.live.members
    .filter(({ id, past }) => ids.has(id) && past !== true)
    .map((live) => {
      const plain = live.email === undefined ? undefined : personKey({ email: live.email });
      const isNamesake = plain !== undefined && (seen.has(plain) || declared.has(plain));
      if (plain !== undefined) seen.add(plain);
      return elementOf(live, isNamesake, alike);
    })
    .sort((a, b) => compareText(keyIn(a) ?? "", keyIn(b) ?? ""));
}

function liveByKey({ live }: Around): ReadonlyMap<string, LiveMember> {
  return new Map(
    live.members.flatMap((member) => [
      [personKey({ id: member.id }), member] as const,
      ...(member.email === undefined ? [] : [[personKey({ email: member.email }), member] as const]),
    ]),
  );
}

/** How the members are said, for those that join them. */
interface Style {
  readonly like: Attributes;
  /** Level by workspace for each live person; undefined where no element says workspaces. */
  readonly workspaces: ReadonlyMap<string, Readonly<Record<string, string>>> | undefined;
}

function styleOf(elements: readonly Attributes[], { live }: Around): Style {
  const like = elements.find((element) => textsIn(element["roles"]) !== undefined) ?? {};
  const said = new Set(elements.flatMap((element) => Object.keys(textMapIn(element["workspaces"]) ?? {})));
  const isSaid = elements.some((element) => textMapIn(element["workspaces"]) !== undefined);
  return { like, workspaces: isSaid ? levelsOf(live, said) : undefined };
}

function levelsOf(live: LiveState, said: ReadonlySet<string>): NonNullable<Style["workspaces"]> {
  const names = new Map(live.workspaces.map(({ id, name }) => [id, said.has(id) ? id : name]));
  const levels = new Map<string, Record<string, string>>();
  for (const { subject, workspace, level } of live.access) {
    const name = names.get(workspace);
    if (subject.type === "role" || name === undefined) continue;
    const own = levels.get(subject.id) ?? {};
    own[name] = level;
    levels.set(subject.id, own);
  }
  return levels;
}

function elementOf({ id, email, roles, status }: LiveMember, byId: boolean, alike: Style): Attributes {
  const isNamed = email !== undefined && !byId;
  return {
    email: isNamed ? email : null,
    user_id: isNamed ? null : id,
    ...roleAttributes(roles, alike.like),
    aliases: null,
    workspaces: alike.workspaces === undefined ? null : (alike.workspaces.get(id) ?? {}),
    status: status === "suspended" ? status : null,
    ensure: null,
  };
}

/** Why somebody is not yet as wanted, by person; an invitation that is out counts. */
function pendingOf(elements: readonly Attributes[], { name, found, waiting }: Around): Value {
  const invited = elements.flatMap((element) => {
    const person = keyIn(element) ?? "";
    const live = found.get(memberAddress(name, person));
    const isOut = live?.kind === "member" && live.status === "invited";
    return isOut && textIn(element["ensure"]) !== "absent" ? [[person, "invited"] as const] : [];
  });
  return Object.fromEntries([...invited, ...waiting].sort(([a], [b]) => compareText(a, b)));
}
