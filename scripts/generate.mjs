/**
 * Makes what follows from schemas/: the types in src/model/contract.ts (checked in) and the compiled
 * validators in src/manifest/compiled/ (made at build). `--check` only says whether the types are up to date.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { compile } from "json-schema-to-typescript";
import { systemContracts, systemTypes, writeReplies } from "./generate-systems.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const schemasFolder = join(root, "schemas");
const typesFile = join(root, "src/model/contract.ts");
const compiledFolder = join(root, "src/manifest/compiled");

/** The documents that text from a user is checked against: validator, schema, type. */
const validators = {
  documents: [
    ["Project", "project.schema.json", "Project"],
    ["Organization", "organization.schema.json", "OrganizationManifest"],
    ["Group", "group.schema.json", "GroupManifest"],
    ["Person", "person.schema.json", "PersonManifest"],
    ["Approval", "approval.schema.json", "ApprovalManifest"],
    ["Acknowledgement", "acknowledgement.schema.json", "AcknowledgementManifest"],
  ],
  // Apart, since only an apply of a saved plan needs it: start-up counts.
  "saved-plan": [["Plan", "plan.schema.json", "Plan"]],
};

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function readSchemas() {
  return readdirSync(schemasFolder)
    .filter((name) => name.endsWith(".schema.json"))
    .sort()
    .map((name) => ({ name, schema: readJson(join(schemasFolder, name)) }));
}

/** The schema without its rules of "one of these keys", which make unreadable types and are the validators' matter. */
function withoutAlternatives(value) {
  if (Array.isArray(value)) return value.map(withoutAlternatives);
  if (typeof value !== "object" || value === null) return value;
  const { anyOf, oneOf, allOf, "x-otherwise": otherwise, ...rest } = value;
  const kept = value.type === "object" ? {} : { anyOf, oneOf, allOf };
  return Object.fromEntries(
    Object.entries({ ...rest, ...kept })
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, withoutAlternatives(inner)]),
  );
}

/** All interfaces of all schemas, each once, in one file. */
export async function contractTypes() {
  const roots = readSchemas().filter(({ name }) => name !== "manifest.schema.json");
  const all = {
    title: "Contract",
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(
      roots.map(({ name }) => [name.replace(".schema.json", ""), { $ref: name }]),
    ),
  };
  const types = await compile(all, "Contract", {
    cwd: `${schemasFolder}/`,
    additionalProperties: false,
    bannerComment: "/* Generated from schemas/ by `npm run generate`. Do not edit. */",
    ignoreMinAndMaxItems: true,
    unknownAny: true,
    $refOptions: {
      resolve: {
        file: { order: 1, read: (file) => JSON.stringify(withoutAlternatives(readJson(file.url))) },
      },
    },
  });
  return immutable(types);
}

/** Every property and every list as readonly, which the library does not offer. */
function immutable(types) {
  return types
    .replace(/^(\s+)(\w+\??|\[k: string\]):/gm, "$1readonly $2:")
    .replace(/(\w+|\([^()]*\))\[\]\[\]/g, "readonly (readonly $1[])[]")
    .replace(/(?<!readonly )(?<!\w)(\w+|\([^()]*\))\[\](?!\))/g, "readonly $1[]");
}

async function writeValidators([file, validated]) {
  const ajv = new Ajv2020.default({
    allErrors: true,
    // Errors then carry their schema: its `x-otherwise` words and its keys for "did you mean".
    verbose: true,
    strict: true,
    strictRequired: false,
    strictTypes: false,
    allowUnionTypes: true,
    code: { source: true, esm: true },
  });
  // Words for whoever breaks the rules beside it: why, and as the last sentence what to do.
  ajv.addKeyword("x-otherwise");
  for (const { name, schema } of readSchemas()) ajv.addSchema(schema, name);
  const source = standaloneCode.default(
    ajv,
    Object.fromEntries(validated.map(([validator, schema]) => [validator, schema])),
  );
  mkdirSync(compiledFolder, { recursive: true });
  await build({
    stdin: { contents: source, resolveDir: root, loader: "js" },
    outfile: join(compiledFolder, `${file}.js`),
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    minify: true,
  });
  const types = validated.map(([, , type]) => type).sort();
  const declarations = validated.map(([name, , type]) => `export declare const ${name}: Validate<${type}>;`);
  writeFileSync(
    join(compiledFolder, `${file}.d.ts`),
    [
      `import type { ErrorObject } from "ajv";`,
      `import type { ${types.join(", ")} } from "../../model/contract.ts";`,
      "",
      "interface Validate<T> {",
      "  (value: unknown): value is T;",
      "  errors?: ErrorObject[] | null;",
      "}",
      "",
      ...declarations,
      "",
    ].join("\n"),
  );
}

/** Every file of types that is checked in, with what it should hold. */
export async function generatedTypes() {
  const systems = systemContracts().map(async (system) => [
    system.typesFile,
    await systemTypes(system, immutable),
  ]);
  return await Promise.all([[typesFile, await contractTypes()], ...systems]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, types] of await generatedTypes()) {
    if (process.argv.includes("--check")) {
      if (!existsSync(file) || readFileSync(file, "utf8") !== types) {
        process.stderr.write(
          `${relative(root, file)} is not what schemas/ give. Run \`npm run generate\`.\n`,
        );
        process.exitCode = 1;
      }
    } else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, types);
    }
  }
  for (const bundle of Object.entries(validators)) await writeValidators(bundle);
  for (const system of systemContracts()) await writeReplies(system);
}
