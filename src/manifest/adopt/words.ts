/** What is said of each change: what was taken over, and why something was not. Reasons are sentences without a full stop. */
import type { Location } from "../../model/contract.ts";
import { shown } from "../words/problem.ts";

/** The person is there by a group, which other organizations use. */
export function throughGroup(who: string, group: string, line: Location | undefined): string {
  const where = line === undefined ? "" : ` (${line.file}:${line.line})`;
  return `${who} is in group ${group}${where}: take them out there, or write an entry of their own here; a group is never edited, for other organizations may use it`;
}

/** Access that the entry of a group gives. */
export function accessThroughGroup(who: string, group: string): string {
  return `the access of ${who} is that of group ${group}: change it at the group's entry, which is for all of its people`;
}

export const severalOrigins = "several entries make it what it is: decide by hand which of them is to change";
export const timed = "its entry has `from` or `until`: what time ends or begins is decided by hand";
export const declaredAbsent =
  "it is declared with `ensure: absent`: take that line away by hand if it is to stay after all";
export const renaming =
  "the manifest renames it by `previously`: take the earlier name away by hand if the rename is off";
export const invitation = "it is an invitation on its way, which is not yet what anybody has";
export const wholeOrganization = "a whole organization is not adopted: add or remove its manifest by hand";
export const organizationNotLive =
  "the organization itself is not live: remove its manifest by hand, or let it be created";
export const notFound = "the line that declares it is not in these manifests";
export const noEntry = "no entry of the manifest names this account";
export const noRole = "a manifest cannot say a member without a role";
export const stillHeld = "it is given again after a membership that ends: adopt the membership first";

/** A field whose live value no manifest of this system may hold. */
export function unsayable(field: string): string {
  return `no manifest can hold the live value of ${shown(field)}`;
}

/** A field that live has not, and that cannot be declared empty. */
export function notClearable(field: string): string {
  return `live has no ${shown(field)} and the system cannot clear it: remove the key by hand to leave it as it is`;
}

/** A name that live has and no manifest may. */
export function unsayableName(name: string): string {
  return `no manifest can hold the name ${shown(name)}`;
}

/** A role that cannot be given in a manifest of this system. */
export function unknownRole(role: string): string {
  return `no manifest of this system can give the role ${shown(role)}`;
}

/** Several where there is room for one. */
export function onlyOne(what: string): string {
  return `a manifest of this system can say only one ${what} here`;
}

/** Somebody whose name leads to another entry. */
export function namesSomebodyElse(who: string): string {
  return `${shown(who)} means an entry that is there already, for another account`;
}

/** Access to a workspace that no entry names. */
export function undeclaredWorkspace(name: string): string {
  return `the workspace ${shown(name)} is not declared here: declare it first`;
}

/** A text that cannot be edited safely; `why` ends the sentence. */
export function unwritable(why: string): string {
  return `its text cannot be edited safely: ${why}`;
}

/** A change that would overwrite another. */
export function meets(address: string): string {
  return `it touches the same text as ${address}`;
}
