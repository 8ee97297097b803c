/** What moved between two plans of one pull request, in one paragraph. */
import type { Action, Change, Plan } from "../model/contract.ts";
import { inline } from "./markdown-text.ts";
import { resourceTitle } from "./naming.ts";
import { type Span, tone } from "./spans.ts";
import { actions, count } from "./words.ts";

/** What is remembered of an earlier plan. */
export interface PlanMemory {
  readonly organizations: readonly {
    readonly name: string;
    readonly changes: readonly Pick<Change, "id" | "address" | "action">[];
  }[];
}

type Remembered = Pick<Change, "id" | "address" | "action">;

const mostNamed = 5;

/** One paragraph of Markdown: which changes are new since the earlier plan, which are gone, and how many stayed. */
export function renderPlanDelta(before: PlanMemory, plan: Plan): string {
  const old = changesOf(before);
  const now = changesOf(plan);
  const fresh = without(now, old);
  const gone = without(old, now);
  const kept = now.length - fresh.length;
  if (fresh.length + gone.length === 0) {
    const all = kept === 0 ? "there are still no changes" : `${count(kept, "change")} as before`;
    return `Since the last plan on this pull request nothing moved: ${all}.\n`;
  }
  const parts: readonly (readonly Span[])[] = [
    named(fresh, "new"),
    named(gone, "gone"),
    kept === 0 ? [] : [`${kept} as before`],
  ].filter((spans) => spans.length > 0);
  const spans = parts.flatMap((part, index) => [...(index === 0 ? [] : ["; "]), ...part]);
  return `Since the last plan on this pull request: ${inline(spans)}.\n`;
}

function changesOf({ organizations }: PlanMemory): readonly Remembered[] {
  return organizations.flatMap(({ changes }) => changes);
}

function without(changes: readonly Remembered[], others: readonly Remembered[]): readonly Remembered[] {
  const ids = new Set(others.map(({ id }) => id));
  return changes.filter(({ id }) => !ids.has(id));
}

function named(changes: readonly Remembered[], what: string): readonly Span[] {
  if (changes.length === 0) return [];
  const rest = changes.length - mostNamed;
  const names = changes
    .slice(0, mostNamed)
    .flatMap(({ action, address }, index) => [
      ...(index === 0 ? [] : [", "]),
      `${actions[action satisfies Action].verb} `,
      tone("name", `${organizationOf(address)}: ${resourceTitle(address)}`),
    ]);
  return [`${changes.length} `, tone("strong", what), " (", ...names, rest > 0 ? ` and ${rest} more)` : ")"];
}

function organizationOf(address: string): string {
  return address.split("/")[0] ?? "";
}
