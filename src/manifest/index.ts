/**
 * YAML text to desired organizations, positions kept.
 * In: the text of project, manifest and approval files, the clock as a number, and what the systems can do as data.
 * Out: organizations as the manifests want them at that time, and every problem found, each at its line.
 * It must not: read files, ask a system, look at the clock or the environment, throw for what a user wrote.
 */

export { formatManifest } from "./format.ts";
export { declaredName, declaredOn } from "./import/declared.ts";
export { type EntryCounts, type ImportedManifest, manifestOf } from "./import/manifest.ts";
export { organizationNames } from "./import/names.ts";
export { isSayable } from "./import/text.ts";
export type { Approval } from "./meaning/approvals.ts";
export { type Resolution, type ResolveContext, resolve } from "./meaning/resolve.ts";
export type { SystemFacts } from "./meaning/scope.ts";
export { parsePlan } from "./saved-plan.ts";
export { type Documents, parseManifests } from "./schema/manifests.ts";
export { parseProject, type SystemSettings } from "./schema/project.ts";
export { manifestValues, pathIn } from "./schema/values.ts";
export type { Located, Path, Source } from "./syntax/source.ts";
export { organizationTemplate, projectTemplate } from "./templates.ts";
