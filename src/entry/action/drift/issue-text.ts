/** The words of an issue and of the comments under it. Pure. */
import { kindOf } from "../../../model/address.ts";
import { renderDriftMarkdown } from "../../../report/index.ts";
import { bullet, inline, link } from "../../../report/markdown-text.ts";
import { resourceTitle, titleOf } from "../../../report/naming.ts";
import { type Span, tone } from "../../../report/spans.ts";
import { count } from "../../../report/words.ts";
import { BODY_LIMIT } from "../sticky.ts";
import type { Adopted } from "./adopt.ts";
import { type Attempts, type Group, isUnread } from "./groups.ts";
import { hiddenState, withoutState } from "./hidden-state.ts";
import { isProblem, type ToldItem, toldItems } from "./items.ts";
import { type IssueMark, issueMark } from "./mark.ts";
import { revertWays } from "./revert.ts";
import { severityCount, worstFirst } from "./severity-count.ts";
import { firstSeen, type Item, type News, type State } from "./state.ts";

/** What stands before the text of an earlier look. */
const EARLIER = "<!-- orgwright:earlier -->";
/** Entries of one list in a comment. */
const MOST_ENTRIES = 30;
/** Characters that folds with texts to adopt may take of an issue. */
const MOST_FOLDED = 20_000;
const SLACK = 200;

/** How somebody acknowledges. */
export const ACKNOWLEDGE_HOW =
  "Add this to a file that the project file's `approvals` names, give the reason, and have it reviewed.";

/** What an issue is written from. */
export interface IssueWords {
  readonly mark: IssueMark;
  readonly group: Group;
  readonly state: State;
  readonly attempts: Attempts;
  readonly adopted: ReadonlyMap<string, Adopted>;
  readonly runUrl: string;
  /** The issue's body as it is; without one it is new. */
  readonly body?: string;
}

/** The whole body of an issue, within GitHub's limit. */
export function issueBody(words: IssueWords): string {
  const { group, state, mark, body } = words;
  const first = `${issueMark(mark)}\n`;
  const isBlind = body !== undefined && group.organizations.every(isUnread);
  const last = hiddenState(isBlind ? { ...state, earlier: true } : state);
  const limit = BODY_LIMIT - first.length - last.length - SLACK;
  if (!isBlind) return `${first}${freshText(words, limit)}\n${last}`;
  const earlier = earlierText(body);
  const note = freshText(words, limit);
  const heading = `\n---\n\n#### As it was when it was last read\n\n${EARLIER}\n`;
  const room = limit - note.length - heading.length;
  return `${first}${note}${earlier.length > room ? "" : `${heading}${earlier}`}\n${last}`;
}

/** The text of the last look at which something could be read. */
function earlierText(body: string): string {
  const text = withoutState(body).replace(/^<!-- orgwright:drift:[^\n]*\n?/u, "");
  const at = text.indexOf(`${EARLIER}\n`);
  return at < 0 ? text : text.slice(at + EARLIER.length + 1);
}

function freshText({ group, state, attempts, adopted, runUrl }: IssueWords, limit: number): string {
  const own = group.organizations.flatMap(({ name }) => adopted.get(name) ?? []);
  const pulls = own.flatMap(({ pull }) => pull ?? []);
  const [only] = pulls;
  const folds = bounded(own.flatMap(({ fold }) => fold ?? []));
  const several = pulls.length < 2 ? "" : `\nAdopted by ${pulls.map((number) => `#${number}`).join(", ")}.\n`;
  const text = renderDriftMarkdown(group.organizations, {
    limit: limit - folds.length - several.length,
    now: state.looked,
    firstSeen: firstSeenBefore(group, state),
    attempted: attempts,
    revert: revertWays(group.organizations, runUrl),
    acknowledgeHow: ACKNOWLEDGE_HOW,
    ...(own.length === 0
      ? {}
      : {
          adopt: {
            notPossible: own.flatMap(({ refused }) => refused),
            ...(pulls.length === 1 && only !== undefined ? { pullRequest: only } : {}),
          },
        }),
  });
  return `${text}${several}${folds}`;
}

/** What this very look has found first counts as new. */
function firstSeenBefore({ organizations }: Group, state: State): Readonly<Record<string, string>> {
  const all = Object.entries(firstSeen(organizations, [state]));
  return Object.fromEntries(all.filter(([, since]) => since !== state.looked));
}

function bounded(folds: readonly string[]): string {
  let text = "";
  let left = 0;
  for (const fold of folds) {
    if (text.length + fold.length <= MOST_FOLDED) text += fold;
    else left += 1;
  }
  return left === 0 ? text : `${text}\n_${count(left, "text")} to adopt left out for length._\n`;
}

/** The comment that tells what is new and what is gone, under a first sentence: counted by severity, the worst first. */
export function newsComment(head: string, { fresh, gone, blurred }: News, { organizations }: Group): string {
  const known = new Map(organizations.flatMap(toldItems).map((item) => [item.key, item]));
  const items = worstFirst(
    fresh.map(([key, address]): Shown => known.get(key) ?? { address, severity: "warning", words: "" }),
  );
  const title = blurred === true ? "There is now" : "New";
  const counts = [
    items.length === 0 ? "" : ` ${title}: ${severityCount(items.map(({ severity }) => severity))}.`,
    gone.length === 0 ? "" : ` Gone: ${gone.length}.`,
  ];
  return [`${head}${counts.join("")}\n`, freshList(title, items), goneList(gone)].join("");
}

type Shown = Pick<ToldItem, "address" | "severity" | "words">;

function freshList(title: string, items: readonly Shown[]): string {
  const left = items.slice(MOST_ENTRIES).map(({ severity }) => severity);
  const more = left.length === 0 ? "" : `and ${left.length} more: ${severityCount(left)}`;
  return listed(`**${title}** (${items.length})`, items.map(freshLine), more);
}

function freshLine({ severity, address, words }: Shown): string {
  return inline([tone("strong", severity), " ", nameSpan(address), words === "" ? "" : ` ${words}`]);
}

function goneList(gone: readonly Item[]): string {
  const rest = gone.length - MOST_ENTRIES;
  const lines = gone.map(([, address]) => inline([nameSpan(address)]));
  return listed(`**Gone** (${gone.length})`, lines, rest > 0 ? `and ${rest} more` : "");
}

function nameSpan(address: string): Span {
  return tone("name", address === "" ? "not remembered by name" : resourceTitle(address));
}

function listed(title: string, lines: readonly string[], more: string): string {
  if (lines.length === 0) return "";
  const shown = [...lines.slice(0, MOST_ENTRIES), ...(more === "" ? [] : [more])];
  return `\n${title}:\n\n${shown.map(bullet).join("")}`;
}

/** Whether something critical is not told in an issue's text, for one whose state nobody can read any more. */
export function hasUntold({ organizations }: Group, body: string): boolean {
  const isTold = (organization: string, { key, address, severity }: ToldItem): boolean => {
    if (isProblem(key)) return false;
    const kind = kindOf(address);
    const title = [`${kind} `, tone("name", titleOf({ address, kind }))];
    const named = organizations.length > 1 ? [tone("name", organization), ": "] : [];
    return body.includes(inline([tone("strong", severity), " ", ...named, ...title]));
  };
  return organizations.some((organization) =>
    toldItems(organization).some((item) => item.severity === "critical" && !isTold(organization.name, item)),
  );
}

/** A sentence with the run that it is of. */
export function sentence(words: string, runUrl: string): string {
  return `${words} (${link("run", runUrl)})`;
}
