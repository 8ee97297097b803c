/** Holds requests and replies against a system's contract in schemas/systems/, so that client and server cannot part unseen. */
import { readFileSync } from "node:fs";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020.js";

/** One request and its reply. `path` is below the endpoint, without the query. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query?: URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: number;
  readonly reply: unknown;
}

/** Says what in an exchange the contract does not know; nothing when all is as it should be. */
export interface Checker {
  check(exchange: Exchange): readonly string[];
  /** As `check`, without a look at the request: for requests that are wrong on purpose. */
  checkReply(exchange: Exchange): readonly string[];
}

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly schema?: object;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: { readonly $ref: string } }>>;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Content>>;
}

type Contract = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

/** Every header that a request may carry without the contract speaking of it. */
const GENERAL = ["authorization", "x-api-key", "content-type", "accept", "user-agent"];

const checkers = new Map<string, Checker>();

/** The checker of one system's contract; made once, for reading the contract takes longer than using it. */
export function createChecker(system: string): Checker {
  const known = checkers.get(system) ?? makeChecker(system);
  checkers.set(system, known);
  return known;
}

function makeChecker(system: string): Checker {
  const contract = read(system);
  const ajv = new Ajv2020.default({
    strict: false,
    allErrors: true,
    validateFormats: false,
    coerceTypes: false,
  });
  ajv.addSchema({ ...contract, $id: system });
  const validators = new Map<string, ValidateFunction>();
  const problemsOf = (where: string, reference: string, value: unknown): readonly string[] => {
    const validate = validators.get(reference) ?? ajv.compile({ $ref: `${system}${reference}` });
    validators.set(reference, validate);
    return validate(value)
      ? []
      : (validate.errors ?? []).map(
          (e) => `${where}${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`,
        );
  };
  const find = (exchange: Exchange) => operationOf(contract, exchange);

  const reply = (exchange: Exchange, operation: Operation): readonly string[] => {
    const { status, method, path } = exchange;
    const where = `${method} ${path} -> ${status}: `;
    const declared =
      operation.responses[String(status)] ?? (status >= 400 ? operation.responses["default"] : undefined);
    if (declared === undefined) return [`${where}the contract has no such status`];
    const schema = declared.content?.["application/json"]?.schema;
    if (schema === undefined) return exchange.reply === undefined ? [] : [`${where}the contract has no body`];
    return problemsOf(where, schema.$ref, exchange.reply);
  };
  const request = (exchange: Exchange, { operation, shared }: Found): readonly string[] => {
    const where = `${exchange.method} ${exchange.path}: `;
    const parameters = [...shared, ...(operation.parameters ?? [])];
    const schema = operation.requestBody?.content?.["application/json"]?.schema;
    return [
      ...parameterProblems(exchange, parameters, (schemaOf, value) => ajv.validate(schemaOf, value)).map(
        (problem) => where + problem,
      ),
      ...(exchange.body === undefined && !operation.requestBody?.required
        ? []
        : schema === undefined
          ? [`${where}the contract has no request body`]
          : problemsOf(`${where}body`, schema.$ref, exchange.body)),
    ];
  };
  const unknown = ({ method, path }: Exchange) => [`${method} ${path} is not in the contract of ${system}`];

  return {
    check: (exchange) => {
      const found = find(exchange);
      return found === undefined
        ? unknown(exchange)
        : [...request(exchange, found), ...reply(exchange, found.operation)];
    },
    checkReply: (exchange) => {
      const found = find(exchange);
      return found === undefined ? unknown(exchange) : reply(exchange, found.operation);
    },
  };
}

interface Found {
  readonly operation: Operation;
  readonly shared: readonly Parameter[];
}

/** The operation with the most literal path that fits. */
function operationOf(contract: Contract, { method, path }: Exchange): Found | undefined {
  const fitting = Object.entries(contract.paths)
    .filter(([template, item]) => matches(template, path) && item[method.toLowerCase()] !== undefined)
    .sort(([a], [b]) => variables(a) - variables(b));
  const item = fitting[0]?.[1];
  const operation = item?.[method.toLowerCase()];
  if (item === undefined || operation === undefined) return undefined;
  const shared = (item as { readonly parameters?: readonly Parameter[] }).parameters ?? [];
  return { operation, shared };
}

function matches(template: string, path: string): boolean {
  const pattern = template.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{[^}]+\}/g, "[^/]+?");
  return new RegExp(`^${pattern}$`).test(path);
}

function variables(template: string): number {
  return template.split("{").length;
}

function parameterProblems(
  { query = new URLSearchParams(), headers = {} }: Exchange,
  parameters: readonly Parameter[],
  fits: (schema: object, value: unknown) => boolean,
): readonly string[] {
  const given = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const declared = (place: Parameter["in"]) => parameters.filter((each) => each.in === place);
  const known = new Set(declared("header").map(({ name }) => name.toLowerCase()));
  return [
    ...[...query.keys()]
      .filter((name) => !declared("query").some((each) => each.name === name))
      .map((name) => `query ${name} is not in the contract`),
    ...[...given.keys()]
      .filter((name) => !known.has(name) && !GENERAL.includes(name))
      .map((name) => `header ${name} is not in the contract`),
    ...declared("header")
      .filter(({ name, required }) => required && !given.has(name.toLowerCase()))
      .map(({ name }) => `header ${name} is missing`),
    ...declared("query").flatMap(({ name, required, schema = {} }) => {
      const value = query.get(name);
      if (value === null) return required ? [`query ${name} is missing`] : [];
      const asNumber = /^\d+$/.test(value) ? Number(value) : value;
      return fits(schema, value) || fits(schema, asNumber) ? [] : [`query ${name}=${value} does not fit`];
    }),
  ];
}

function read(system: string): Contract {
  const file = new URL(`../../schemas/systems/${system}.openapi.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Contract;
}
