/** Values as Terraform's state has them: JSON whose numbers may have more digits than a double. */
import { compareText } from "../../../model/diagnostic.ts";
import { numberOf, textOf } from "./number.ts";
import { ValueError } from "./path.ts";
import { type Encoding, type Raw, read } from "./read.ts";
import { normalText } from "./text.ts";
import { ExactNumber, type Type, Unknown, type Value } from "./value.ts";

/**
 * The value of that type that the JSON says. What the type does not know is dropped, what it lacks is null: it may
 * have been written by another version. Throws a ValueError for text that is no JSON, and names the place for what
 * does not fit.
 */
export function fromJson(text: string, type: Type): Value {
  return read(parsed(text), type, MARKED_JSON);
}

/** The value as JSON with all its digits, names sorted. Throws a ValueError where something is unknown: JSON has no word for it. */
export function toJson(value: Value): string {
  if (value instanceof Unknown) throw new ValueError([], "is unknown, and cannot be kept");
  if (typeof value === "number" || value instanceof ExactNumber) return numberText(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(normalText(value));
  if (Array.isArray(value)) return `[${value.map(toJson).join()}]`;
  const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return `{${entries.map(([key, each]) => `${JSON.stringify(normalText(key))}:${toJson(each)}`).join()}}`;
}

function numberText(value: number | ExactNumber): string {
  const text = textOf(value);
  if (text === undefined) throw new ValueError([], "is a number that has no digits");
  return text;
}

const MARKED_JSON: Encoding = { look, loose: true };

const TEXT = "s";
const NUMBER = "n";
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses with each text marked as a text, and each number as a text marked as a number: JSON.parse would round it, and
 * Node 20 does not tell a reviver its digits. The libraries at hand keep whole numbers only.
 */
function parsed(text: string): unknown {
  try {
    JSON.parse(text);
    return JSON.parse(
      text.replace(TOKEN, (token) =>
        token.startsWith('"') ? `"${TEXT}${token.slice(1)}` : `"${NUMBER}${token}"`,
      ),
    );
  } catch {
    // The parser's own words show a piece of the text, which may be a secret.
    throw new ValueError([], "cannot be read as JSON");
  }
}

function look(written: unknown): Raw {
  if (typeof written === "string") {
    return written.startsWith(TEXT) ? written.slice(TEXT.length) : numberOf(written.slice(NUMBER.length));
  }
  if (written === null || typeof written === "boolean" || Array.isArray(written)) return written;
  if (typeof written !== "object") return undefined;
  return new Map(Object.entries(written).map(([key, each]) => [key.slice(TEXT.length), each]));
}
