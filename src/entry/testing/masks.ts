/** The values that a log must not show. */
export interface Masks {
  /** From now on this value is shown as `***`. */
  add(value: string): void;
  /** The text with every value known by now replaced. */
  apply(text: string): string;
  /** The values, in the order in which they came. */
  all(): readonly string[];
}

/** Masks as GitHub's runner keeps them: each value whole. A value of several lines hides nothing in a log of single lines. */
export function createMasks(first: readonly string[]): Masks {
  const values = new Set(first.filter((value) => value.trim() !== ""));
  return {
    add: (value) => {
      values.add(value);
    },
    // Longest first, so that a value inside another one leaves no rest of it.
    apply: (text) =>
      [...values]
        .sort((a, b) => b.length - a.length)
        .reduce((rest, value) => rest.replaceAll(value, "***"), text),
    all: () => [...values],
  };
}
