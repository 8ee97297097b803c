/**
 * Untrusted text made harmless, once for every place that it is shown in. Names, e-mails and messages may come
 * from a server or from a stranger's manifest: no output is built from them without one of these functions.
 */

/** Control, format, surrogate, private and separator characters: what is unseen, or moves what is seen. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Joiners and variants, which scripts and emoji need: fine behind a character that is not ASCII. */
const joining = /[\p{Join_Control}\p{Variation_Selector}]/u;

/** What Markdown would take for its own in the midst of a line; mentions, references, addresses and emoji names end. */
const markdownMarks =
  /[\\`*_[\]|~$<>&]|[@#](?=[\p{L}\p{N}_-])|GH-(?=\d)|:(?=\/\/|[a-z\d_+-]+(?::|$))|www(?=\.)/giu;

/** The same between HTML tags, where Markdown's own marks mean nothing once they are entities. */
const htmlMarks = /[&<>"`*_[\]]|[@#](?=[\p{L}\p{N}_-])|GH-(?=\d)|:(?=\/\/|[a-z\d_+-]+(?::|$))|www(?=\.)/giu;

/** What would start a list, heading, rule or quotation at the start of a line. */
const markdownStart = /^(\s*)([-+=#]|\d+(?=[.)]))/u;

/**
 * What breaks a mention or a link apart without being seen. For `www.` it stands before the dot: parsers look for that in
 * the text as it is written, before the entity is anything.
 */
const zeroWidth = "&#8203;";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** One line without anything unseen: line breaks become ↵, other unseen characters ⟨U+202E⟩. */
export function visible(text: string): string {
  return text.replace(/\r?\n/gu, "↵").replace(unseen, shownUnseen);
}

/** Text between HTML tags or within an attribute, in Markdown too: no markup, mention or link. */
export function htmlText(text: string): string {
  return visible(text).replace(htmlMarks, (mark) => {
    if (isBroken(mark)) return mark + zeroWidth;
    return entities[mark] ?? `&#${mark.charCodeAt(0)};`;
  });
}

/** Text within a line of GitHub Markdown, in a table too: nothing of it is markup, a mention or a link. */
export function markdownText(text: string): string {
  return visible(text)
    .replace(/ {2,}/gu, " ")
    .replace(markdownMarks, neutralMark)
    .replace(markdownStart, neutralStart);
}

/** A value as a code span, in which nothing is a mention or a link; in a table too. */
export function markdownCode(text: string): string {
  const shown = visible(text);
  if (shown.trim() === "") return '`""`';
  return /[`|<>&]/u.test(shown) ? markdownText(shown) : `\`${shown}\``;
}

/** One line within a code block. Hidden marks of our own cannot come out of it: its `<!--` looks the same and is none. */
export function codeText(text: string): string {
  return visible(text).replaceAll("<!--", "\u2039!--");
}

/** Lines as a code block that nothing in them can end; what is unseen in them is shown. */
export function fenced(lines: readonly string[], language = "text"): string {
  const shown = lines.map(codeText);
  const longest = Math.max(
    2,
    ...shown.flatMap((row) => (row.match(/`+/gu) ?? []).map(({ length }) => length)),
  );
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...shown, fence].map((row) => `${row}\n`).join("");
}

/** The text if it has at most so many characters, else its beginning and `…`. Unseen characters count as they are shown. */
export function clipped(text: string, most: number): string {
  const shown = visible(text.length > 4 * most ? text.slice(0, 4 * most) : text);
  const letters = [...shown.slice(0, 2 * most + 2)];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : shown;
}

/** JSON text with everything unseen written as \uXXXX: the same data, harmless where it is shown. */
export function jsonText(json: string): string {
  return json.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/** The message of a GitHub workflow command. */
export function commandMessage(text: string): string {
  return visible(text).replaceAll("%", "%25");
}

/** A property of a GitHub workflow command. */
export function commandProperty(text: string): string {
  return commandMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/**
 * Text for a job's log, of which no line is taken for a workflow command: neither `::…` at the start of a line nor
 * `##[…` anywhere. The marks that stand there instead look the same and are as wide; one that is unseen would not
 * do, since the runner may compare without those.
 */
export function logText(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gmu, "$1\u2236").replaceAll("##[", "#\u266F[");
}

function shownUnseen(character: string, offset: number, text: string): string {
  const before = text.charCodeAt(offset - 1);
  return before > 0x7f && joining.test(character) ? character : codePoint(character);
}

function codePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

function neutralMark(mark: string): string {
  const entity = entities[mark];
  if (entity !== undefined) return entity;
  return isBroken(mark) ? mark + zeroWidth : `\\${mark}`;
}

/** Whether a mark is taken apart from what follows, not escaped. */
function isBroken(mark: string): boolean {
  return mark.length > 1 || "@#:.".includes(mark);
}

function neutralStart(_: string, space: string, mark: string): string {
  if (mark.startsWith("#")) return `${space}\\#`;
  return /\d/u.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`;
}
