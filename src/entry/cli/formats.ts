/** The formats of plans. */
import type { Plan } from "../../model/contract.ts";
import { planJson, renderPlanMarkdown, type Style } from "../../report/index.ts";

/** How a plan can be printed. */
export type PlanFormat = "text" | "json" | "markdown";

/** The plan as asked for; `text` says how people on a terminal see it. */
export function shownAs(
  format: PlanFormat | undefined,
  plan: Plan,
  text: (plan: Plan, style: Style) => string,
  style: Style,
): string {
  switch (format) {
    case "json":
      return planJson(plan);
    case "markdown":
      return renderPlanMarkdown(plan);
    case "text":
    case undefined:
      return text(plan, style);
    default:
      throw format satisfies never;
  }
}
