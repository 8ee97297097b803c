/** What a change means for people, as data: who gains, loses or keeps what, cascades included. */
import { parseAddress, subjectIn } from "../model/address.ts";
import type { Attributes, Effect, Kind } from "../model/contract.ts";
import { compareText } from "../model/diagnostic.ts";
import type { Kinds } from "../model/kinds.ts";
import type { LiveAccess } from "../model/live.ts";
import type { Draft } from "./findings.ts";
import { everybodysImplied, impliedEffects, impliedLosses } from "./implied-access.ts";
import type { OrganizationInput } from "./input.ts";
import type { Matching } from "./match/pairs.ts";
import { keyOf } from "./match/people.ts";

/** Finds the effects of changes of one organization; built once, asked per change. */
export function effectsOf(
  input: OrganizationInput,
  matching: Matching,
  drafts: readonly Draft[],
): (draft: Draft) => readonly Effect[] {
  const { kinds, organization, live } = input;
  const revoked = new Set(
    drafts.flatMap(({ action, live: own }) => (action === "delete" && own?.kind === "access" ? [own] : [])),
  );
  const grants = (live?.access ?? []).filter((access) => !revoked.has(access));
  const byPerson = group(grants, personOf);
  const byWorkspace = group(grants, ({ workspace }) => workspace);
  const describe = describer(input, matching);
  const nameOf = keyOf(organization.people);
  const effects: Readonly<Record<Kind, (draft: Draft) => readonly Effect[]>> = {
    member: (draft) => {
      const held = draft.action === "delete" ? (byPerson.get(draft.nativeId ?? "") ?? []) : [];
      const verb = removes(kinds, "member") ? "loses" : "keeps";
      return [
        ...memberEffects(draft, organization.name, kinds),
        ...held.map((access) => describe(access, verb)),
        ...impliedEffects(draft, input, matching),
      ];
    },
    access: accessEffects,
    workspace: ({ action, nativeId }) => {
      const held = action === "delete" ? (byWorkspace.get(nativeId ?? "") ?? []) : [];
      const loses = (access: LiveAccess) => access.via !== "direct" && removes(kinds, "workspace");
      return [
        ...held.map((access) => describe(access, loses(access) ? "loses" : "keeps")),
        ...(action === "delete" ? impliedLosses(nativeId, input, matching) : []),
      ];
    },
    organization: ({ action }) => {
      if (action !== "delete") return [];
      const { removes: gone, keeps } = kinds.organization.cascade;
      const verb = keeps.includes("access") ? "keeps" : "loses";
      const membership = gone.includes("member") ? "loses" : "keeps";
      return [
        ...(live?.members ?? []).map((member): Effect => {
          const what = member.roles.join(", ");
          return { subject: nameOf(member), verb: membership, what, on: organization.name, cascade: true };
        }),
        ...grants.map((access) => describe(access, verb)),
        ...(gone.includes("access") ? everybodysImplied(input, matching) : []),
      ];
    },
    role: ({ action, live: own }) => {
      if (action !== "delete" || own?.kind !== "role") return [];
      const granted = removes(kinds, "role") ? (byPerson.get(`role:${own.name}`) ?? []) : [];
      const going = new Set(drafts.flatMap(({ kind, live: row }) => (kind === "member" && row ? [row] : [])));
      const holders = (live?.members ?? []).filter((row) => row.roles.includes(own.name) && !going.has(row));
      return [
        ...granted.map((access) => describe(access, "loses")),
        ...holders.map((row) => ({
          subject: nameOf(row),
          verb: "loses" as const,
          what: own.name,
          on: organization.name,
          cascade: true,
        })),
      ];
    },
  };
  return (draft) => inOrder(effects[draft.kind](draft));
}

/** What is meant first, as it was found; then what follows from it, by place and person. */
function inOrder(effects: readonly Effect[]): readonly Effect[] {
  const meant = effects.filter(({ cascade }) => !cascade);
  const following = effects.filter(({ cascade }) => cascade);
  return [...meant, ...following.sort((a, b) => compareText(`${a.on} ${a.subject}`, `${b.on} ${b.subject}`))];
}

