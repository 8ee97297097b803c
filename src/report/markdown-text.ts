/** Stretches as GitHub Markdown, and the few constructs that reports need. */
import { htmlText, markdownCode, markdownText } from "./escape.ts";
import type { Span } from "./spans.ts";

/** Stretches within one line: names and values as code, what is emphasised in bold, all of it escaped. */
export function inline(spans: readonly Span[]): string {
  return spans.map(inlineSpan).join("");
}

/** A table: a heading row, and rows of finished cells; nothing without rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const all = [head, head.map(() => "---"), ...rows];
  return all.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** Finished lines as a list; nothing for none. */
export function bullets(lines: readonly string[]): string {
  return lines.map((text) => `- ${text}\n`).join("");
}

/** A part that opens on a click. */
export function details(summary: readonly string[], body: string): string {
  const [title = "", ...facts] = summary.map(htmlText);
  const words = [`<b>${title}</b>`, ...facts].join(" · ");
  return `<details>\n<summary>${words}</summary>\n\n${body}\n</details>\n`;
}

/** Prose of our own, in which names between backticks are code; the backticks may be a stranger's, the rest is safe. */
function prose(text: string): string {
  const parts = text.split("`");
  if (parts.length % 2 === 0) return markdownText(text);
  return parts.map((part, index) => (index % 2 === 1 ? markdownCode(part) : markdownText(part))).join("");
}

function inlineSpan(span: Span): string {
  if (typeof span === "string") return prose(span);
  if (span.text.trim() === "") return span.text === "" ? "" : " ";
  switch (span.tone) {
    case "name":
      return markdownCode(span.text);
    case "strong":
    case "danger":
    case "warning":
      return `**${markdownText(span.text.trim())}**`;
    default:
      return markdownText(span.text);
  }
}
