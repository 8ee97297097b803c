/** A file's text to its documents: values, places, and everything that is wrong with the text as YAML. */
import { Composer, type CST, type Document, Parser } from "yaml";
import type { Diagnostic } from "../../model/contract.ts";
import { at } from "../words/problem.ts";
import * as words from "../words/syntax.ts";
import { type Built, build, type Found } from "./build.ts";
import { forbiddenCharacter, MAX_DEPTH, MAX_LENGTH, shapeOf } from "./limits.ts";
import { type Lines, linesOf } from "./lines.ts";
import { mistakeAt, withoutEchoes } from "./mistake.ts";
import { type Place, type Stretch, stretchOf } from "./place.ts";
import type { Located, Path, Source } from "./source.ts";

/** A document of a file, before anybody checked what it says. */
export interface RawDocument extends Located<unknown> {
  readonly place: Place;
  /** The text of what the path names, as it stands in the file. */
  textAt(path: Path): string;
}

/** What a text holds; documents with a mistake in their YAML are left out. */
export interface ReadText {
  readonly documents: readonly RawDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Gives a text of equal length that locations show instead of the file's own. */
export type Hide = (text: string, documents: readonly Built[]) => string;

/** Reads YAML 1.2. Never throws, whatever the text is; `hide` is for files that may hold a credential by mistake. */
export function read(source: Source, hide: Hide = (text) => text): ReadText {
  const text = source.text.replace(/^\ufeff/, "");
  const parts = partsOf(text);
  const lines = linesOf(
    source.file,
    hide(
      text,
      parts.flatMap(({ built }) => built ?? []),
    ),
  );
  return {
    documents: parts.flatMap(({ built, found }) =>
      built === undefined || found.length > 0 ? [] : [rawDocument(built, text, lines)],
    ),
    diagnostics: parts.flatMap(({ found }) => found.map((one) => diagnosticOf(one, lines))),
  };
}

/** A document, or why there is none. */
interface Part {
  readonly built?: Built;
  readonly found: readonly Found[];
}

function partsOf(text: string): readonly Part[] {
  const refused = refusal(text);
  if (refused !== undefined) return [{ found: [refused] }];
  try {
    const tokens = [...new Parser().parse(text)];
    const { tooDeep, unclosed } = shapeOf(tokens);
    if (tooDeep !== undefined) return [{ found: [{ problem: words.tooDeep(MAX_DEPTH), stretch: tooDeep }] }];
    return compose(tokens).map((document) => partOf(document, text, unclosed));
  } catch {
    // The library promises not to throw; if it does, the text is at fault and no stack helps its author.
    return [{ found: [{ problem: words.syntaxError("IMPOSSIBLE"), stretch: { start: 0, end: 0 } }] }];
  }
}

function refusal(text: string): Found | undefined {
  if (text.length > MAX_LENGTH) {
    return { problem: words.tooLarge(text.length, MAX_LENGTH), stretch: { start: 0, end: 0 } };
  }
  const stretch = forbiddenCharacter(text);
  if (stretch === undefined) return undefined;
  return { problem: words.forbiddenCharacter(text.slice(stretch.start, stretch.end)), stretch };
}

function compose(tokens: readonly CST.Token[]): readonly Document.Parsed[] {
  const composer = new Composer({
    version: "1.2",
    // Both are ours: the library's check of keys takes quadratic time, and known tags bring foreign types.
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  return [...composer.compose(tokens)];
}

function partOf(document: Document.Parsed, text: string, unclosed: readonly Stretch[]): Part {
  const mistake = firstMistake(document, text, unclosed);
  if (mistake !== undefined) return { found: [mistake] };
  if (document.contents === null) return { found: [] };
  const { built, found } = build(document.contents, text);
  return { ...(built.value === null ? {} : { built }), found: withoutEchoes(found, text) };
}

/** Only the first: what the library reports behind it is mostly its echo. */
function firstMistake(
  document: Document.Parsed,
  text: string,
  unclosed: readonly Stretch[],
): Found | undefined {
  const [start, , end] = document.range;
  const version = document.directives?.yaml.version ?? "1.2";
  if (version !== "1.2") {
    const line = Math.max(text.lastIndexOf("%YAML", start + 1), 0);
    return { problem: words.yamlVersion(version), stretch: { start: line, end: line + 5 } };
  }
  const [first] = [...document.errors].sort((a, b) => a.pos[0] - b.pos[0]);
  if (first === undefined) return undefined;
  const opening = unclosed.find((one) => one.start >= start && one.start <= end);
  if (opening !== undefined && opening.start <= first.pos[0]) {
    return { problem: words.unclosed(text.slice(opening.start, opening.end)), stretch: opening };
  }
  return mistakeAt(text, first.code, { start: first.pos[0], end: first.pos[1] });
}

function diagnosticOf({ problem, stretch, related }: Found, lines: Lines): Diagnostic {
  return at(problem, lines.locate(stretch), related === undefined ? [] : [lines.locate(related)]);
}

function rawDocument({ value, place }: Built, text: string, lines: Lines): RawDocument {
  return {
    value,
    place,
    locate: (path, part = "value") => lines.locate(stretchOf(place, path, part)),
    textAt(path) {
      const { start, end } = stretchOf(place, path, "value");
      return text.slice(start, end);
    },
  };
}
