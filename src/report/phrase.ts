/** Values, fields and effects in words, as stretches that terminal and Markdown both can show. */
import type { Change, Effect, FieldChange, Value } from "../model/contract.ts";
import { personKey } from "../model/identity.ts";
import { subjectOf, subjectTitle } from "./naming.ts";
import { type Span, tone } from "./spans.ts";
import { count } from "./words.ts";

/** Effects that say the same of several people. */
export interface SharedEffect {
  readonly effect: Effect;
  readonly subjects: readonly string[];
  /** How many more people it is true of, who are not named. */
  readonly more?: number;
}

/** What effects put into words: who has which role where. */
const toldByEffects: ReadonlySet<string> = new Set(["roles", "level", "workspaces"]);

/** A value as people write it: text in quotes only where its ends would be unclear. */
export function valueText(value: Value): string {
  if (value === null) return "none";
  if (typeof value === "string") return /^$|^none$|[\s",]/u.test(value) ? `"${value}"` : value;
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(valueText).join(", ");
  if (typeof value !== "object") return String(value);
  const pairs = Object.entries(value).map(([key, inner]) => `${key}: ${inner}`);
  return pairs.length === 0 ? "none" : pairs.join(", ");
}

/** `roles: member → admin`; without what was before when there was nothing. */
export function fieldSpans({ path, before, after }: FieldChange): readonly Span[] {
  const target = tone("name", valueText(after));
  if (before === null) return [`${path}: `, target];
  return [`${path}: `, tone("name", valueText(before)), " → ", target];
}

/** The fields of a change that neither its name nor its effects tell already. */
export function untoldFields(change: Change): readonly FieldChange[] {
  const about = subjectOf(change);
  const told = change.effects.some((effect) => !effect.cascade && effect.subject === about);
  const fields = change.fields.length > 0 ? change.fields : createdFields(change);
  return fields.filter(({ path, before, after }) => {
    const named = before === null && typeof after === "string" && isKey(after, about);
    return !(named || (told && toldByEffects.has(path)));
  });
}

/** The effects of a change, those with the same words for several people as one. */
export function sharedEffects(effects: readonly Effect[]): readonly SharedEffect[] {
  const groups = new Map<string, { effect: Effect; subjects: string[] }>();
  for (const effect of effects) {
    const { verb, what, from, on, cascade } = effect;
    const key = JSON.stringify([verb, what, from ?? null, on, cascade]);
    const group = groups.get(key) ?? { effect, subjects: [] };
    group.subjects.push(effect.subject);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The same with at most so many people named. */
export function naming(most: number, { effect, subjects }: SharedEffect): SharedEffect {
  if (subjects.length <= most) return { effect, subjects };
  return { effect, subjects: subjects.slice(0, most), more: subjects.length - most };
}

/** `alice@acme.test gains admin on production (follows)`; without the person where `about` names them already. */
export function effectSpans({ effect, subjects, more }: SharedEffect, about?: string): readonly Span[] {
  const { verb, what, from, on, cascade } = effect;
  const known = subjects.length === 1 && subjects[0] === about;
  const who: readonly Span[] = known ? [] : [...names(subjects, more), " "];
  const end = [" on ", tone("name", on), cascade ? " (follows)" : ""];
  if (verb === "changes") {
    const before: readonly Span[] = from === undefined ? [] : [" from ", tone("name", from)];
    return [...who, plural("changes", subjects), ...before, " to ", tone("name", what), ...end];
  }
  return [...who, `${plural(verb, subjects)} `, tone("name", what), ...end];
}

/** `roles: live admin, desired member`. */
export function liveFieldSpans({ path, before, after }: FieldChange): readonly Span[] {
  return [`${path}: live `, tone("name", valueText(before)), ", desired ", tone("name", valueText(after))];
}

/** What an effect would mend: `zed@acme.test has owner on acme`, `lacks member on acme`. */
export function liveEffectSpans({ effect, subjects, more }: SharedEffect, about?: string): readonly Span[] {
  const { verb, what, from, on } = effect;
  const one = subjects.length === 1;
  const who: readonly Span[] = one && subjects[0] === about ? [] : [...names(subjects, more), " "];
  const has = one ? "has " : "have ";
  const end: readonly Span[] = [" on ", tone("name", on)];
  if (verb === "gains") return [...who, one ? "lacks " : "lack ", tone("name", what), ...end];
  if (verb !== "changes") return [...who, has, tone("name", what), ...end];
  return [...who, has, tone("name", from ?? "another role"), ...end, ", desired is ", tone("name", what)];
}

/** Whether a value is the person's e-mail or id that names the change already. */
function isKey(value: string, about: string | undefined): boolean {
  return personKey({ email: value }) === about || personKey({ id: value }) === about;
}

function names(subjects: readonly string[], more = 0): readonly Span[] {
  const named = subjects.flatMap((subject, index) => [
    ...(index === 0 ? [] : [", "]),
    tone("name", subjectTitle(subject)),
  ]);
  return more === 0 ? named : [...named, ` and ${more} more`];
}

function plural(verb: Effect["verb"], subjects: readonly string[]): string {
  if (subjects.length === 1) return verb;
  return verb === "loses" ? "lose" : verb.slice(0, -1);
}

function createdFields({ action, after }: Change): readonly FieldChange[] {
  if (action !== "create") return [];
  return Object.entries(after ?? {}).map(([path, value]) => ({ path, before: null, after: value }));
}

/** What goes out with a change: a mail, or a secret that is told once. */
export function sends({ mails, secret }: Pick<Change, "mails" | "secret">): readonly string[] {
  if (secret !== undefined) {
    const fate = secret.need === "needed" ? "to be delivered by a person" : "kept where a place is given";
    return [`hands out once: ${secret.name} (${fate})`];
  }
  return mails > 0 ? [`sends ${count(mails, "mail")}`] : [];
}
