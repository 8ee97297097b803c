/** The catalogue: documents that are well formed and still cannot be meant. */
import { didYouMean, error, listed, note, type Problem, shown, warning } from "./problem.ts";

/** A name in an entry that nothing declared has. */
export function unknown(what: Named, name: string, known: readonly string[], why: string): Problem {
  const list =
    known.length === 0
      ? `Declare the ${what} first.`
      : `Use ${listed(known)}, or declare the ${what} that you mean.`;
  return error(`unknown-${what}`, [
    `There is no ${what} ${shown(name)}.`,
    why,
    didYouMean(name, known, list),
  ]);
}

/** A name that is none of those that the system has, where nobody can declare another. */
export function unknownFixed(
  kind: "role" | "level",
  name: string,
  known: readonly string[],
  why: string,
): Problem {
  return error(`unknown-${kind}`, [
    `There is no ${kind} ${shown(name)}.`,
    why,
    didYouMean(name, known, `Use ${listed(known)}.`),
  ]);
}

/** What manifests refer to by name. */
export type Named = "connection" | "group" | "parent" | "workspace" | "role";

/** A key under a Person's ids that is neither a connection nor a system. */
export function unknownIdOwner(name: string, known: readonly string[]): Problem {
  return warning("unknown-id-owner", [
    `${shown(name)} is neither a connection nor a system of this project.`,
    "Ids are keyed by the connection, or by the system, that gave them; this one is never used.",
    didYouMean(name, known, `Use one of ${listed(known)}, or remove it.`),
  ]);
}

/** Two documents of one kind and name. */
export function duplicateName(kind: string, name: string): Problem {
  return error("duplicate-name", [
    `Another ${kind} is called ${shown(name)} too.`,
    "Names are the keys in addresses and references, so each stands for one document.",
    "Rename or remove one of the two.",
  ]);
}

/** Two entries of one section and name. */
export function duplicateEntry(section: string, name: string): Problem {
  return error("duplicate-entry", [
    `${shown(name)} occurs twice in \`${section}\`.`,
    "Each name is the key of one entry.",
    "Merge the two entries, or rename one.",
  ]);
}

/** Two entries of an organization that stand for one workspace on the system. */
export function sameWorkspace(id: string, organization: string): Problem {
  return error("same-workspace", [
    `The workspace ${shown(id)} is also declared in organization ${shown(organization)}.`,
    "A workspace belongs to one organization at most, so the two would take it from each other.",
    "Remove one of the entries; to move it, remove it where it leaves or set `ensure: absent` there.",
  ]);
}

/** Two workspace entries without ids that look for one live name. */
export function sameLiveName(name: string, other: string): Problem {
  return error("same-workspace", [
    `The live name ${shown(name)} also finds the workspace entry ${shown(other)}.`,
    "Without an id a workspace is found by its live name, so both entries would be one workspace.",
    "Give both entries their `id`, or remove one.",
  ]);
}

/** Two organizations of a connection with one slug or id. */
export function sameKey(key: "slug" | "id", value: string, other: string): Problem {
  return error("same-organization", [
    `Organization ${shown(other)} has the ${key} ${shown(value)} on this connection too.`,
    "Both would manage one live organization and undo each other's changes.",
    `Correct the ${key} of one, or remove one of the two.`,
  ]);
}

/** A sub-account whose parent lives on another connection. */
export function parentElsewhere(parent: string, connection: string): Problem {
  return error("parent-elsewhere", [
    `The parent ${shown(parent)} is on the connection ${shown(connection)}.`,
    "A sub-account lives on its parent's system and account.",
    "Use one connection for both, or correct the parent.",
  ]);
}

/** An organization that is its own ancestor. */
export function parentCycle(names: readonly string[]): Problem {
  return error("parent-cycle", [
    `The parents go round in a circle: ${names.map(shown).join(" → ")}.`,
    "One of them must exist before the others.",
    "Remove one `parent:`.",
  ]);
}

/** An earlier key that is somebody's present or earlier key as well. */
export function previouslyTaken(key: string, other: string): Problem {
  return error("previously-declared", [
    `The earlier key ${shown(key)} belongs to ${other} too.`,
    "An earlier key means a rename, and what is declared elsewhere was not renamed.",
    "Remove it from `previously`, or remove the other entry.",
  ]);
}

