/** The pieces that Markdown reports are made of, as rows and blocks that know what they are when they are left out. */
import type { Action } from "../model/contract.ts";
import type { Block, Part, Row } from "./budget.ts";
import { ranks } from "./ranking.ts";
import { actions, count, listing } from "./words.ts";

/** What a row is, for counting it when it is left out. */
export interface Tag {
  readonly thing: "change" | "difference" | "person" | "danger" | "entry" | "copy" | "text";
  readonly organization?: string;
  readonly action?: Action;
  /** What the danger is, the risks of the change, or how severe the difference is. */
  readonly labels?: readonly string[];
  /** How many it stands for; else one. */
  readonly stands?: number;
}

/** A row of a Markdown report. */
export type MarkdownRow = Row<Tag>;

/** A block of a Markdown report. */
export type MarkdownBlock = Block<Tag>;

/** A piece of a Markdown report. */
export type MarkdownPart = Part<Tag>;

/** Text that belongs to the report itself. */
export function text(words: string, rank: number = ranks.terms): MarkdownRow {
  return { text: words, rank, tag: { thing: "text" } };
}

/** The parts behind one another. */
export function block(parts: readonly MarkdownPart[], open = "", close = ""): MarkdownBlock {
  return { open, close, parts };
}

/** Whose rows are all among those left out. */
export function organizationsLeft(
  left: readonly MarkdownRow[],
  all: readonly MarkdownRow[],
): readonly string[] {
  const shown = new Set(all);
  for (const row of left) shown.delete(row);
  const present = new Set([...shown].filter(isDetail).map(({ tag }) => tag.organization));
  const absent = left.filter((row) => isDetail(row) && !present.has(row.tag.organization));
  return [...new Set(absent.flatMap(({ tag }) => tag.organization ?? []))];
}

/** What was left out, by kind of thing; with `all` also whose everything is: `3 organizations, 120 changes (118 to create), none with a risk`. */
export function leftWords(left: readonly MarkdownRow[], all?: readonly MarkdownRow[]): string {
  const of = (thing: Tag["thing"]): readonly MarkdownRow[] => left.filter(({ tag }) => tag.thing === thing);
  const changes = of("change");
  const byAction = (["create", "update", "replace", "delete"] as const)
    .map((action) => ({ action, number: changes.filter(({ tag }) => tag.action === action).length }))
    .filter(({ number }) => number > 0)
    .map(({ action, number }) => `${number} to ${actions[action].verb}`);
  const dangers = of("danger");
  const differences = of("difference");
  const parts = [
    numbered(all === undefined ? 0 : organizationsLeft(left, all).length, "organization"),
    bracketed(numbered(standing(dangers), "danger"), byLabel(dangers)),
    bracketed(numbered(differences.length, "difference"), byLabel(differences)),
    bracketed(numbered(changes.length, "change"), byAction.join(", ")),
    numbered(of("person").length, "row on people", "rows on people"),
    numbered(of("entry").length, "entry of a list", "entries of lists"),
    numbered(of("copy").length, "id to copy", "ids to copy"),
    numbered(of("text").length, "note"),
    changes.every(({ tag }) => tag.labels === undefined) ? "" : risky(changes),
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function isDetail({ tag }: MarkdownRow): boolean {
  return tag.thing === "change" || tag.thing === "entry";
}

function numbered(number: number, one: string, many?: string): string {
  return number === 0 ? "" : count(number, one, many);
}

function bracketed(words: string, inner: string): string {
  return words === "" || inner === "" ? words : `${words} (${inner})`;
}

function standing(rows: readonly MarkdownRow[]): number {
  return rows.reduce((sum, { tag }) => sum + (tag.stands ?? 1), 0);
}

function byLabel(rows: readonly MarkdownRow[]): string {
  const labels = [...new Set(rows.flatMap(({ tag }) => tag.labels ?? []))];
  return listing(
    labels.map((label) => `${standing(rows.filter(({ tag }) => tag.labels?.includes(label)))} ${label}`),
  );
}

function risky(changes: readonly MarkdownRow[]): string {
  const withRisk = changes.filter(({ tag }) => (tag.labels ?? []).length > 0);
  return withRisk.length === 0 ? "none with a risk" : `${withRisk.length} with a risk (${byLabel(withRisk)})`;
}
