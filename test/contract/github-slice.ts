/** Cuts the operations that the fake GitHub serves out of GitHub's OpenAPI 3.0 documents, as JSON Schema that ajv takes. */

/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** One operation of the contract. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  /** A regular expression for its paths. */
  readonly pattern: string;
  readonly query: Readonly<Record<string, Schema>>;
  /** What may be sent; objects in it are closed, so that a misspelt field is seen. */
  readonly body?: Schema;
  readonly bodyRequired: boolean;
  /** By status; `empty` where no body may be. */
  readonly replies: Readonly<Record<string, Schema | "empty">>;
}

/** The part of a document that is used. */
export interface Document {
  readonly operations: readonly Operation[];
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

type Json = { readonly [key: string]: Json } & readonly Json[] & string;

const REPOSITORY = "/repos/{owner}/{repo}";

/** Methods and paths, below the repository where they begin with a slash. */
const USED = `
  GET user | GET rate_limit | GET /
  GET POST /issues/{issue_number}/comments | GET PATCH DELETE /issues/comments/{comment_id}
  POST /statuses/{sha} | GET /commits/{ref}/statuses | GET /commits/{ref}/status
  POST /check-runs | GET PATCH /check-runs/{check_run_id} | GET /commits/{ref}/check-runs
  GET POST /labels | GET /labels/{name}
  GET POST /issues/{issue_number}/labels | DELETE /issues/{issue_number}/labels/{name}
  GET POST /pulls | GET PATCH /pulls/{pull_number} | GET /pulls/{pull_number}/files
  GET /commits/{commit_sha}/pulls | GET POST /issues | GET PATCH /issues/{issue_number}
  GET /branches | GET /branches/{branch} | POST /git/refs | GET /git/ref/{ref} | GET /git/matching-refs/{ref}
  PATCH DELETE /git/refs/{ref} | POST /git/commits | GET /git/commits/{commit_sha}
  POST /git/trees | GET /git/trees/{tree_sha} | POST /git/blobs | GET /git/blobs/{file_sha}
  GET /compare/{basehead} | GET /contents/{path} | GET /actions/runs/{run_id}
`;

const EVENTS =
  /^webhook-(push|workflow-dispatch|merge-group-checks-requested|(pull-request|issues)-(opened|synchronize|reopened|closed))$/;

/** Parameters in a path that take slashes. */
const WIDE = ["ref", "branch", "basehead", "path", "tree_sha"];

/** Where the documents say less than GitHub does: the schema, the way into it, and that null comes too. */
const NULL_TOO: readonly (readonly [string, ...string[]])[] = [
  // The fork that the pull request came from was deleted.
  ["pull-request", "properties", "head", "properties", "repo"],
  ["pull-request-simple", "properties", "head", "properties", "repo"],
  // A label without a description; the same label is right elsewhere in the document.
  ["pull-request-simple", "properties", "labels", "items", "properties", "description"],
];

/** The used part of a whole document. */
export function sliceOf(whole: Json): Document {
  const operations = USED.split(/[|\n]/).flatMap((line) => {
    const words = line.trim().split(" ").filter(Boolean);
    const short = words.pop() ?? "";
    const path = short === "/" ? REPOSITORY : short.startsWith("/") ? REPOSITORY + short : `/${short}`;
    return words.map((method) => operation(whole, method, path));
  });
  const names = Object.keys(whole["components"]?.["schemas"] ?? {}).filter((name) => EVENTS.test(name));
  return { operations, components: { schemas: reachable(whole, JSON.stringify(operations), names) } };
}

function operation(whole: Json, method: string, path: string): Operation {
  const found = whole["paths"]?.[path]?.[method.toLowerCase()];
  if (found === undefined) throw new Error(`GitHub's document has no ${method} ${path}`);
  const parameters = (found["parameters"] ?? []).map((each) => resolved(whole, each));
  const query = parameters
    .filter((each) => each["in"] === "query")
    .map((each): [string, Schema] => [String(each["name"]), schemaOf(each["schema"] ?? ({} as Json))]);
  const sent = found["requestBody"]?.["content"]?.["application/json"]?.["schema"];
  return {
    method,
    path,
    pattern: patternOf(path),
    query: Object.fromEntries(query),
    ...(sent === undefined ? {} : { body: closed(schemaOf(resolved(whole, sent))) as Schema }),
    bodyRequired: Boolean(found["requestBody"]?.["required"]),
    replies: Object.fromEntries(
      Object.entries(found["responses"] ?? {}).map(([status, response]) => {
        const schema = resolved(whole, response as Json)["content"]?.["application/json"]?.["schema"];
        return [status, schema === undefined ? "empty" : schemaOf(schema)];
      }),
    ),
  };
}

function patternOf(path: string): string {
  const parts = path
    .replace(/[.]/g, "\\.")
    .replace(/\{(\w+)\}/g, (_, name: string) => (WIDE.includes(name) ? ".+" : "[^/]+"));
  return `^${parts}$`;
}

/** What a reference stands for. */
function resolved(whole: Json, value: Json): Json {
  const reference = value["$ref"];
  if (reference === undefined) return value;
  const target = String(reference)
    .split("/")
    .slice(1)
    .reduce<Json | undefined>((at, key) => at?.[key], whole);
  if (target === undefined) throw new Error(`GitHub's document has no ${reference}`);
  return resolved(whole, target);
}

/** The schemas that are referred to from a text, and from each other, beside the named ones. */
function reachable(whole: Json, text: string, names: readonly string[]): Record<string, Schema> {
  const schemas: Record<string, Schema> = {};
  const waiting = [...names, ...referred(text)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (schemas[name] === undefined) {
      const schema = mended(name, schemaOf(whole["components"]?.["schemas"]?.[name] ?? ({} as Json)));
      schemas[name] = schema;
      waiting.push(...referred(JSON.stringify(schema)));
    }
  }
  return schemas;
}

function referred(text: string): readonly string[] {
  return [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = ""]) => name);
}

/** As JSON Schema: `nullable` is spelt out, and the words for people are left out. */
function schemaOf(schema: Json): Schema {
  return convert(schema) as Schema;
}

function convert(value: Json, names = false): unknown {
  if (Array.isArray(value)) return value.map((each) => convert(each));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as unknown as Record<string, Json>)
    .filter(
      ([key]) =>
        names || !["description", "example", "examples", "discriminator", "nullable", "title"].includes(key),
    )
    .map(([key, each]): [string, unknown] => [
      key,
      key === "enum" || key === "required" ? each : convert(each, key === "properties" && !names),
    ]);
  const converted = Object.fromEntries(entries);
  const nullable = !names && (value["nullable"] as unknown) === true;
  return nullable ? { anyOf: [converted, { type: "null" }] } : converted;
}

/** With every object that lists its fields closed to others. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, closed(each)]));
  const listed = typeof copy["properties"] === "object" && copy["type"] === "object";
  return listed && copy["additionalProperties"] === undefined
    ? { ...copy, additionalProperties: false }
    : copy;
}

function mended(name: string, schema: Schema): Schema {
  let result: unknown = schema;
  for (const [of, ...way] of NULL_TOO) if (of === name) result = withNull(result, way);
  return result as Schema;
}

function withNull(schema: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return { anyOf: [schema, { type: "null" }] };
  const object = schema as Record<string, unknown>;
  if (object[step] === undefined)
    throw new Error(`Nothing to mend at ${step}: GitHub's document has changed`);
  return { ...object, [step]: withNull(object[step], rest) };
}
