/** Stretches as GitHub Markdown, and the few constructs that reports need. */
import { clipped, htmlText, markdownCode, markdownText } from "./escape.ts";
import { merged, type Span } from "./spans.ts";

/** Characters of one name or value, and of one message; the rest is cut, so that nobody's text drives out another's. */
const longestValue = 160;
const longestMessage = 600;

/** Stretches within one line: names and values as code, what is emphasised in bold, all of it escaped and bounded. */
export function inline(spans: readonly Span[]): string {
  return merged(spans).map(inlineSpan).join("");
}

/** Finished cells as a row of a table. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}

/** The heading of a table, with an empty line before it. */
export function tableHead(titles: readonly string[]): string {
  return `\n${tableRow(titles)}${tableRow(titles.map(() => "---"))}`;
}

/** A finished line as an entry of a list. */
export function bullet(text: string): string {
  return `- ${text}\n`;
}

/** What stands around a part that opens on a click, or is open: its name in bold, then facts, all untrusted. */
export function details(
  summary: readonly string[],
  isOpen = false,
): { readonly open: string; readonly close: string } {
  const [title = "", ...facts] = summary.map((text) => htmlText(clipped(text, longestValue)));
  const words = [`<b>${title}</b>`, ...facts].join(" · ");
  return {
    open: `\n<details${isOpen ? " open" : ""}>\n<summary>${words}</summary>\n`,
    close: "\n</details>\n",
  };
}

/** A link of ours; where the address is none, the words alone. */
export function link(words: string, url: string | undefined): string {
  const fits = url !== undefined && /^https?:\/\/[\w\-.:/?#@!$&'*+,;=%~]+$/u.test(url);
  return fits ? `[${words}](${url})` : words;
}

/** Prose of our own, in which names between backticks are code; the backticks may be a stranger's, the rest is safe. */
function prose(text: string): string {
  const shown = clipped(text, longestMessage);
  const parts = shown.split("`");
  if (parts.length % 2 === 0) return markdownText(shown);
  return parts.map((part, index) => (index % 2 === 1 ? markdownCode(part) : markdownText(part))).join("");
}

function inlineSpan(span: Span): string {
  if (typeof span === "string") return prose(span);
  if (span.text.trim() === "") return span.text === "" ? "" : " ";
  switch (span.tone) {
    case "name":
      return markdownCode(clipped(span.text, longestValue));
    case "strong":
    case "danger":
    case "warning":
      return `**${markdownText(clipped(span.text.trim(), longestValue))}**`;
    default:
      return markdownText(clipped(span.text, longestMessage));
  }
}
