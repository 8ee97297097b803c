/** Plans, outcomes and diagnostics as text: for the terminal, Markdown, JSON, GitHub and SARIF. */
export {
  type Annotation,
  type AnnotationCommands,
  type AnnotationLevel,
  annotationCommands,
  planAnnotations,
} from "./annotations.ts";
export { type PlanMemory, renderPlanDelta } from "./delta.ts";
export { renderDiagnostics } from "./diagnostics.ts";
export { renderDrift } from "./drift.ts";
export { type AttemptedApply, type DriftMarkdownOptions, renderDriftMarkdown } from "./drift-markdown.ts";
export { type DriftSeverity, driftFingerprint, driftSeverity, driftTitle } from "./drift-severity.ts";
export { commandMessage, commandProperty, logText, visible } from "./escape.ts";
export { diagnosticsGithub } from "./github.ts";
export { diagnosticsJson, outcomeJson, planJson } from "./json.ts";
export { laterWords, type ShownLater } from "./later.ts";
export { type PlanMarkdownOptions, renderPlanMarkdown } from "./markdown.ts";
export { type DiagnosticsMarkdownOptions, renderDiagnosticsMarkdown } from "./markdown-diagnostics.ts";
export { type OutcomeMarkdownOptions, renderOutcomeMarkdown } from "./markdown-outcome.ts";
export { renderOutcome } from "./outcome.ts";
export { renderPlan } from "./plan.ts";
export { diagnosticsSarif } from "./sarif.ts";
export type { Style } from "./style.ts";
export { planLine } from "./summary.ts";
export { renderUndo } from "./undo.ts";
export { count } from "./words.ts";
