/** The catalogue: what a system cannot do, said at the manifest's line before any request. */
import { didYouMean, error, listed, type Problem, shown } from "./problem.ts";

/** A section for a kind of resource that the system does not have. */
export function unsupportedSection(section: string, title: string): Problem {
  return error("unsupported-section", [
    `${title} has no ${section} that can be managed.`,
    "The section could never take effect.",
    `Remove \`${section}\`.`,
  ]);
}

/** An attribute that the system does not have, or gives itself; `known` are those beside it, without their heading. */
export function unsupportedAttribute(name: string, title: string, known: readonly string[]): Problem {
  const key = name.slice(name.indexOf(".") + 1);
  const otherwise = known.length === 0 ? "Remove it." : `Remove it, or use ${listed(known)}.`;
  return error("unsupported-attribute", [
    `${title} has no ${shown(name)} here that can be set.`,
    "It could never take effect.",
    didYouMean(key, known, otherwise),
  ]);
}

/** null where the system cannot clear. */
export function notClearable(name: string, title: string): Problem {
  return error("not-clearable", [
    `${title} cannot clear ${shown(name)}.`,
    "`null` asks for the field to be emptied.",
    "Give it a value, or remove the key to leave it as it is.",
  ]);
}

/** A value outside the system's closed list, or no list where it takes one. */
export function unsupportedValue(
  name: string,
  value: unknown,
  takes: readonly string[] | "list",
  title: string,
): Problem {
  const words = takes === "list" ? "a list of texts" : listed(takes);
  const fix =
    takes === "list" ? "Write it as a list: `[…]`." : didYouMean(String(value), takes, `Write ${words}.`);
  return error("unsupported-value", [
    `${title} does not take ${shown(value)} for ${shown(name)}.`,
    `It takes ${words}.`,
    fix,
  ]);
}

/** A key by which the system cannot find an organization. */
export function cannotFindBy(key: "slug" | "id", title: string, keys: readonly string[]): Problem {
  return error("unsupported-key", [
    `${title} cannot find an organization by its ${key}.`,
    `It is found by its ${listed(keys)} only.`,
    `Remove \`${key}:\` and give ${listed(keys)}.`,
  ]);
}

/** Sub-accounts where the system has none. */
export function noParents(title: string): Problem {
  return error("unsupported-parent", [
    `${title} has no sub-accounts.`,
    "`parent` says that this organization lives inside another.",
    "Remove `parent:`.",
  ]);
}

/** `ensure: absent` on what the system cannot remove. */
export function cannotRemove(what: string, title: string): Problem {
  return error("unsupported-removal", [
    `${title} cannot remove ${what}.`,
    "`ensure: absent` could never take effect.",
    "Remove `ensure: absent`; what the manifests do not name is left alone or listed.",
  ]);
}

/** A sub-account of a sub-account. */
export function tooDeep(title: string, parent: string): Problem {
  return error("parent-too-deep", [
    `${shown(parent)} is itself a sub-account, and sub-accounts of ${title} have none of their own.`,
    "It could never be created.",
    "Name the organization at the top as its parent.",
  ]);
}

/** Earlier keys where the system cannot rename. */
export function cannotRename(what: string, title: string): Problem {
  return error("cannot-rename", [
    `${title} cannot rename ${what}.`,
    "A rename would have to be a deletion and a creation, which would take away what belongs to it.",
    "Remove the earlier keys, and declare it under its live name.",
  ]);
}

/** Several roles or levels where there can be one. */
export function onlyOne(what: "role" | "level", holder: string, title: string): Problem {
  return error(`several-${what}s`, [
    `On ${title} ${holder} has one ${what}.`,
    "Several could not hold together.",
    `Give one with \`${what}:\`.`,
  ]);
}

/** A status where the system does not suspend. */
export function noStatus(title: string): Problem {
  return error("unsupported-status", [
    `${title} does not suspend members.`,
    "`status` could never take effect.",
    "Remove `status:`; remove the member to end the access.",
  ]);
}

/** Access declared for a sort of subject that the system does not know. */
export function unsupportedSubject(subject: "member" | "role" | "outsider", title: string): Problem {
  const whose = { member: "a member's", role: "a role's", outsider: "a single person's" }[subject];
  const other = {
    member: "`workspaces:`",
    role: "the entry",
    outsider: "the entry, and give the access to a member",
  }[subject];
  return error("unsupported-subject", [
    `${title} does not know ${whose} access to a workspace here.`,
    "It could never take effect.",
    `Remove ${other}.`,
  ]);
}
