/** How a terminal is written to: colours, which only support what the words already say. */
import pc from "picocolors";

/** What the terminal offers. */
export interface Style {
  readonly color: boolean;
  /** Columns; fewer than 40 are taken for 40. */
  readonly width: number;
}

/** What a stretch of text is, for its colour. */
export type Tone = "strong" | "faint" | "name" | "good" | "add" | "change" | "remove" | "danger" | "warning";

/** Gives a stretch of text its colour. */
export type Paint = (text: string, tone: Tone | undefined) => string;

/** Paint for a terminal; without colour the text stays as it is. */
export function painter(color: boolean): Paint {
  if (!color) return (text) => text;
  const colors = pc.createColors(true);
  const paints: Readonly<Record<Tone, (text: string) => string>> = {
    strong: colors.bold,
    faint: colors.dim,
    name: (text) => text,
    good: colors.green,
    add: colors.green,
    change: colors.yellow,
    remove: colors.red,
    danger: (text) => colors.bold(colors.red(text)),
    warning: (text) => colors.bold(colors.yellow(text)),
  };
  return (text, tone) => (tone === undefined ? text : paints[tone](text));
}