/** Words an effect on live access that follows from another change. */
function describer({ live, organization }: OrganizationInput, { workspaceNames }: Matching) {
  const key = keyOf(organization.people);
  const people = new Map(live?.members.map((member) => [member.id, key(member)]));
  return ({ subject, level, workspace }: LiveAccess, verb: Effect["verb"]): Effect => ({
    subject: subject.type === "role" ? `role:${subject.role}` : (people.get(subject.id) ?? key(subject)),
    verb,
    what: level,
    on: workspaceNames.get(workspace) ?? workspace,
    cascade: true,
  });
}

function removes(kinds: Kinds, kind: "member" | "workspace" | "role"): boolean {
  return kinds[kind]?.cascade.removes.includes("access") ?? false;
}

function personOf({ subject }: LiveAccess): string {
  return subject.type === "person" ? subject.id : `role:${subject.role}`;
}

function group(
  access: readonly LiveAccess[],
  keyOf: (each: LiveAccess) => string,
): ReadonlyMap<string, readonly LiveAccess[]> {
  const groups = new Map<string, LiveAccess[]>();
  for (const each of access) {
    const key = keyOf(each);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [each]);
    else members.push(each);
  }
  return groups;
}

function memberEffects(draft: Draft, organization: string, kinds: Kinds): readonly Effect[] {
  const subject = subjectOf(draft);
  const before = rolesOf(draft.before);
  const after = rolesOf(draft.after);
  const on = organization;
  if (draft.reason === "invitation-stale") return [];
  if (draft.action === "delete") return [{ subject, verb: "loses", what: before, on, cascade: false }];
  const granted = Object.entries(workspacesOf(draft.after)).map(
    ([workspace, level]): Effect => ({ subject, verb: "gains", what: level, on: workspace, cascade: false }),
  );
  const isInvited = draft.action === "create" || draft.after?.["email"] !== undefined;
  if (isInvited) return [{ subject, verb: "gains", what: after, on, cascade: false }, ...granted];
  if (before === after || after === "") return statusEffects(draft, subject, organization);
  const several = kinds.member?.severalRoles ?? false;
  return several
    ? setEffects(draft, subject, organization)
    : [{ subject, verb: "changes", what: after, from: before, on, cascade: false }];
}

function statusEffects({ before, after }: Draft, subject: string, on: string): readonly Effect[] {
  const status = after?.["status"];
  if (status !== "suspended" && status !== "active") return [];
  return [{ subject, verb: "changes", what: status, from: String(before?.["status"]), on, cascade: false }];
}

function setEffects({ before, after }: Draft, subject: string, on: string): readonly Effect[] {
  const had = listOf(before);
  const has = listOf(after);
  const effect =
    (verb: "gains" | "loses") =>
    (what: string): Effect => ({ subject, verb, what, on, cascade: false });
  return [
    ...has.filter((role) => !had.includes(role)).map(effect("gains")),
    ...had.filter((role) => !has.includes(role)).map(effect("loses")),
  ];
}

function accessEffects(draft: Draft): readonly Effect[] {
  const subject = subjectOf(draft);
  const parsed = parseAddress(draft.address);
  const on = parsed.kind === "access" ? parsed.workspace : draft.address;
  const before = draft.before?.["level"];
  const after = draft.after?.["level"];
  if (draft.action === "create") return [{ subject, verb: "gains", what: String(after), on, cascade: false }];
  if (draft.action === "delete")
    return [{ subject, verb: "loses", what: String(before), on, cascade: false }];
  return [{ subject, verb: "changes", what: String(after), from: String(before), on, cascade: false }];
}

/** Who a member's or an access's change is about: a person's key or `role:NAME`. */
export function subjectOf({ address }: Pick<Draft, "address">): string {
  return subjectIn(address) ?? address;
}

function listOf(attributes: Attributes | undefined): readonly string[] {
  const roles = attributes?.["roles"];
  return Array.isArray(roles) ? roles : [];
}

function rolesOf(attributes: Attributes | undefined): string {
  return listOf(attributes).join(", ");
}

function workspacesOf(attributes: Attributes | undefined): Readonly<Record<string, string>> {
  const workspaces = attributes?.["workspaces"];
  const isMap = typeof workspaces === "object" && workspaces !== null && !Array.isArray(workspaces);
  return isMap ? (workspaces as Readonly<Record<string, string>>) : {};
}
