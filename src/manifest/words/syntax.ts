/** The catalogue: what is wrong with a text as YAML. */
import type { ErrorCode } from "yaml";
import { didYouMean, error, type Problem, shown, type Words } from "./problem.ts";

const UNREADABLE = "The document cannot be read as YAML";
const BOUNDS = "Text from a pull request must not be able to exhaust the machine that reads it.";

const SYNTAX: Partial<Record<ErrorCode, Words>> = {
  ALIAS_PROPS: [
    `${UNREADABLE}: an alias has an anchor or a tag.`,
    "An alias (`*name`) only repeats something.",
    "Remove the `&name` or `!tag` before the alias.",
  ],
  BAD_ALIAS: [
    `${UNREADABLE}: a name behind \`&\` or \`*\` is not allowed.`,
    "Anchors and aliases have plain names; a value that begins with `&` or `*` needs quotes.",
    "Quote the value, or correct the name.",
  ],
  BAD_DIRECTIVE: [
    `${UNREADABLE}: a line that begins with \`%\` is not known.`,
    "At the start of a line `%` begins a directive.",
    "Remove the line; manifests need no directives.",
  ],
  BAD_DQ_ESCAPE: [
    `${UNREADABLE}: an escape in double quotes is not known.`,
    "In double quotes a backslash begins an escape like `\\n`.",
    "Write `\\\\` for a backslash, or use single quotes.",
  ],
  BAD_INDENT: [
    `${UNREADABLE}: the indentation does not fit the lines above.`,
    "Keys of one mapping stand in one column, what is inside them further right.",
    "Align the line with its neighbours, using spaces.",
  ],
  BAD_SCALAR_START: [
    `${UNREADABLE}: a plain value begins with a reserved character.`,
    "YAML reserves `@`, backtick and `%` at the start of a value.",
    "Put the value in quotes.",
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    `${UNREADABLE}: a line holds a second \`key:\` where a value is expected.`,
    "A value with `: ` in it needs quotes, and an inner mapping begins on a line of its own.",
    "Quote the value, or put the inner keys on lines of their own, indented.",
  ],
  BLOCK_IN_FLOW: [
    `${UNREADABLE}: a block stands inside \`{}\` or \`[]\`.`,
    "Inside brackets everything is written with brackets and commas.",
    "Use brackets inside, or lines with indentation outside.",
  ],
  KEY_OVER_1024_CHARS: [
    `${UNREADABLE}: a key is longer than 1,024 characters.`,
    "The colon that ends a key must come sooner.",
    "Check for a missing quote or colon.",
  ],
  MISSING_CHAR: [
    `${UNREADABLE}: a character is missing here.`,
    "A key is followed by a colon and a space, list items in brackets by commas, and quotes are closed.",
    "Add the missing colon, comma or quote.",
  ],
  MULTILINE_IMPLICIT_KEY: [
    `${UNREADABLE}: a key goes over several lines.`,
    "Most often a colon is missing, or the space behind it, or a line is indented wrongly.",
    "Write each entry as `key: value` on one line.",
  ],
  TAB_AS_INDENT: [
    "A tab indents this line.",
    "YAML indents with spaces; how wide a tab is differs between editors.",
    "Replace the tab by spaces.",
  ],
  UNEXPECTED_TOKEN: [
    `${UNREADABLE}: something stands where nothing is expected.`,
    "Most often a quote, a bracket or the indentation is wrong here or just above.",
    "Compare the line with its neighbours; quote the value if it has special characters.",
  ],
};

const OTHERWISE: Words = [
  `${UNREADABLE} from here on.`,
  "The text breaks a rule of YAML 1.2.",
  "Compare the line with its neighbours; quote the value if it has special characters.",
];

const CODES: Partial<Record<ErrorCode, string>> = { TAB_AS_INDENT: "tab", BAD_INDENT: "indentation" };

/** An error of the YAML library, in our words. */
export function syntaxError(code: ErrorCode): Problem {
  return error(CODES[code] ?? "syntax", SYNTAX[code] ?? OTHERWISE);
}

/** `key:value`, which is one word in YAML. */
export function missingSpace(key: string): Problem {
  return error("missing-space", [
    `There is no space behind the colon of ${shown(key)}.`,
    "Without it YAML reads the line as one word.",
    "Put a space behind the colon.",
  ]);
}

/** A line that is neither `key: value` nor the end of a text. */
export function missingColon(): Problem {
  return error("missing-colon", [
    "This line has no colon.",
    "Among keys, each line is `key: value`.",
    "Put a colon and a space behind the key.",
  ]);
}

