/**
 * Makes the bindings of the provider for CDKTF and CDK Terrain from its own schemas, without Terraform: TypeScript by
 * each one's generator, compiled to CommonJS with types. Gives nothing anew where it was made from the same files.
 */
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isStamped, putStamp, stampOf } from "./stamp.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const here = fileURLToPath(import.meta.url);
const cache = join(root, "node_modules/.cache/orgwright/bindings");
/** The types that the construct's source is written against. */
const forSource = join(root, "src/entry/cdktf/compiled");

const SOURCE = "orgwright/orgwright";
const ADDRESS = `registry.terraform.io/${SOURCE}`;

/** Both kits, by the package that a stack imports; the subpath of this package has the same name. */
export const kits = [
  { name: "cdktf", generator: "@cdktf/provider-generator/lib/get/generator/provider-generator.js" },
  { name: "cdktn", generator: "@cdktn/provider-generator/build/get/generator/provider-generator.js" },
];

const inputs = [
  "src/entry/terraform/schema",
  "src/entry/terraform/schemas",
  "scripts/generate-bindings.mjs",
  "scripts/stamp.mjs",
  ...["typescript", ...kits.map(({ name }) => `@${name}/provider-generator`)].map(
    (name) => `node_modules/${name}/package.json`,
  ),
];

/**
 * Makes the bindings of both kits where they are not up to date, and gives the folder of each one's CommonJS and types.
 * `into` is for whoever wants them anew beside the kept ones.
 */
export async function generateBindings(into = cache) {
  const stamp = stampOf(inputs, [versionRange()]);
  const folders = Object.fromEntries(kits.map(({ name }) => [name, join(into, name)]));
  if (!isStamped(into, stamp)) {
    rmSync(into, { recursive: true, force: true });
    mkdirSync(into, { recursive: true });
    const schemas = await schemasFile(into);
    await Promise.all(kits.map(async (kit) => await makeOne(kit, schemas, into)));
    putStamp(into, stamp);
  }
  if (into === cache && !isStamped(forSource, stamp)) place(folders.cdktf, forSource, stamp);
  return folders;
}

function place(from, to, stamp) {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
  writeFileSync(join(to, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
  putStamp(to, stamp);
}

/** The provider's schemas as Terraform prints them, in a file. */
async function schemasFile(folder) {
  const { build } = await import("esbuild");
  const bundle = join(folder, "schemas.mjs");
  await build({
    absWorkingDir: root,
    stdin: {
      contents: `export { schemas } from "./src/entry/terraform/schemas/index.ts";
                 export { schemaJson } from "./src/entry/terraform/schema/json.ts";`,
      resolveDir: root,
    },
    outfile: bundle,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
  });
  const { schemas, schemaJson } = await import(pathToFileURL(bundle).href);
  const file = join(folder, "schemas.json");
  writeFileSync(file, JSON.stringify(schemaJson(schemas, ADDRESS)));
  return file;
}

async function makeOne({ name }, schemas, into) {
  const sources = join(into, `${name}.generated`);
  // Apart from this process: the generators leave handles open, and one rejects by itself after its work.
  await run(process.execPath, [here, "--generate", name, schemas, sources]);
  const provider = join(sources, "providers/orgwright");
  if (!existsSync(join(provider, "provider/index.ts")))
    throw new Error(`${name}: no bindings were generated.`);
  const written = join(into, `${name}.written`);
  rmSync(written, { recursive: true, force: true });
  renameSync(provider, written);
  writeFileSync(join(written, "index.ts"), indexOf(written));
  rmSync(join(written, "lazy-index.ts"), { force: true });
  writeFileSync(join(written, "package.json"), JSON.stringify({ type: "commonjs" }));
  await compile(written, join(into, name));
}

/** Everything by its own name; the generated index puts each class into a namespace of its own. */
function indexOf(folder) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  return names.map((name) => `export * from "./${name}/index";\n`).join("");
}

async function compile(from, to) {
  const options = {
    target: "es2022",
    lib: ["es2022"],
    module: "nodenext",
    types: [],
    strict: true,
    declaration: true,
    skipLibCheck: true,
    rootDir: from,
    outDir: to,
  };
  const project = join(from, "tsconfig.json");
  writeFileSync(project, JSON.stringify({ compilerOptions: options, include: ["**/*.ts"] }));
  await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project]);
}

/** In a process of its own: TypeScript from schemas. */
async function generate(kit, schemas, folder) {
  const require = createRequire(import.meta.url);
  const { generator } = kits.find(({ name }) => name === kit);
  const { TerraformProviderGenerator } = require(generator);
  const { CodeMaker } = require("codemaker");
  const { ConstructsMakerProviderTarget, Language, TerraformProviderConstraint } = require(`@${kit}/commons`);
  const constraint = new TerraformProviderConstraint({
    name: "orgwright",
    source: SOURCE,
    version: versionRange(),
  });
  const schema = JSON.parse(readFileSync(schemas, "utf8"));
  const made = new TerraformProviderGenerator(new CodeMaker(), schema);
  made.generate(new ConstructsMakerProviderTarget(constraint, Language.TYPESCRIPT));
  await made.save(folder);
}

/** Any release that keeps the contract of this one: until 1.0 each minor version may break it. */
function versionRange() {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const [major, minor] = version.split(".");
  return major === "0" ? `~> 0.${minor}.0` : `~> ${major}.${minor}`;
}

function run(command, args) {
  // Nothing of Terraform's own settings, and no message to anybody.
  const { TF_CLI_CONFIG_FILE: _settings, ...env } = process.env;
  const child = spawn(command, args, {
    cwd: root,
    env: { ...env, CHECKPOINT_DISABLE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(chunk));
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", (code) => {
      if (code === 0) done();
      else failed(new Error(`${args.join(" ")} ended with ${code}:\n${Buffer.concat(said)}`));
    });
  });
}

if (process.argv[1] === here) {
  const [, , command, kit, schemas, folder] = process.argv;
  if (command === "--generate") {
    await generate(kit, schemas, folder);
    process.exit(0);
  }
  await generateBindings();
}
