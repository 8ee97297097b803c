/**
 * Makes what follows from schemas/systems/: per system the types of its contract in src/connectors/NAME/contract.ts (checked in)
 * and validators for what it answers in src/connectors/NAME/replies.js (made at build).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { compile } from "json-schema-to-typescript";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const contracts = join(root, "schemas/systems");
const suffix = ".openapi.json";

/** The systems that have a contract, and where what is made from it goes. */
export function systemContracts() {
  if (!existsSync(contracts)) return [];
  return readdirSync(contracts)
    .filter((name) => name.endsWith(suffix))
    .sort()
    .map((name) => {
      const system = basename(name, suffix);
      const folder = join(root, "src/connectors", system);
      return {
        system,
        folder,
        typesFile: join(folder, "contract.ts"),
        contract: JSON.parse(readFileSync(join(contracts, name), "utf8")),
      };
    });
}

/** The contract's schemas as interfaces in one file. */
export async function systemTypes({ system, contract }, immutable) {
  const defs = withDefs(contract.components.schemas);
  const names = Object.keys(defs);
  const everything = {
    title: "Everything",
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/$defs/${name}` }])),
    $defs: defs,
  };
  const types = await compile(everything, "Everything", {
    additionalProperties: false,
    bannerComment: `/* Generated from schemas/systems/${system}${suffix} by \`npm run generate\`. Do not edit. */`,
    ignoreMinAndMaxItems: true,
    unknownAny: true,
  });
  return immutable(withoutIndex(types));
}

/** Validators of all replies of the contract, one function per schema, bundled so that they need nothing. */
export async function writeReplies({ system, folder, contract }) {
  const names = replies(contract);
  const ajv = new Ajv2020.default({
    strict: false,
    validateFormats: false,
    code: { source: true, esm: true },
  });
  ajv.addSchema({ $id: system, $defs: withDefs(contract.components.schemas) });
  const source = standaloneCode.default(
    ajv,
    Object.fromEntries(names.map((name) => [name, `${system}#/$defs/${name}`])),
  );
  mkdirSync(folder, { recursive: true });
  await build({
    stdin: { contents: source, resolveDir: root, loader: "js" },
    outfile: join(folder, "replies.js"),
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    minify: true,
  });
  writeFileSync(
    join(folder, "replies.d.ts"),
    [
      `import type { ErrorObject } from "ajv";`,
      `import type * as Contract from "./contract.ts";`,
      "",
      "interface Validate<T> {",
      "  (value: unknown): value is T;",
      '  errors?: Pick<ErrorObject, "instancePath" | "message" | "params">[] | null;',
      "}",
      "",
      ...names.map((name) => `export declare const ${name}: Validate<Contract.${name}>;`),
      "",
    ].join("\n"),
  );
}

/** The names of the schemas that some operation answers with. */
function replies({ paths }) {
  const names = new Set();
  for (const operations of Object.values(paths)) {
    for (const { responses = {} } of Object.values(operations)) {
      for (const { content } of Object.values(responses)) {
        const reference = content?.["application/json"]?.schema?.$ref;
        if (reference !== undefined) names.add(reference.slice("#/components/schemas/".length));
      }
    }
  }
  return [...names].sort();
}

function withDefs(schemas) {
  return JSON.parse(JSON.stringify(schemas).replaceAll("#/components/schemas/", "#/$defs/"));
}

/** The interface that only held the others together. */
function withoutIndex(types) {
  return types.replace(/export interface Everything \{[^}]*\}\n/, "");
}
