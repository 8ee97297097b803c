/** One error of a compiled validator, in our words and with the place that it is about. */
import type { ErrorObject } from "ajv";
import type { RawDocument } from "../syntax/read.ts";
import type { Path } from "../syntax/source.ts";
import { nearest, type Problem } from "../words/problem.ts";
import * as words from "../words/schema.ts";

/** A mistake in a document's shape. */
export interface Mistake {
  readonly problem: Problem;
  readonly path: Path;
  readonly part: "key" | "value";
  /** The validator's pointer to the object or value. */
  readonly object: string;
  /** Keys of which one would settle it. */
  readonly lacks: readonly string[];
  /** For an unknown key: the key that was probably meant. */
  readonly meant?: string;
}

/** Puts a validator's error into words. */
export function mistakeOf(error: ErrorObject, document: Omit<RawDocument, "place">): Mistake {
  const path = pathOf(error.instancePath, document.value);
  const common = { path, object: error.instancePath, part: "value", lacks: [] } as const;
  const params: Readonly<Record<string, unknown>> = error.params;
  switch (error.keyword) {
    case "additionalProperties":
      return unknownKey(common, String(params["additionalProperty"]), keysOf(error.parentSchema));
    case "propertyNames": {
      const name = String(params["propertyName"]);
      const problem = words.badKey(name, path, otherwiseOf(error.schema));
      return { ...common, problem, path: [...path, name], part: "key" };
    }
    case "required": {
      const key = String(params["missingProperty"]);
      return { ...common, problem: words.missingKey(key, path), part: "key", lacks: [key] };
    }
    case "oneOf":
    case "anyOf":
      return alternatives(common, error);
    case "uniqueItems": {
      const item = [...path, Math.max(Number(params["i"]), Number(params["j"]))];
      return { ...common, problem: words.duplicateItem(item), path: item };
    }
    default:
      return { ...common, problem: valueProblem(error, path, document) };
  }
}

type Common = Pick<Mistake, "path" | "object" | "part" | "lacks">;

function unknownKey(common: Common, key: string, known: readonly string[]): Mistake {
  const [head = ""] = key.split(/[:\s]/);
  const isJoined = head !== key && known.includes(head);
  const meant = isJoined ? head : nearest(key, known);
  return {
    ...common,
    problem: isJoined ? words.joinedKey(head, key) : words.unknownKey(key, common.path, known),
    path: [...common.path, key],
    part: "key",
    ...(meant === undefined ? {} : { meant }),
  };
}

function alternatives(common: Common, error: ErrorObject): Mistake {
  const keys = alternativeKeys(error.schema);
  const data = error.data;
  const isMapping = typeof data === "object" && data !== null && !Array.isArray(data);
  if (keys.length === 0 || !isMapping) {
    return { ...common, problem: words.otherwise(common.path, data, otherwiseOf(error.parentSchema)) };
  }
  const present = Object.keys(data).filter((key) => keys.includes(key));
  const problem = words.alternatives(common.path, { all: keys, present }, otherwiseOf(error.parentSchema));
  const last = present.at(-1);
  if (present.length > 1 && last !== undefined) {
    return { ...common, problem, path: [...common.path, last], part: "key" };
  }
  return { ...common, problem, part: "key", lacks: keys };
}

function valueProblem(
  { keyword, params, data, parentSchema }: ErrorObject,
  path: Path,
  document: Omit<RawDocument, "place">,
): Problem {
  switch (keyword) {
    case "type":
      return words.wrongType(path, data, String(params["type"]).split(","), document.textAt(path));
    case "enum":
      return words.notOneOf(path, data, params["allowedValues"]);
    case "const":
      return words.notOneOf(path, data, [params["allowedValue"]]);
    case "minimum":
      return words.outOfLimits(path, `be at least ${params["limit"]}`);
    case "maximum":
      return words.outOfLimits(path, `be at most ${params["limit"]}`);
    case "minLength":
    case "minItems":
    case "minProperties":
      return words.outOfLimits(path, "not be empty");
    default:
      return words.otherwise(path, data, otherwiseOf(parentSchema));
  }
}

function pathOf(pointer: string, value: unknown): Path {
  const path: (string | number)[] = [];
  let inner = value;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const step = Array.isArray(inner) ? Number(key) : key;
    path.push(step);
    inner = propertyOf(inner, step);
  }
  return path;
}

function otherwiseOf(schema: unknown): string {
  const words = propertyOf(schema, "x-otherwise");
  return typeof words === "string" ? words : "The format does not allow it. Correct the value.";
}

function keysOf(schema: unknown): readonly string[] {
  const properties = propertyOf(schema, "properties");
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}

/** The keys that alternatives like `oneOf: [{required: [email]}, {required: [id]}]` are about. */
function alternativeKeys(schema: unknown): readonly string[] {
  if (!Array.isArray(schema)) return [];
  return schema.flatMap((branch) => {
    const required = propertyOf(branch, "not") === undefined ? propertyOf(branch, "required") : undefined;
    return Array.isArray(required) ? required.filter((key) => typeof key === "string") : [];
  });
}

function propertyOf(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
