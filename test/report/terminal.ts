/** What every output for the terminal keeps to. */
import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { expect } from "vitest";

const start = "\u001b";

/** Fails when the text holds anything but printable characters, line breaks and our own colours, or is too wide. */
export function expectHarmless(
  text: string,
  style: { readonly color: boolean; readonly width: number },
): void {
  const ours = new RegExp(`${start}\\[(?:1|2|22|31|32|33|39)m`, "gu");
  const plain = text.replace(ours, "");
  expect(plain).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\u200B\uFEFF]/u);
  if (!style.color) expect(text).not.toContain(start);
  for (const row of text.split("\n")) {
    expect(stringWidth(stripVTControlCharacters(row)), row).toBeLessThanOrEqual(Math.max(40, style.width));
    expect(row).not.toMatch(/ $/u);
    expect(row).not.toMatch(/^\s*::|##\[/u);
  }
}
