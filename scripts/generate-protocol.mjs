/**
 * Makes src/entry/terraform/wire/generated/ from the two .proto files beside it: messages, and the services as grpc-js
 * takes them. Needs no network, and does nothing where the files were made from the same definitions.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "src/entry/terraform/wire");
const generated = join(folder, "generated");
const definitions = ["provider.proto", "plugin.proto"];

const options = [
  "outputServices=grpc-js",
  "env=node",
  "esModuleInterop=true",
  "importSuffix=.ts",
  "outputJsonMethods=false",
  "outputPartialMethods=false",
  "outputTypeAnnotations=false",
  "exportCommonSymbols=false",
  "useReadonlyTypes=true",
  "useOptionals=messages",
  "oneof=unions-value",
  "enumsAsLiterals=true",
  "removeEnumPrefix=true",
  "unrecognizedEnum=false",
  "forceLong=number",
];

/** Generates what is not there or was made from something else. Throws when a definition is wrong. */
export function generateProtocol() {
  const stamp = stampOf();
  const stampFile = join(generated, ".stamp");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  // Made apart first, so that nobody meets half of it.
  const next = `${generated}.${process.pid}`;
  mkdirSync(next, { recursive: true });
  try {
    buf(next);
    writeFileSync(join(next, ".stamp"), stamp);
    rmSync(generated, { recursive: true, force: true });
    renameSync(next, generated);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/** All paths are given, so nothing depends on where buf is started from. */
function buf(out) {
  const template = {
    version: "v2",
    plugins: [{ local: [process.execPath, plugin()], out, opt: options }],
  };
  const args = ["generate", folder, "--template", JSON.stringify(template)];
  for (const each of definitions) args.push("--path", join(folder, each));
  const { status, stderr, error } = spawnSync(process.execPath, [packaged("@bufbuild/buf", "buf"), ...args], {
    encoding: "utf8",
    env: { ...process.env, BUF_CACHE_DIR: join(root, "node_modules/.cache/orgwright/buf") },
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`The protocol's definition cannot be used:\n${stderr}`);
}

function plugin() {
  return packaged("ts-proto", "protoc-gen-ts_proto");
}

function packaged(name, command) {
  const home = join(root, "node_modules", name);
  const { bin } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  return join(home, bin[command]);
}

function stampOf() {
  const hash = createHash("sha256").update(readFileSync(fileURLToPath(import.meta.url)));
  for (const each of definitions) hash.update(readFileSync(join(folder, each)));
  hash.update(readFileSync(join(root, "node_modules/ts-proto/package.json")));
  return hash.digest("hex");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generateProtocol();
