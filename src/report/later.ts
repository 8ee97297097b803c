/** What is declared for later, as a section of a plan's Markdown. */
import { kindOf } from "../model/address.ts";
import type { Change } from "../model/contract.ts";
import { leftWords, type MarkdownBlock, type MarkdownRow } from "./markdown-parts.ts";
import { inline } from "./markdown-text.ts";
import { changeTitle, places } from "./naming.ts";
import { effectSpans, naming, sharedEffects } from "./phrase.ts";
import { dangerRank, ranks } from "./ranking.ts";
import { type Span, tone } from "./spans.ts";
import { count, risks } from "./words.ts";

/** What happens at one instant when only time passes; `dropped`: what no longer happens then. */
export interface ShownLaterChange
  extends Pick<Change, "action" | "address" | "verb" | "risks" | "effects" | "origins"> {
  readonly dropped: boolean;
}

/** What a pull request declares for later, and how many instants nobody looked at. */
export interface ShownLater {
  readonly entries: readonly {
    /** An ISO instant in UTC. */
    readonly at: string;
    readonly organization: string;
    readonly changes: readonly ShownLaterChange[];
    /** Why nothing is applied to the organization from then on. */
    readonly problems: readonly string[];
  }[];
  readonly more: number;
}

type Entry = ShownLater["entries"][number];

const mostEffects = 6;
const mostPeople = 8;

/** How much is declared for later, in a few words: `2 later`; empty for nothing. */
export function laterWords({ entries, more }: ShownLater): string {
  const changes = entries.reduce((sum, entry) => sum + entry.changes.length, 0);
  const isBroken = entries.some(({ problems }) => problems.length > 0);
  return [
    changes === 0 ? "" : `${changes} later`,
    isBroken ? "invalid later" : "",
    more === 0 ? "" : `${count(more, "later time")} not looked at`,
  ]
    .filter((words) => words !== "")
    .join(", ");
}

/** Every entry by its time, as an alert box where one moves power; empty for nothing. What does not fit is counted. */
export function laterBlock({ entries, more }: ShownLater): MarkdownBlock {
  const rows = [
    ...entries.flatMap((entry) => entry.problems.map((problem) => problemSpans(entry, problem))),
    ...(more === 0 ? [] : [moreSpans(more)]),
  ].map((spans) => ({ spans, rank: ranks.stop, labels: ["not known"] }));
  const changes = entries.flatMap((entry) => entry.changes.map((change) => changeOf(entry, change)));
  const all = [...rows, ...changes];
  const isSevere = all.some(({ rank }) => rank <= ranks.danger);
  const mark = isSevere ? "> " : "";
  const title = "**Declared for later**, without another pull request:";
  return {
    open: `\n${isSevere ? "> [!WARNING]\n" : ""}${mark}${title}\n${mark.trim()}\n`,
    close: "",
    parts: all.map((row) => rowOf(row, mark)),
    share: 0.2,
    rest: (left) => `${mark}- _Left out for length: ${leftWords(left)}._\n`,
  };
}

interface Told {
  readonly spans: readonly Span[];
  readonly rank: number;
  readonly labels: readonly string[];
}

function rowOf({ spans, rank, labels }: Told, mark: string): MarkdownRow {
  const thing = labels.length > 0 ? "danger" : "entry";
  return { text: `${mark}- ${inline(spans)}\n`, rank, tag: { thing, labels } };
}

function changeOf(entry: Entry, change: ShownLaterChange): Told {
  const { address, dropped, origins } = change;
  const labels = [...new Set(change.risks.map(({ code }) => risks[code]))];
  const lines = places(origins);
  const spans = [
    ...opening(entry),
    ...(labels.length === 0 ? [] : [tone("strong", labels.join(", ")), " "]),
    ...(dropped ? ["no longer: "] : []),
    ...meaningOf({ ...change, kind: kindOf(address) }),
    ...(lines === "" ? [] : [" ", tone("name", lines)]),
  ];
  return { spans, rank: rankOf(change), labels };
}

/** As the dangers of the plan for what has a risk, as its changes for the others. */
function rankOf({ risks: marks, action }: ShownLaterChange): number {
  if (marks.length > 0) {
    return Math.min(...marks.map((risk) => dangerRank({ ...risk, level: "risk", label: risks[risk.code] })));
  }
  if (action === "delete" || action === "replace") return ranks.removal;
  return action === "update" ? ranks.update : ranks.creation;
}

function meaningOf(change: ShownLaterChange & Pick<Change, "kind">): readonly Span[] {
  const shared = sharedEffects(change.effects);
  const more = shared.length - mostEffects;
  if (shared.length === 0) return [changeTitle(change)];
  return [
    ...shared
      .slice(0, mostEffects)
      .flatMap((each, index) => [...(index === 0 ? [] : [", "]), ...effectSpans(naming(mostPeople, each))]),
    ...(more > 0 ? [` and ${more} more`] : []),
  ];
}

function problemSpans(entry: Entry, problem: string): readonly Span[] {
  return [...opening(entry), tone("strong", "invalid"), ` from then on: ${problem}`];
}

function moreSpans(more: number): readonly Span[] {
  return [tone("strong", "not known"), ` what happens at ${count(more, "time")} after these`];
}

function opening({ at, organization }: Entry): readonly Span[] {
  return [tone("name", timeText(at)), " · ", tone("name", organization), ": "];
}

/** `2026-11-24 00:00 UTC`; another text as it is. */
function timeText(at: string): string {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}(?:\.\d+)?Z$/u.exec(at) ?? [];
  return date === undefined || time === undefined ? at : `${date} ${time} UTC`;
}
