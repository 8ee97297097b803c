/** What is not changed but must be known: waiting, for a person, released, observed, unmanaged. */
import type { Kind, Listed, Location, OrganizationPlan } from "../model/contract.ts";
import { type Line, line } from "./layout.ts";
import { places, titleOf } from "./naming.ts";
import { fieldSpans } from "./phrase.ts";
import { columns, padding, tone, whole } from "./spans.ts";
import type { Tone } from "./style.ts";
import { byKind, count, kept } from "./words.ts";

/** What the lists have in common. */
export interface Entry {
  readonly address: string;
  readonly kind: Kind;
  readonly message: string;
  readonly origins?: readonly Location[];
  readonly fields?: Listed["fields"];
  readonly danger?: boolean;
}

const widestTitle = 34;
const mostUnmanaged = 5;

/** The lists of one organization that have entries, each under its name. */
export function listLines(organization: OrganizationPlan): readonly Line[] {
  const { waiting, forPerson, released, observed, unmanaged } = organization;
  return [
    ...entryList("waiting", "strong", waiting),
    ...entryList("for a person", "strong", forPerson),
    ...entryList("released", "warning", released),
    ...entryList("observed", "strong", observed),
    ...(unmanaged.length > mostUnmanaged
      ? unmanagedCounts(unmanaged)
      : entryList("unmanaged", "faint", unmanaged)),
  ];
}

/** Entries: who or what, what there is to say, and where it is declared. */
export function entryLines(entries: readonly Entry[]): readonly Line[] {
  const width = Math.min(widestTitle, Math.max(0, ...entries.map((entry) => columns(title(entry)))));
  return byKind(entries).flatMap((entry) => [
    line(
      4,
      tone(entry.danger === true ? "warning" : "name", title(entry)),
      `${padding(title(entry), width)}  ${entry.message}  `,
      whole("faint", places(entry.origins ?? [])),
    ),
    ...(entry.fields ?? []).map((field) => line(6, ...fieldSpans(field))),
  ]);
}

function entryList(name: string, nameTone: Tone, entries: readonly Entry[]): readonly Line[] {
  return entries.length === 0 ? [] : [line(2, tone(nameTone, name)), ...entryLines(entries)];
}

function title(entry: Entry): string {
  return entry.kind === "access" || entry.kind === "member"
    ? titleOf(entry)
    : `${entry.kind} ${titleOf(entry)}`;
}

/** Many unmanaged entries as numbers, one line per cause. */
function unmanagedCounts(unmanaged: readonly Listed[]): readonly Line[] {
  const numbers = Object.entries(kept)
    .map(([code, words]) => ({ words, number: unmanaged.filter((listed) => listed.code === code).length }))
    .filter(({ number }) => number > 0);
  const width = String(Math.max(...numbers.map(({ number }) => number))).length;
  return [
    line(
      2,
      tone("faint", "unmanaged"),
      tone("faint", `  ${count(unmanaged.length, "entry", "entries")}; \`--format json\` names each`),
    ),
    ...numbers.map(({ words, number }) =>
      line(4, tone("faint", `${String(number).padStart(width)} ${words}`)),
    ),
  ];
}
