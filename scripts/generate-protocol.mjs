/**
 * Makes src/entry/terraform/wire/generated/ from the two .proto files beside it: messages, and the services as grpc-js
 * takes them. Needs no network, and does nothing where the files were made from the same definitions.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isStamped, putStamp, stampOf } from "./stamp.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const wire = "src/entry/terraform/wire";
const folder = join(root, wire);
const generated = join(folder, "generated");
const definitions = ["provider.proto", "plugin.proto"];
const inputs = [
  ...definitions.map((each) => `${wire}/${each}`),
  "scripts/generate-protocol.mjs",
  "scripts/stamp.mjs",
  "node_modules/ts-proto/package.json",
];

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
  const stamp = stampOf(inputs);
  if (isStamped(generated, stamp)) return;
  // Made apart first, so that nobody meets half of it.
  const next = `${generated}.${process.pid}`;
  mkdirSync(next, { recursive: true });
  try {
    buf(next);
    putStamp(next, stamp);
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

if (process.argv[1] === fileURLToPath(import.meta.url)) generateProtocol();