/** Two explicit entries that reach one person at one time. */
export function severalEntries(section: string, who: string): Problem {
  return error("several-entries", [
    `${shown(who)} has another entry in \`${section}\` at the same time.`,
    "Two explicit entries for one person contradict each other.",
    "Merge them, or let `until` of one come before `from` of the other.",
  ]);
}

/** A person whose access is declared both by the membership and in the section access. */
export function accessTwice(who: string): Problem {
  return error("several-entries", [
    `The access of ${shown(who)} is declared under \`members\` as well.`,
    "A member's `workspaces` are the whole of that member's access; `access` is for roles and for people who are no members.",
    "Keep one of the two places.",
  ]);
}

/** Groups that disagree where no rank decides. */
export function conflictingGroups(who: string, field: string, values: readonly [string, string]): Problem {
  return error("conflicting-groups", [
    `Groups give ${shown(who)} different values for ${field}: ${listed(values, "and")}.`,
    "No rank says which of them is higher.",
    `Add an entry for ${shown(who)} that decides, or take the person out of one group.`,
  ]);
}

/** An e-mail or id that two Persons claim. */
export function claimedTwice(what: string, other: string): Problem {
  return error("claimed-twice", [
    `Person ${shown(other)} claims ${shown(what)} too.`,
    "Each address and each account belongs to one person.",
    "Remove it from one of the two, or merge the two Persons.",
  ]);
}

/** A person who is twice in a group. */
export function duplicateInGroup(email: string): Problem {
  return warning("duplicate-in-group", [
    `${shown(email)} is in the group already.`,
    "It makes no difference, but may hide that somebody else was meant.",
    "Remove the second one.",
  ]);
}

/** A group that nobody uses. */
export function unusedGroup(name: string): Problem {
  return warning("unused-group", [
    `No organization uses the group ${shown(name)}.`,
    "Its people get nothing from it.",
    "Use it in an organization's `members`, or remove it.",
  ]);
}

/** A section that would leave nobody, without a word that this is meant. */
export function emptySection(section: string): Problem {
  return error("empty-section", [
    `\`${section}\` is declared and comes to nothing at this time.`,
    "It would remove everything of this kind that is not protected, which is seldom meant.",
    `Add \`confirmEmpty: [${section}]\` if it is meant; remove the section to leave it alone.`,
  ]);
}

/** A confirmation of emptiness that is not needed. */
export function confirmNotNeeded(section: string, declared: boolean): Problem {
  const state = declared ? "is not empty" : "is not declared";
  return warning("confirm-not-needed", [
    `\`confirmEmpty\` names \`${section}\`, which ${state}.`,
    "Should the section become empty by mistake one day, nothing would hold that back.",
    "Remove it.",
  ]);
}

/** A time that does not exist. */
export function notATime(text: string): Problem {
  return error("not-a-time", [
    `${shown(text)} is no day or hour of the calendar.`,
    "Access begins and ends at real times, from 1970 on.",
    "Correct it, like `2026-12-31` or `2026-12-31T18:00:00Z`.",
  ]);
}

/** An entry that ends before it begins. */
export function untilBeforeFrom(): Problem {
  return error("until-before-from", [
    "`until` comes before `from`.",
    "The entry would never hold.",
    "Correct one of the two.",
  ]);
}

/** An entry whose time is over. */
export function ended(until: string): Problem {
  return note("ended-entry", [
    `This entry ended with ${shown(until)}.`,
    "What it gave is taken back by the next apply.",
    "Remove the entry after that apply.",
  ]);
}

/** A workspace or role that is used and declared absent. */
export function absentButUsed(what: "workspace" | "role", name: string): Problem {
  return error(`absent-${what}`, [
    `The ${what} ${shown(name)} is declared with \`ensure: absent\`.`,
    "Nobody can have it while it is to be removed.",
    "Remove it here, or let it be present.",
  ]);
}

/** A guard of the project file for an organization that is not there. */
export function guardForUnknown(organization: string, known: readonly string[]): Problem {
  return error("guard-for-unknown", [
    `The project file has guards for organization ${shown(organization)}, which is not declared.`,
    "They guard nothing; another organization may be meant.",
    didYouMean(organization, known, "Correct or remove it under `guards`."),
  ]);
}