/** A line below one that has a value already, indented as if it belonged to that value. */
export function indentedBelowValue(): Problem {
  return error("indentation", [
    "The line below is indented as if it belonged to this value.",
    "Keys of one mapping stand in one column; only a key without a value has lines of its own below it.",
    "Align the line below with this one's key.",
  ]);
}

/** A second document without the line that separates it from the first. */
export function missingSeparator(): Problem {
  return error("missing-separator", [
    "A second document begins here without a separator.",
    "Two documents in one file are separated by a line `---`.",
    "Put `---` on a line of its own above.",
  ]);
}

/** A quote or bracket that opens and never closes. */
export function unclosed(opening: string): Problem {
  return error("unclosed", [
    `This ${shown(opening)} is never closed.`,
    "Everything behind it would belong to it.",
    `Add the closing ${shown({ "[": "]", "{": "}" }[opening] ?? opening)}, or quote the text if the character is meant.`,
  ]);
}

/** A file over the limit. */
export function tooLarge(length: number, limit: number): Problem {
  return error("too-large", [
    `The file has ${length} characters; ${limit} are the most.`,
    BOUNDS,
    "Split it: documents may stand in any number of files.",
  ]);
}

/** Nesting over the limit. */
export function tooDeep(limit: number): Problem {
  return error("too-deep", [
    `Lists and mappings are nested deeper than ${limit}.`,
    BOUNDS,
    "Manifests need eight levels at most; check the brackets and the indentation.",
  ]);
}

/** A character that no manifest may hold. */
export function forbiddenCharacter(character: string): Problem {
  const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return error("forbidden-character", [
    `The file holds the character U+${point}, which is not allowed.`,
    "It is invisible or changes how the text looks, so a reviewer could not see what the file says.",
    "Remove it.",
  ]);
}

/** A key that occurs twice in one mapping. */
export function duplicateKey(key: string): Problem {
  return error("duplicate-key", [
    `The key ${shown(key)} occurs twice in one mapping.`,
    "Only one of the two could hold.",
    "Remove one of them, or merge their values.",
  ]);
}

/** A key that is no text. */
export function keyNotText(source: string): Problem {
  return error("key-not-text", [
    `The key ${shown(source)} is no text.`,
    "YAML reads it as a number, a truth value, nothing, a list or a mapping; keys are names.",
    `Quote it: ${shown(`"${source}"`)}.`,
  ]);
}

/** A merge key. */
export function mergeKey(): Problem {
  return error("merge-key", [
    "Merge keys (`<<`) are not supported.",
    "They are no part of YAML 1.2, and what they merge would not show where it takes effect.",
    "Write the keys out, or repeat a whole value with an alias (`*name`).",
  ]);
}

/** A tag that we do not know. */
export function unknownTag(tag: string): Problem {
  return error("unknown-tag", [
    `The tag ${shown(tag)} is not supported.`,
    "Manifests hold text, numbers, truth values, lists and mappings only.",
    "Remove the tag.",
  ]);
}

/** A %YAML directive for another version. */
export function yamlVersion(version: string): Problem {
  return error("yaml-version", [
    `The document asks for YAML ${shown(version)}.`,
    "Manifests are YAML 1.2; earlier versions read words like `yes` and `on` differently.",
    "Remove the `%YAML` line.",
  ]);
}

/** An alias without an anchor before it. */
export function unknownAlias(name: string, anchors: readonly string[]): Problem {
  return error("unknown-alias", [
    `The alias ${shown(`*${name}`)} repeats nothing.`,
    `No ${shown(`&${name}`)} stands before it in this document.`,
    didYouMean(name, anchors, "Add the anchor, or quote the value if the `*` is meant."),
  ]);
}

/** An alias inside what it repeats. */
export function circularAlias(name: string): Problem {
  return error("circular-alias", [
    `The alias ${shown(`*${name}`)} stands inside what it repeats.`,
    "The value would never end.",
    "Write the value out.",
  ]);
}

/** Aliases that would blow the document up. */
export function tooManyAliases(limit: number): Problem {
  return error("too-many-aliases", [
    `The aliases of this document stand for more than ${limit} values.`,
    BOUNDS,
    "Use a Group, or write the values out.",
  ]);
}

/** A file with more problems than anybody reads. */
export function tooManyProblems(more: number): Problem {
  return error("too-many-problems", [
    `The file has ${more} more problems, which are not shown.`,
    "Most often one mistake at the top causes many below.",
    "Correct those above and validate again.",
  ]);
}
