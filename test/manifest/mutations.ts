/** Ways to spoil a good manifest, on the level of its text. */

/** Random numbers from 0 up to, not including, `below`; the same for the same seed. */
export type Random = (below: number) => number;

/** mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

type Mutation = (text: string, random: Random) => string;

function pick<T>(values: readonly T[], random: Random): T {
  return values[random(values.length)] as T;
}

/** Changes one line that matches. */
function onLine(change: (line: string, random: Random) => string, matching: RegExp = /\S/): Mutation {
  return (text, random) => {
    const lines = text.split("\n");
    const fitting = lines.flatMap((line, index) => (matching.test(line) ? [index] : []));
    if (fitting.length === 0) return text;
    const chosen = pick(fitting, random);
    return lines
      .flatMap((line, index) => (index === chosen ? change(line, random).split("\n") : [line]))
      .join("\n");
  };
}

/** Changes one character's place. */
function atPlace(change: (before: string, after: string, random: Random) => string): Mutation {
  return (text, random) => {
    const place = random(text.length);
    return change(text.slice(0, place), text.slice(place), random);
  };
}

const KEY = /^(\s*(?:- )?(?:\{)?)(\w+)(:.*)$/;
const VALUE = /^(\s*(?:- )?\w+: )(\S.*)$/;
const VALUES = [
  "7",
  "true",
  "null",
  "[]",
  "[a, [b]]",
  "{a: b}",
  "{}",
  '""',
  "~",
  "1e999",
  "-",
  "2026-02-30",
  "!!binary aGk=",
  "*x",
  "&x",
  "|",
  "@x",
  "a: b",
  '"',
  "'",
  "[",
  "{",
  "\t",
];
const CHARACTERS = [
  ...":{}[]\"'&*!@%|>#,-?\t\n\\`",
  " ",
  "\u0000",
  "\u0007",
  "\u202e",
  "\ufeff",
  "\u00a0",
  "é",
  "🙂",
  "\r",
];

/** By name; each gives a text that is most often, but not always, malformed. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  "delete a line": onLine(() => ""),
  "cut a line out": (text, random) =>
    text
      .split("\n")
      .toSpliced(random(text.split("\n").length), 1)
      .join("\n"),
  "repeat a line": onLine((line) => `${line}\n${line}`),
  "swap two lines": (text, random) => {
    const lines = text.split("\n");
    const place = random(lines.length - 1);
    return lines.toSpliced(place, 2, lines[place + 1] ?? "", lines[place] ?? "").join("\n");
  },
  "indent a line": onLine((line, random) => `${" ".repeat(1 + random(3))}${line}`),
  "outdent a line": onLine((line, random) => line.slice(1 + random(2)), /^\s/),
  "indent by a tab": onLine((line) => `\t${line.trimStart()}`),
  "swap characters": atPlace(
    (before, after) => before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2),
  ),
  "drop a character": atPlace((before, after) => before + after.slice(1)),
  "insert a character": atPlace((before, after, random) => before + pick(CHARACTERS, random) + after),
  "replace a character": atPlace(
    (before, after, random) => before + pick(CHARACTERS, random) + after.slice(1),
  ),
  "cut the rest off": atPlace((before) => before),
  "misspell a key": onLine(
    (line) =>
      line.replace(
        KEY,
        (_, indent, key, rest) => `${indent}${key.slice(0, -2)}${key.slice(-1)}${key.slice(-2, -1)}x${rest}`,
      ),
    KEY,
  ),
  "add an unknown key": onLine(
    (line, random) =>
      line.replace(
        KEY,
        (all, indent, key, rest) =>
          `${indent}${pick(["surprise", "__proto__", "constructor", key, "1", "null", "<<", "? x", "[a]"], random)}${rest}\n${all.replace("- ", "  ")}`,
      ),
    KEY,
  ),
  "drop a colon": onLine((line) => line.replace(":", ""), /:/),
  "join colon and value": onLine((line) => line.replace(": ", ":"), /: /),
  "put another value": onLine(
    (line, random) => line.replace(VALUE, (_, head) => `${head}${pick(VALUES, random)}`),
    VALUE,
  ),
  "empty a value": onLine((line) => line.replace(VALUE, "$1"), VALUE),
  "open a quote": onLine(
    (line, random) =>
      line.replace(VALUE, (_, head, value) => `${head}${pick(['"', "'", "[", "{"], random)}${value}`),
    VALUE,
  ),
  "tag a value": onLine(
    (line, random) =>
      line.replace(
        VALUE,
        (_, head, value) => `${head}${pick(["!x", "!!set", "!!int", "!!omap"], random)} ${value}`,
      ),
    VALUE,
  ),
  "refer to nothing": onLine((line) => line.replace(VALUE, (_, head) => `${head}*nowhere`), VALUE),
  merge: onLine(
    (line) =>
      line.replace(
        KEY,
        (all, indent) => `${indent.replace("- ", "  ")}<<: {a: 1}\n${all.replace("- ", "  ")}`,
      ),
    KEY,
  ),
  "another kind": (text, random) =>
    text.replace(
      /kind: \w+/,
      `kind: ${pick(["Organisation", "group", "Project", "", "[]", "Constructor", "toString"], random)}`,
    ),
  "another version": (text, random) =>
    text.replace("orgwright/v1", pick(["orgwright/v2", "v1", "orgwright", "", "{}"], random)),
  "an alias bomb": (text, random) => {
    const width = 2 + random(8);
    const floors = Array.from(
      { length: 40 },
      (_, floor) => `x${floor + 1}: &x${floor + 1} [${`*x${floor}, `.repeat(width)}]`,
    );
    return `${text.trimEnd()}\nx0: &x0 [y, y]\n${floors.join("\n")}\n`;
  },
  "a deep nest": (text, random) =>
    `${text.trimEnd()}\ndeep: ${pick(["[", "{a: ", "- ", "? "], random).repeat(40 + random(2000))}\n`,
  "a directive": (text, random) =>
    `${pick(["%YAML 1.1", "%YAML 2.0", "%FOO bar", "%"], random)}\n---\n${text}`,
  "a day that is none": (text) => text.replace(/\d{4}-\d{2}-\d{2}/, "2026-02-31"),
  "a long word": onLine(
    (line, random) => line.replace(VALUE, (_, head) => `${head}${"x".repeat(200 + random(5000))}`),
    VALUE,
  ),
};

/** The text with one mutation, and sometimes other line ends or a mark at the beginning. */
export function mutate(text: string, random: Random): { readonly name: string; readonly text: string } {
  const names = Object.keys(MUTATIONS);
  const name = pick(names, random);
  const mutated = MUTATIONS[name]?.(text, random) ?? text;
  const dressed = random(8) === 0 ? mutated.replaceAll("\n", "\r\n") : mutated;
  return { name, text: random(8) === 0 ? `\ufeff${dressed}` : dressed };
}
