/** GitHub's expressions, as far as workflows around the Action need them: properties, literals, operators, a few functions. */
import { ConfigurationError } from "../../model/errors.ts";
import { type Token, tokensOf } from "./expression-tokens.ts";

/** The contexts by name: `github`, `inputs`, `secrets`, … What is not in them is null. */
export type Contexts = Readonly<Record<string, unknown>>;

type Read = (at: number) => readonly [value: unknown, next: number];

/** The value of an expression without its braces; a ConfigurationError names what is not known here. */
export function evaluate(expression: string, contexts: Contexts): unknown {
  const tokens = tokensOf(expression);
  if (tokens === undefined) throw unknown(expression, "it has a character that is none of an expression");
  const [value, end] = readerOf(tokens, { expression, contexts })(0);
  if (end !== tokens.length) throw unknown(expression, `\`${tokens[end]?.text}\` has no place there`);
  return value;
}

/** A text with each `${{ … }}` replaced by its value. */
export function filledIn(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => textOf(evaluate(expression, contexts)));
}

/** Whether GitHub takes a value for true. */
export function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== "";
}

/** A value as GitHub writes it into a text. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? "Object" : String(value);
}

interface Given {
  readonly expression: string;
  readonly contexts: Contexts;
}

function readerOf(tokens: readonly Token[], given: Given): Read {
  const is = (at: number, text: string) => tokens[at]?.kind === "sign" && tokens[at]?.text === text;

  const joined =
    (sign: string, operand: Read, combine: (left: unknown, right: unknown) => unknown): Read =>
    (start) => {
      let [value, at] = operand(start);
      while (is(at, sign)) {
        const [right, next] = operand(at + 1);
        value = combine(value, right);
        at = next;
      }
      return [value, at];
    };

  const argumentsAt = (start: number): readonly [readonly unknown[], number] => {
    const values: unknown[] = [];
    let at = start;
    while (!is(at, ")")) {
      const [value, next] = whole(at);
      values.push(value);
      at = is(next, ",") ? next + 1 : expect(next, ")");
    }
    return [values, at + 1];
  };

  const expect = (at: number, text: string): number => {
    if (is(at, text)) return at;
    throw unknown(given.expression, `\`${text}\` is missing`);
  };

  const primary: Read = (at) => {
    const token = tokens[at];
    if (is(at, "!")) {
      const [value, next] = primary(at + 1);
      return [!isTrue(value), next];
    }
    if (is(at, "(")) {
      const [value, next] = whole(at + 1);
      return [value, expect(next, ")") + 1];
    }
    if (token?.kind === "literal") return [token.value, at + 1];
    if (token?.kind !== "name") throw unknown(given.expression, "it ends too early");
    if (!is(at + 1, "(")) return [propertyOf(token.text, given), at + 1];
    const [values, next] = argumentsAt(at + 2);
    return [called(token.text, values, given), next];
  };

  const same = joined(
    "==",
    joined("!=", primary, (a, b) => !areEqual(a, b)),
    areEqual,
  );
  const both = joined("&&", same, (a, b) => (isTrue(a) ? b : a));
  const whole: Read = joined("||", both, (a, b) => (isTrue(a) ? a : b));
  return whole;
}

function propertyOf(path: string, { expression, contexts }: Given): unknown {
  const [context = "", ...names] = path.split(".");
  if (!Object.hasOwn(contexts, context))
    throw unknown(expression, `\`${context}\` is no context that is known here`);
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(name) : undefined,
    contexts[context],
  );
}

/** Without regard to case, as GitHub compares texts. */
function areEqual(left: unknown, right: unknown): boolean {
  const plain = (value: unknown) => (typeof value === "string" ? value.toLowerCase() : (value ?? null));
  return plain(left) === plain(right);
}

const lower = (value: unknown) => textOf(value).toLowerCase();

const functions: Readonly<Record<string, (values: readonly unknown[]) => unknown>> = {
  always: () => true,
  success: () => true,
  failure: () => false,
  cancelled: () => false,
  contains: ([where, what]) =>
    Array.isArray(where) ? where.some((one) => areEqual(one, what)) : lower(where).includes(lower(what)),
  startsWith: ([text, start]) => lower(text).startsWith(lower(start)),
  endsWith: ([text, end]) => lower(text).endsWith(lower(end)),
  format: ([text, ...values]) => textOf(text).replace(/\{(\d+)\}/g, (_, at) => textOf(values[Number(at)])),
};

function called(name: string, values: readonly unknown[], { expression }: Given): unknown {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (found === undefined) throw unknown(expression, `the function \`${name}\` is not known here`);
  return found(values);
}

function unknown(expression: string, why: string): ConfigurationError {
  return new ConfigurationError(
    `The expression \`${expression.trim()}\` cannot be evaluated: ${why}`,
    "Give the value by `inputs` or `environment` of the run, or write the expression in a simpler way.",
  );
}
