/** Attributes as the text of a project file, so that they are checked as one. */
import type { AttributePath, Problem } from "./provider.ts";
import { flagIn, isGiven, numberIn, objectIn, textIn, textsIn } from "./reading-attributes.ts";
import { type Attributes, isKnown, type Value } from "./values/value.ts";

/** The attributes' text, and the way back from its lines. */
export interface Given {
  readonly text: string;
  /** Where in the configuration each line is. */
  readonly places: readonly AttributePath[];
  /** Credentials by the variables that stand for them. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Connections that are there only because a project file has one. */
  readonly standIns: ReadonlySet<string>;
}

/** Part of the text: keys as a project file has them, each with its place in the configuration. */
type Node =
  | { readonly entries: readonly Entry[] }
  | { readonly leaf: string | number | boolean | readonly string[] };

interface Entry {
  readonly key: string;
  readonly path: AttributePath;
  readonly node: Node;
}

const STAND_IN = "none";
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The attributes as a project file; a credential is in it by a name only. Takes a configuration without unknown values. */
export function inlineProject(config: Attributes): Given {
  const connections = Object.entries(objectIn(config["connections"]) ?? {});
  const isNone = connections.length === 0;
  const standIn: Entry = entry(STAND_IN, ["connections"], {
    entries: [
      entry("system", [], { leaf: "signalsmith" }),
      entry("endpoint", [], { leaf: "https://none.invalid" }),
      entry("token", [], { entries: [entry("env", [], { leaf: "NONE" })] }),
    ],
  });
  const root: readonly Entry[] = [
    entry("apiVersion", [], { leaf: "orgwright/v1" }),
    entry("kind", [], { leaf: "Project" }),
    entry("manifests", [], { leaf: ["none.yaml"] }),
    entry("connections", ["connections"], {
      entries: isNone ? [standIn] : connections.map(([name, value], index) => connection(name, value, index)),
    }),
    ...object(config["guards"], "guards", ["guards"]),
    ...object(config["invitations"], "invitations", ["invitations"]),
    ...recipients(config["secrets_recipients"]),
  ];
  return { ...written(root), tokens: tokensIn(connections), standIns: new Set(isNone ? [STAND_IN] : []) };
}

/** What is wrong with how credentials are named. No message repeats one. Unknown values count as given. */
export function credentialProblems(config: Attributes): readonly Problem[] {
  return Object.entries(objectIn(config["connections"]) ?? {}).flatMap(([name, value]) => {
    const path = ["connections", name];
    if (!isKnown(value) && objectIn(value) === undefined) return [];
    const { token = null, token_env: variable = null } = objectIn(value) ?? {};
    if (isGiven(token) === isGiven(variable)) return [eitherToken(name, path, isGiven(token))];
    const empty = token === "" ? [emptyToken(name, [...path, "token"])] : [];
    const isName = typeof variable !== "string" || VARIABLE.test(variable);
    return [...empty, ...(isName ? [] : [noVariable(name, [...path, "token_env"])])];
  });
}

function eitherToken(name: string, path: AttributePath, both: boolean): Problem {
  return {
    severity: "error",
    summary: both ? `Connection ${name} has two credentials` : `Connection ${name} has no credential`,
    detail:
      "Give exactly one of `token_env`, the name of an environment variable that holds it, and `token`. With `token_env` no plan file holds the credential.",
    path,
  };
}

function emptyToken(name: string, path: AttributePath): Problem {
  return {
    severity: "error",
    summary: `The credential of connection ${name} is empty`,
    detail: "Look at where the value of `token` comes from.",
    path,
  };
}

function noVariable(name: string, path: AttributePath): Problem {
  return {
    severity: "error",
    summary: `\`token_env\` of connection ${name} is no name of an environment variable`,
    detail:
      "It takes the name of a variable (letters, digits, underscores), never the credential itself. If this was a credential, it is in your configuration in plain text: take it out and replace it on the system.",
    path,
  };
}

function connection(name: string, value: Value, index: number): Entry {
  const path: AttributePath = ["connections", name];
  const { token = null, token_env: variable = null, ...settings } = objectIn(value) ?? {};
  const named = textIn(variable) ?? variableOf(index);
  const env = entry("env", [...path, isGiven(token) ? "token" : "token_env"], { leaf: named });
  return entry(name, path, {
    entries: [
      ...Object.entries(settings).flatMap(([key, each]) => nodes(each, key, [...path, key])),
      entry("token", env.path, { entries: [env] }),
    ],
  });
}

function variableOf(index: number): string {
  return `ORGWRIGHT_PROVIDER_TOKEN_${index}`;
}

function tokensIn(connections: readonly (readonly [string, Value])[]): Given["tokens"] {
  return Object.fromEntries(
    connections.flatMap(([, value], index) => {
      const token = textIn(objectIn(value)?.["token"]);
      return token === undefined ? [] : [[variableOf(index), token]];
    }),
  );
}

function recipients(value: Value | undefined): readonly Entry[] {
  const texts = textsIn(value);
  const path: AttributePath = ["secrets_recipients"];
  return texts === undefined
    ? []
    : [entry("secrets", path, { entries: [entry("recipients", path, { leaf: texts })] })];
}

function object(value: Value | undefined, key: string, path: AttributePath): readonly Entry[] {
  return isGiven(value) ? nodes(value ?? null, key, path) : [];
}

/** Keys of a map are the user's own; those of an object are written as a project file does. */
function nodes(value: Value, name: string, path: AttributePath): readonly Entry[] {
  const leaf = textIn(value) ?? flagIn(value) ?? numberIn(value) ?? textsIn(value);
  if (leaf !== undefined) return [entry(keyOf(name), path, { leaf })];
  const inner = objectIn(value);
  if (inner === undefined) return [];
  const isMap = name === "organizations";
  const entries = Object.entries(inner).flatMap(([key, each]) =>
    isMap
      ? nodes(each, key, [...path, key]).map((made) => ({ ...made, key }))
      : nodes(each, key, [...path, key]),
  );
  return [entry(keyOf(name), path, { entries })];
}

function keyOf(attribute: string): string {
  return attribute.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function entry(key: string, path: AttributePath, node: Node): Entry {
  return { key, path, node };
}

interface Line {
  readonly text: string;
  readonly path: AttributePath;
}

/** JSON with each value on a line of its own. */
function written(entries: readonly Entry[]): Pick<Given, "text" | "places"> {
  const lines = [{ text: "{", path: [] }, ...linesOf(entries), { text: "}", path: [] }];
  return { text: `${lines.map(({ text }) => text).join("\n")}\n`, places: lines.map(({ path }) => path) };
}

function linesOf(entries: readonly Entry[]): readonly Line[] {
  return entries.flatMap(({ key, path, node }, index): readonly Line[] => {
    const comma = index === entries.length - 1 ? "" : ",";
    const start = `${JSON.stringify(key)}: `;
    if ("leaf" in node) return [{ text: `${start}${JSON.stringify(node.leaf)}${comma}`, path }];
    if (node.entries.length === 0) return [{ text: `${start}{}${comma}`, path }];
    return [{ text: `${start}{`, path }, ...linesOf(node.entries), { text: `}${comma}`, path }];
  });
}
