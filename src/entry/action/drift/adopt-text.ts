/** The words of a pull request that adopts, and the same as a fold where none can be opened. Pure. */
import { clipped, fenced } from "../../../report/escape.ts";
import { bullet, details, inline, link } from "../../../report/markdown-text.ts";
import { resourceTitle } from "../../../report/naming.ts";
import { tone } from "../../../report/spans.ts";
import { count } from "../../../report/words.ts";

/** Characters of one list, and of one file's difference. */
const MOST_LISTED = 20_000;
const MOST_PATCH = 12_000;
const CONTEXT = 3;
const LONGEST_TITLE = 200;

/** What is adopted of an organization, and what is not. */
export interface Adoption {
  /** Files of the project that change. */
  readonly files: readonly { readonly file: string; readonly text: string }[];
  readonly adopted: readonly { readonly address: string; readonly words: string }[];
  readonly refused: readonly { readonly address: string; readonly reason: string }[];
}

/** What a pull request's words are about. */
export interface AdoptionWords extends Pick<Adoption, "adopted" | "refused"> {
  readonly organization: string;
  /** Number of the issue that tells of the drift. */
  readonly issue?: number;
}

/** The title of the pull request, which is that of its commit too. */
export function adoptTitle({ organization, adopted }: AdoptionWords): string {
  return clipped(`Adopt ${count(adopted.length, "difference")} of ${organization} from live`, LONGEST_TITLE);
}

/** The body of the pull request, without its mark. */
export function adoptText({ organization, adopted, refused, issue }: AdoptionWords): string {
  const about = issue === undefined ? "" : `, as told in #${issue}`;
  return [
    `Live differs from the manifests of ${inline([tone("name", organization)])}${about}. This changes the manifests to what live has; nothing is written to a system. To undo what was changed live instead, close this and revert as the issue tells.\n`,
    `\n#### Adopted\n\n`,
    listed(adopted.map(({ address, words }) => item(address, words))),
    ...(refused.length === 0
      ? []
      : ["\n#### Not adopted\n\n", listed(refused.map(({ address, reason }) => item(address, reason)))]),
    "\n_This is kept up to date, and closed when the drift is gone: changes pushed to its branch by others stop that. A pull request that a workflow opens with the job's own token starts no workflows; with an App's token in `token` its plan is shown as on any other._\n",
  ].join("");
}

function item(address: string, words: string): string {
  return bullet(inline([tone("name", resourceTitle(address)), ": ", words]));
}

function listed(lines: readonly string[]): string {
  let text = "";
  let left = 0;
  for (const line of lines) {
    if (text.length + line.length <= MOST_LISTED) text += line;
    else left += 1;
  }
  return left === 0 ? text : `${text}${bullet(`and ${left} more`)}`;
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
