/** What a plan means for people, as a table: one row per person and organization. */
import type { Change, Effect, OrganizationPlan, Plan } from "../model/contract.ts";
import { leftWords, type MarkdownBlock, type MarkdownRow } from "./markdown-parts.ts";
import { details, inline, tableHead, tableRow } from "./markdown-text.ts";
import { subjectTitle } from "./naming.ts";
import { effectSpans } from "./phrase.ts";
import { changeRank } from "./ranking.ts";
import { tone } from "./spans.ts";
import { count } from "./words.ts";

/** With more rows than these the table opens on a click. */
const mostOpen = 25;
const mostEffects = 6;

interface Person {
  readonly subject: string;
  readonly effects: Effect[];
  rank: number;
}

/** Whom the changes concern and how, those first for whom it is more than a consequence; empty for nobody. */
export function peopleBlock({ organizations }: Plan): MarkdownBlock {
  const title = "What it means for people";
  const rows = organizations.flatMap(peopleRows);
  const frame =
    rows.length <= mostOpen
      ? { open: `\n#### ${title}\n`, close: "" }
      : details([title, count(rows.length, "row")]);
  return {
    open: frame.open + tableHead(["who", "what", "organization"]),
    close: frame.close,
    parts: rows,
    share: 0.35,
    rest: (left) => `\n_Left out for length: ${leftWords(left)}._\n`,
  };
}

function peopleRows({ name, changes }: OrganizationPlan): readonly MarkdownRow[] {
  const people = new Map<string, Person>();
  const pairs = changes.flatMap((change) => change.effects.map((effect) => ({ effect, change })));
  const meant = pairs.filter(({ effect }) => !effect.cascade);
  const following = pairs.filter(({ effect }) => effect.cascade);
  for (const { effect, change } of [...meant, ...following]) add(people, effect, change);
  return [...people.values()].map((person) => personRow(person, name));
}

function add(people: Map<string, Person>, effect: Effect, change: Change): void {
  const { subject } = effect;
  const person = people.get(subject) ?? { subject, effects: [], rank: Number.POSITIVE_INFINITY };
  person.effects.push(effect);
  person.rank = Math.min(person.rank, changeRank(change));
  people.set(subject, person);
}

function personRow({ subject, effects, rank }: Person, organization: string): MarkdownRow {
  const shown = effects.slice(0, mostEffects);
  const more = effects.length - shown.length;
  const words = shown.map((effect) => inline(effectSpans({ effect, subjects: [subject] }, subject)));
  const cells = [
    inline([tone("name", subjectTitle(subject))]),
    [...words, ...(more === 0 ? [] : [`and ${more} more`])].join("<br>"),
    inline([tone("name", organization)]),
  ];
  return { text: tableRow(cells), rank, tag: { thing: "person", organization } };
}
