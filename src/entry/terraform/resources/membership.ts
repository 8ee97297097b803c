/** What is said of somebody's membership: the same in `orgwright_member` and among `orgwright_members`. */
import type { ComparedPart } from "../../../index.ts";
import { type Address, accessAddress, parseAddress } from "../../../model/address.ts";
import type { MemberEntry, OrganizationPlan } from "../../../model/contract.ts";
import { personKey } from "../../../model/identity.ts";
import type { AttributePath, Problem } from "../provider.ts";
import { isGiven, textIn, textMapIn, textsIn } from "../reading-attributes.ts";
import type { Attributes, Value } from "../values/value.ts";
import type { Naming } from "./piece.ts";

/** The entry of a manifest that attributes say. */
export function entryOf(attributes: Attributes): MemberEntry {
  const [email, id] = [textIn(attributes["email"]), textIn(attributes["user_id"])];
  const [role, roles] = [textIn(attributes["role"]), textsIn(attributes["roles"])];
  const status = textIn(attributes["status"]);
  const workspaces = textMapIn(attributes["workspaces"]);
  const entry = {
    ...whoIs(email, id),
    ...(role === undefined ? {} : { role }),
    ...(roles === undefined ? {} : { roles }),
    ...(status === undefined ? {} : { status }),
    ...(workspaces === undefined ? {} : { workspaces }),
  };
  return entry as MemberEntry;
}

/** The entry that removes the same person. */
export function endedEntryOf(attributes: Attributes): MemberEntry {
  const [email, id] = [textIn(attributes["email"]), textIn(attributes["user_id"])];
  return { ...whoIs(email, id), ensure: "absent" } as MemberEntry;
}

/** By address, where there is one; what else the person is called is said apart. */
function whoIs(email: string | undefined, id: string | undefined): Pick<MemberEntry, "email" | "id"> {
  if (email !== undefined) return { email };
  return id === undefined ? {} : { id };
}

/** Those who are known by more than an address. */
export function namingsIn(all: readonly Attributes[]): readonly Naming[] {
  return all.flatMap((attributes) => {
    const [email, id] = [textIn(attributes["email"]), textIn(attributes["user_id"])];
    const aliases = textsIn(attributes["aliases"]) ?? [];
    if (email === undefined || (id === undefined && aliases.length === 0)) return [];
    return [{ email, aliases, ...(id === undefined ? {} : { id }) }];
  });
}

/** How the person is named in addresses; undefined while that is unknown. */
export function keyIn(attributes: Attributes): string | undefined {
  const [email, id] = [textIn(attributes["email"]), textIn(attributes["user_id"])];
  if (email === undefined && id === undefined) return undefined;
  return personKey(email === undefined ? { id } : { email });
}

/** Attribute names by the keys of a manifest's entry, where they differ. */
const attributeOf: Readonly<Record<string, string>> = { id: "user_id" };

/** Where in the attributes a place in the entry is. */
export function placeIn([key, ...rest]: readonly (string | number)[]): AttributePath {
  if (typeof key !== "string") return [];
  const [inside] = rest;
  return [attributeOf[key] ?? key, ...(key === "workspaces" && typeof inside === "string" ? [inside] : [])];
}

/** Exactly one of role and roles, but for somebody who shall not be there. */
export function roleProblems(config: Attributes, path: AttributePath = []): readonly Problem[] {
  return [
    ...(textIn(config["ensure"]) === "absent"
      ? []
      : exactlyOne(
          config,
          ["role", "roles"],
          path,
          "A member has a role, or several where the system allows it",
        )),
  ];
}

/** A problem unless exactly one of some attributes is given. */
export function exactlyOne(
  config: Attributes,
  names: readonly string[],
  path: AttributePath,
  why: string,
): readonly Problem[] {
  const given = names.filter((name) => isGiven(config[name]));
  if (given.length === 1) return [];
  const all = names
    .map((name) => `\`${name}\``)
    .join(", ")
    .replace(/, ([^,]*)$/, " and $1");
  const last = given.at(-1);
  return [
    {
      severity: "error",
      summary: given.length === 0 ? `One of ${all} is missing` : `Only one of ${all} can be given`,
      detail: `${why}. Give exactly one of ${all}.`,
      path: last === undefined ? path : [...path, last],
    },
  ];
}

/** Roles in the attribute that the configuration uses; where it uses none, in the one that fits. */
export function roleAttributes(
  roles: readonly string[],
  like: Attributes,
): { readonly role: Value; readonly roles: Value } {
  const [only] = roles;
  const inList = isGiven(like["roles"]) || roles.length !== 1 || only === undefined;
  return inList ? { role: null, roles: [...roles].sort() } : { role: only, roles: null };
}

/** Level by workspace as live has it, where the state says it: what the engine would change, changed back. */
export function workspacesAsLive(
  said: Readonly<Record<string, string>>,
  { plan, organization, person }: { plan: OrganizationPlan; organization: string; person: string },
): Readonly<Record<string, string>> {
  const prefix = (workspace: string) => accessAddress(organization, workspace, person);
  const levels = new Map(Object.entries(said));
  for (const { kind, address, action, before } of plan.changes) {
    const target = kind === "access" ? parseAddress(address) : undefined;
    if (target?.kind !== "access" || target.subject !== person) continue;
    const name =
      Object.keys(said).find((each) => prefix(each) === prefix(target.workspace)) ?? target.workspace;
    const level = before?.["level"];
    if (action === "create") levels.delete(name);
    else if (typeof level === "string") levels.set(name, level);
  }
  return Object.fromEntries(levels);
}

/** What is wanted and waits, at addresses that a test picks; undefined when nothing does. */
export function waitingFor({ plan }: ComparedPart, isOwn: (address: Address) => boolean): string | undefined {
  const all = [...(plan?.waiting ?? []), ...(plan?.forPerson ?? [])].filter(({ address }) => isOwn(address));
  return all.length === 0 ? undefined : all.map(({ message }) => message).join("; ");
}
