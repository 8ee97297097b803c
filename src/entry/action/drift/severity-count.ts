/** How many there are of each severity, in words. Pure. */
import { type DriftSeverity, severities } from "../../../report/drift-severity.ts";

/** `2 critical, 1 note`, the worst first; empty for none. */
export function severityCount(found: readonly DriftSeverity[]): string {
  return severities
    .map((severity) => ({ severity, number: found.filter((each) => each === severity).length }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => `${number} ${severity}`)
    .join(", ");
}

/** The same things, the worst first, otherwise in their order. */
export function worstFirst<Thing extends { readonly severity: DriftSeverity }>(
  things: readonly Thing[],
): readonly Thing[] {
  return [...things].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}
