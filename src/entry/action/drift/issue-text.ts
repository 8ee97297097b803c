/** The words of an issue and of the comments under it. Pure. */
import { differences } from "../../../report/drift.ts";
import { type DriftSeverity, driftSeverity, renderDriftMarkdown } from "../../../report/index.ts";
import { bullet, inline, link } from "../../../report/markdown-text.ts";
import { resourceTitle } from "../../../report/naming.ts";
import { type Span, tone } from "../../../report/spans.ts";
import { count } from "../../../report/words.ts";
import { BODY_LIMIT } from "../sticky.ts";
import type { Adopted } from "./adopt.ts";
import { type Attempts, type Group, isUnread } from "./groups.ts";
import { type IssueMark, issueMark } from "./mark.ts";
import { revertWays } from "./revert.ts";
import { firstSeen, hiddenState, type Item, keyOf, type News, type State, withoutState } from "./state.ts";

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

/** The comment that tells what is new and what is gone, under a first sentence. */
export function newsComment(head: string, { fresh, gone }: News, { organizations }: Group): string {
  const changes = organizations.flatMap((each) => each.changes);
  const about = new Map(
    changes.map((change) => [keyOf(change.id), [driftSeverity(change), differences[change.action]] as const]),
  );
  const line = ([key, address]: Item): string => bullet(inline(itemSpans(address, about.get(key))));
  const lists = [listed("New", fresh.map(line)), listed("Gone", gone.map(line))];
  return [`${head}\n`, ...lists].join("");
}

function itemSpans(address: string, known: readonly [DriftSeverity, string] | undefined): readonly Span[] {
  const title = tone("name", address === "" ? "not remembered by name" : resourceTitle(address));
  return known === undefined ? [title] : [tone("strong", known[0]), " ", title, ` ${known[1]}`];
}

function listed(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const rest = lines.length - MOST_ENTRIES;
  const more = rest > 0 ? bullet(`and ${rest} more`) : "";
  return `\n**${title}** (${lines.length}):\n\n${lines.slice(0, MOST_ENTRIES).join("")}${more}`;
}

/** A sentence with the run that it is of. */
export function sentence(words: string, runUrl: string): string {
  return `${words} (${link("run", runUrl)})`;
}
