/** Plans, outcomes and diagnostics as text: for the terminal, Markdown, JSON, GitHub and SARIF. */
export { renderDiagnostics } from "./diagnostics.ts";
export { renderDrift } from "./drift.ts";
export { visible } from "./escape.ts";
export { diagnosticsGithub } from "./github.ts";
export { diagnosticsJson, outcomeJson, planJson } from "./json.ts";
export { renderPlanMarkdown } from "./markdown.ts";
export { renderOutcome } from "./outcome.ts";
export { renderPlan } from "./plan.ts";
export { diagnosticsSarif } from "./sarif.ts";
export type { Style } from "./style.ts";
export { count } from "./words.ts";
