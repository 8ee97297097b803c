/** How issues and pull requests of ours are known again: by a hidden first line, and by who wrote them; never by a title. */
import type { Issue, Pull } from "../../../io/github/index.ts";
import type { GroupKind } from "./groups.ts";

/** The label of all issues of ours. */
export const DRIFT_LABEL = "orgwright-drift";

/** What an issue is kept for. */
export interface IssueMark {
  readonly folder: string;
  readonly kind: GroupKind;
  readonly name: string;
}

/** The first line of an issue. Nothing in it can end it. */
export function issueMark({ folder, kind, name }: IssueMark): string {
  return `<!-- orgwright:drift:${placeOf(folder)}:${kind}:${encodeURIComponent(name)} -->`;
}

/** What an issue of ours in this folder is kept for; undefined for any other. */
export function markIn({ body }: Issue, folder: string): IssueMark | undefined {
  const [, place, kind, name] =
    /^<!-- orgwright:drift:([^\s:]+):(organization|connection):([^\s:]+) -->(?:\r?\n|$)/u.exec(body) ?? [];
  if (place !== placeOf(folder) || name === undefined) return undefined;
  try {
    return { folder, kind: kind === "connection" ? kind : "organization", name: decodeURIComponent(name) };
  } catch {
    return undefined;
  }
}

/** What a pull request that adopts remembers. */
export interface PullMark {
  readonly folder: string;
  readonly organization: string;
  /** Commits of ours that its branch has or gets. */
  readonly commits: readonly string[];
  /** Of the drift that it adopts. */
  readonly fingerprint: string;
  /** Whether it was us who closed it. */
  readonly closed: boolean;
}

/** The first line of a pull request. */
export function pullMark({ folder, organization, commits, fingerprint, closed }: PullMark): string {
  const words = [
    `orgwright:adopt:${placeOf(folder)}:${encodeURIComponent(organization)}`,
    commits.join(","),
    fingerprint,
    ...(closed ? ["closed"] : []),
  ];
  return `<!-- ${words.join(" ")} -->`;
}

/** What a pull request remembers; undefined when it is not for this organization. */
export function pullMarkIn(
  { body }: Pull,
  { folder, organization }: Pick<PullMark, "folder" | "organization">,
): PullMark | undefined {
  const [, place, name, commits = "", fingerprint = "", closed] =
    /^<!-- orgwright:adopt:([^\s:]+):([^\s:]+) ([0-9a-f,]+) ([0-9a-f]+)( closed)? -->/u.exec(body) ?? [];
  if (place !== placeOf(folder) || name !== encodeURIComponent(organization)) return undefined;
  return { folder, organization, commits: commits.split(","), fingerprint, closed: closed !== undefined };
}

/** The branch from which an organization is adopted: another one for each folder and organization, and always a name that git takes. */
export function adoptBranch(folder: string, organization: string): string {
  const place = folder === "" ? "" : `${encoded(folder)}+`;
  return `orgwright/adopt/${place}${encoded(organization)}`;
}

/** Dots are fine between letters, but git refuses `..`, a dot at an end and `.lock`. */
function encoded(text: string): string {
  const isFine = /^[\w-]+(\.[\w-]+)*$/u.test(text) && !text.endsWith(".lock");
  const unfit = isFine ? /[^\w.-]/gu : /[^\w-]/gu;
  return text.replace(unfit, (character) =>
    [...new TextEncoder().encode(character)].map((byte) => `=${byte.toString(16).padStart(2, "0")}`).join(""),
  );
}

function placeOf(folder: string): string {
  return encodeURIComponent(folder === "" ? "." : folder);
}
