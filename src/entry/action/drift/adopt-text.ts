/** The words of a pull request that adopts, and the same as a fold where none can be opened. Pure. */

import type { Change } from "../../../model/contract.ts";
import { clipped, fenced } from "../../../report/escape.ts";
import { bullet, details, inline, link } from "../../../report/markdown-text.ts";
import { resourceTitle } from "../../../report/naming.ts";
import { tone } from "../../../report/spans.ts";
import { count } from "../../../report/words.ts";
import { type AdoptedItem, alarm, fitting, type Judged, judged } from "./adopt-alarm.ts";
import { severityCount } from "./severity-count.ts";

/** Characters of one list, and of one file's difference. */
const MOST_LISTED = 16_000;
const MOST_PATCH = 12_000;
const CONTEXT = 3;
const LONGEST_TITLE = 200;

/** What is adopted of an organization, and what is not. */
export interface Adoption {
  /** Files of the project that change. */
  readonly files: readonly { readonly file: string; readonly text: string }[];
  readonly adopted: readonly AdoptedItem[];
  readonly refused: readonly { readonly address: string; readonly reason: string }[];
}

/** What a pull request's words are about. */
export interface AdoptionWords extends Pick<Adoption, "adopted" | "refused"> {
  readonly organization: string;
  /** The changes whose differences are adopted, for how bad each is. */
  readonly changes: readonly Change[];
  /** Sections that nothing is left in. */
  readonly emptied: readonly string[];
  /** Number of the issue that tells of the drift. */
  readonly issue?: number;
}

/** The title of the pull request, which is that of its commit too. */
export function adoptTitle({ organization, adopted, changes }: AdoptionWords): string {
  const critical = judged(adopted, changes).filter(({ severity }) => severity === "critical").length;
  const end = ` from live${critical === 0 ? "" : `, ${critical} critical`}`;
  const start = clipped(
    `Adopt ${count(adopted.length, "difference")} of ${organization}`,
    LONGEST_TITLE - end.length,
  );
  return `${start}${end}`;
}

/** The body of the pull request, without its mark: escalations first, then the rest by severity, what is cut counted. */
export function adoptText({
  organization,
  adopted,
  refused,
  issue,
  changes,
  emptied,
}: AdoptionWords): string {
  const about = issue === undefined ? "" : `, as told in #${issue}`;
  const items = judged(adopted, changes);
  return [
    alarm(items, emptied),
    `Live differs from the manifests of ${inline([tone("name", organization)])}${about}. This changes the manifests to what live has; nothing is written to a system. To undo what was changed live instead, close this and revert as the issue tells.\n`,
    `\n#### Adopted\n\n`,
    adoptedList(items),
    ...(refused.length === 0 ? [] : ["\n#### Not adopted\n\n", refusedList(refused)]),
    "\n_This is kept up to date, and closed when the drift is gone: changes pushed to its branch by others stop that. A pull request that a workflow opens with the job's own token starts no workflows; with an App's token in `token` its plan is shown as on any other._\n",
  ].join("");
}

function adoptedList(items: readonly Judged[]): string {
  const lines = items.map(({ severity, address, words }) =>
    bullet(inline([tone("strong", severity), " ", tone("name", resourceTitle(address)), ": ", words])),
  );
  const { shown, left } = fitting(lines, MOST_LISTED);
  if (left === 0) return shown.join("");
  const rest = severityCount(items.slice(shown.length).map(({ severity }) => severity));
  return `${shown.join("")}${bullet(`and ${left} more: ${rest}`)}`;
}

function refusedList(refused: Adoption["refused"]): string {
  const lines = refused.map(({ address, reason }) =>
    bullet(inline([tone("name", resourceTitle(address)), ": ", reason])),
  );
  const { shown, left } = fitting(lines, MOST_LISTED);
  return left === 0 ? shown.join("") : `${shown.join("")}${bullet(`and ${left} more`)}`;
}

/** A file before and after. */
export interface FilePair {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What could not be put into a pull request, for somebody to do it by hand. */
export function adoptFold(
  { organization }: Pick<AdoptionWords, "organization">,
  files: readonly FilePair[],
  compareUrl: string | undefined,
): string {
  const frame = details([`Adopt ${organization} by hand`, count(files.length, "file")]);
  const way =
    compareUrl === undefined
      ? "No pull request could be opened. The change, as a patch:"
      : `No pull request could be opened by this run: ${link("open it yourself", compareUrl)}. The change, as a patch:`;
  return `${frame.open}\n${way}\n\n${files.map(patchBlock).join("\n")}${frame.close}`;
}

function patchBlock(pair: FilePair): string {
  const text = fenced(patchLines(pair), "diff");
  return text.length <= MOST_PATCH
    ? text
    : `${inline([tone("name", pair.path), ": the change is too long to be shown here"])}\n`;
}

/** One hunk from the first line that differs to the last: no shortest difference, but a right one. */
export function patchLines({ path, before, after }: FilePair): readonly string[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const most = Math.min(old.length, now.length);
  const head = sameLines(most, (at) => old[at] === now[at]);
  const tail = sameLines(most - head, (at) => old[old.length - 1 - at] === now[now.length - 1 - at]);
  const start = Math.max(0, head - CONTEXT);
  const kept = Math.max(0, tail - CONTEXT);
  const [oldEnd, nowEnd] = [old.length - kept, now.length - kept];
  return [
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -${start + 1},${oldEnd - start} +${start + 1},${nowEnd - start} @@`,
    ...old.slice(start, head).flatMap((line) => marked(" ", line)),
    ...old.slice(head, old.length - tail).flatMap((line) => marked("-", line)),
    ...now.slice(head, now.length - tail).flatMap((line) => marked("+", line)),
    ...old.slice(old.length - tail, oldEnd).flatMap((line) => marked(" ", line)),
  ];
}

/** Lines with their ends: one without an end differs from one with. */
function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(/(?<=\n)/u);
}

function marked(mark: string, line: string): readonly string[] {
  const shown = `${mark}${line.replace(/\r?\n$/u, "")}`;
  return line.endsWith("\n") ? [shown] : [shown, "\\ No newline at end of file"];
}

function sameLines(most: number, isSame: (at: number) => boolean): number {
  let at = 0;
  while (at < most && isSame(at)) at += 1;
  return at;
}
