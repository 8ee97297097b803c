/** Holds everything that goes through the fake GitHub against GitHub's own OpenAPI documents. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv, { type ValidateFunction } from "ajv";
import { expect, onTestFinished } from "vitest";
import {
  type FakeEvent,
  type FakeExchange,
  type FakeGitHub,
  type GitHubOptions,
  startGitHub,
} from "../../src/sandbox/github/index.ts";
import { type Document, type Operation, type Schema, sliceOf } from "./github-slice.ts";

/** Which of GitHub's documents: of github.com, or of Enterprise Server as it is at /api/v3. */
export type Form = "api.github.com" | "ghes-3.19";

/** Says what GitHub's documents do not know; nothing when all is as it should be. */
export interface GitHubChecker {
  /** `requests: "free"` looks at the requests that were answered well alone, for tests that ask wrongly on purpose. */
  check(exchange: FakeExchange, requests?: "held" | "free"): readonly string[];
  /** The payload of an event. */
  checkEvent(event: Pick<FakeEvent, "name" | "payload">): readonly string[];
}

const checkers = new Map<Form, GitHubChecker>();

/** The checker of one of the documents; made once per process. */
export function createGitHubChecker(form: Form): GitHubChecker {
  const known = checkers.get(form) ?? makeChecker(load(form));
  checkers.set(form, known);
  return known;
}

/** A fake GitHub that ends with the test, and fails it when something went through that GitHub's documents do not know. */
export async function checkedGitHub(
  options: GitHubOptions = {},
  requests: "held" | "free" = "held",
): Promise<FakeGitHub> {
  const problems: string[] = [];
  const fake = await startGitHub({
    ...options,
    onExchange: (exchange) => {
      const form = exchange.enterprise ? "ghes-3.19" : "api.github.com";
      problems.push(...createGitHubChecker(form).check(exchange, requests));
      options.onExchange?.(exchange);
    },
  });
  onTestFinished(async () => {
    await fake.close();
    expect(problems).toEqual([]);
  });
  return fake;
}

/** What GitHub answers everywhere, and how, whether or not an operation's page says so. */
const REFUSAL: Schema = { type: "object", required: ["message", "documentation_url"] };
const EVERYWHERE = [400, 401, 403, 404, 410, 422, 429, 500, 502, 503];

function makeChecker(document: Document): GitHubChecker {
  // Most schemas are used a few times only: compiling them fast matters more than running them fast.
  const fast = { inlineRefs: false, validateSchema: false, code: { optimize: false } };
  const ajv = new Ajv.default({
    strict: false,
    allErrors: true,
    logger: false,
    unicodeRegExp: false,
    ...fast,
  });
  ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
  ajv.addFormat("uri", /^[a-z][a-z0-9+.-]*:\S+$/i);
  ajv.addSchema({ $id: "github", components: document.components });
  const validators = new Map<Schema, ValidateFunction>();
  const problemsOf = (where: string, schema: Schema, value: unknown): readonly string[] => {
    const validate = validators.get(schema) ?? ajv.compile(absolute(schema));
    validators.set(schema, validate);
    return validate(value)
      ? []
      : (validate.errors ?? []).map(
          (e) => `${where}${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`,
        );
  };
  const fits = (schema: Schema, value: unknown) => problemsOf("", schema, value).length === 0;

  const sent = ({ body }: FakeExchange, operation: Operation, where: string): readonly string[] => {
    if (body === undefined) return operation.bodyRequired ? [`${where}a body is missing`] : [];
    if (operation.body === undefined) return [`${where}the contract has no request body`];
    return problemsOf(`${where}body`, operation.body, body);
  };
  const request = (exchange: FakeExchange, operation: Operation, where: string) => [
    ...queryProblems(exchange.query, operation, fits).map((problem) => where + problem),
    ...sent(exchange, operation, where),
  ];
  const reply = ({ status, reply: value }: FakeExchange, operation: Operation, where: string) => {
    const declared = operation.replies[String(status)];
    // Some pages know of a refusal and not that it has a body, as all have.
    if (EVERYWHERE.includes(status) && (declared === undefined || declared === "empty"))
      return problemsOf(where, REFUSAL, value);
    if (declared === undefined) return [`${where}the contract has no such status`];
    if (declared === "empty") return value === undefined ? [] : [`${where}the contract has no body`];
    return problemsOf(where, declared, value);
  };
  return {
    check: (exchange, requests = "held") => {
      const { method, path, status, faulted } = exchange;
      const operation = operationOf(document, method, path);
      const where = `${method} ${path} -> ${status}: `;
      const wrong = requests === "free" && status >= 400;
      if (operation === undefined)
        return path === "/graphql" || wrong ? [] : [`${where}is not in the contract`];
      const unheld = faulted || isRaw(exchange);
      const asked = wrong ? [] : request(exchange, operation, where);
      return unheld ? asked : [...asked, ...reply(exchange, operation, where)];
    },
    checkEvent: ({ name, payload }) => {
      const action = "action" in payload ? ` ${payload["action"]}` : "";
      const schema = `webhook-${name}${action}`.replace(/[_ ]/g, "-");
      if (name === "schedule") return [];
      if (document.components.schemas[schema] === undefined) return [`${schema} is not in the contract`];
      return problemsOf(`${name}:`, { $ref: `#/components/schemas/${schema}` }, payload);
    },
  };
}

/** Whether bytes were answered instead of JSON. */
function isRaw({ status, headers }: FakeExchange): boolean {
  return status === 200 && headers["accept"]?.includes(".raw") === true;
}

/** The schema with its references pointing into the document that ajv knows as `github`. */
function absolute(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"github#/')) as Schema;
}

function queryProblems(
  query: URLSearchParams,
  { query: known }: Operation,
  fits: (schema: Schema, value: unknown) => boolean,
): readonly string[] {
  return [...query].flatMap(([name, value]) => {
    const schema = known[name];
    if (schema === undefined) return [`query ${name} is not in the contract`];
    const read = /^\d+$/.test(value) ? Number(value) : value === "true" ? true : value;
    return fits(schema, value) || fits(schema, read) ? [] : [`query ${name}=${value} does not fit`];
  });
}

/** The operation whose path fits with the most literal parts. */
function operationOf(document: Document, method: string, path: string): Operation | undefined {
  const fitting = document.operations
    .filter((operation) => operation.method === method && new RegExp(operation.pattern).test(path))
    .sort((a, b) => a.path.split("{").length - b.path.split("{").length || b.path.length - a.path.length);
  return fitting[0];
}

/** The part of a document that is used: from the cache, for reading the whole takes its time. */
function load(form: Form): Document {
  const require = createRequire(import.meta.url);
  const { version } = require("@octokit/openapi/package.json") as { version: string };
  const code = readFileSync(new URL("./github-slice.ts", import.meta.url));
  const key = createHash("sha256").update(version).update(code).digest("hex").slice(0, 12);
  const folder = new URL("../../node_modules/.cache/orgwright/", import.meta.url);
  const file = new URL(`github-${form}-${key}.json`, folder);
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Document;
  } catch {
    const whole = require.resolve(`@octokit/openapi/generated/${form}.json`);
    const slice = sliceOf(JSON.parse(readFileSync(whole, "utf8")));
    mkdirSync(folder, { recursive: true });
    // Other workers may do the same at this moment: the name appears with the file complete.
    const draft = new URL(`${file.href}.${process.pid}`);
    writeFileSync(draft, JSON.stringify(slice));
    renameSync(draft, file);
    return slice;
  }
}
