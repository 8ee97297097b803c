/** A part of an expression. */
export type Token =
  | { readonly kind: "name" | "sign"; readonly text: string }
  | { readonly kind: "literal"; readonly text: string; readonly value: string | number | boolean | null };

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)|(==|!=|&&|\|\||[!(),]))/y;

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** The parts of an expression; undefined when something in it is none. */
export function tokensOf(expression: string): readonly Token[] | undefined {
  const text = expression.trim();
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null) return undefined;
    tokens.push(tokenOf(found));
  }
  return tokens;
}

function tokenOf([, quoted, number, name, sign = ""]: RegExpExecArray): Token {
  if (quoted !== undefined) {
    return { kind: "literal", text: quoted, value: quoted.slice(1, -1).replaceAll("''", "'") };
  }
  if (number !== undefined) return { kind: "literal", text: number, value: Number(number) };
  if (name === undefined) return { kind: "sign", text: sign };
  const word = WORDS.get(name);
  return word === undefined ? { kind: "name", text: name } : { kind: "literal", text: name, value: word };
}
