/**
 * Makes dist/ from src/ and schemas/: generated types and validators, two bundles that share their chunks, types for
 * importers, licence texts of what is bundled. Installs first where node_modules is not what the lockfile says, and does
 * nothing where dist/ was made from the same files. Plain Node until installed: no package is imported before.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { isStamped, putStamp, stampOf } from "./stamp.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
/** Everything is made here first, so that whoever uses dist/ meanwhile meets no half of it. */
const next = join(root, "node_modules/.cache/orgwright/dist");
const inputs = [
  "src",
  "schemas",
  "scripts/build.mjs",
  "scripts/generate.mjs",
  "scripts/generate-protocol.mjs",
  "scripts/generate-bindings.mjs",
  "scripts/stamp.mjs",
  "tsconfig.json",
  "package.json",
  "node_modules/.package-lock.json",
];
/** Parts of ajv that its compiled validators carry, which esbuild meets only after they were bundled once. */
const bundledBefore = ["ajv", "fast-deep-equal"];

/** Installs, generates and bundles, each only where it is needed. */
export async function build() {
  install();
  const stamp = stampOf(inputs);
  if (isStamped(dist, stamp)) {
    await buildConstructs();
    return;
  }
  say("Building dist/ …");
  run(process.execPath, ["scripts/generate.mjs"]);
  run(process.execPath, ["scripts/generate-protocol.mjs"]);
  await (await import("./generate-bindings.mjs")).generateBindings();
  rmSync(next, { recursive: true, force: true });
  const metafiles = [await bundle(), await bundleAction(), await bundleProvider()];
  writeFileSync(join(next, "THIRD_PARTY_LICENSES.txt"), licences(metafiles));
  run(process.execPath, ["node_modules/typescript/bin/tsc", "-p", ".", "--outDir", join(next, "types")]);
  keepReachableTypes(join(next, "types"), ["index.d.ts", "entry/testing/index.d.ts"]);
  putStamp(next, stampOf(inputs));
  rmSync(dist, { recursive: true, force: true });
  renameSync(next, dist);
  await buildConstructs();
}

/** /cdktf and /cdktn, which stand in the root because older resolution finds types by the folder's name alone. */
async function buildConstructs() {
  await (await import("./build-cdktf.mjs")).buildCdktf();
}

/** `npm ci` where what is installed differs from the lockfile; packages for other machines do not count. */
export function install() {
  if (isInstalled()) return;
  say("Installing what package-lock.json names …");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { shell: process.platform === "win32" });
}

function isInstalled() {
  const hidden = join(root, "node_modules/.package-lock.json");
  if (!existsSync(hidden)) return false;
  const wanted = packagesOf(join(root, "package-lock.json"));
  const present = packagesOf(hidden);
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional || present[path]?.version === version,
  );
}

function packagesOf(lockfile) {
  return JSON.parse(readFileSync(lockfile, "utf8")).packages;
}

async function bundle() {
  const { build: esbuild } = await import("esbuild");
  const { metafile } = await esbuild({
    absWorkingDir: root,
    entryPoints: {
      index: "src/index.ts",
      cli: "src/entry/cli/main.ts",
      testing: "src/entry/testing/index.ts",
    },
    outdir: next,
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    // CommonJS packages ask for Node's modules by require, which ESM does not have.
    banner: {
      js: `import{createRequire as createRequireForBundle}from"node:module";const require=createRequireForBundle(import.meta.url);`,
    },
  });
  return metafile;
}

/** The Action: one file that can be read, for whoever reviews what runs with their secrets. */
async function bundleAction() {
  const { build: esbuild } = await import("esbuild");
  const { metafile } = await esbuild({
    absWorkingDir: root,
    entryPoints: { index: "src/entry/action/main.ts" },
    outdir: join(next, "action"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    define: { "process.env.ORGWRIGHT_VERSION": JSON.stringify(packageVersion()) },
    banner: {
      js: `import { createRequire as createRequireForBundle } from "node:module";\nconst require = createRequireForBundle(import.meta.url);`,
    },
  });
  return metafile;
}

/**
 * The Terraform provider: one file that Terraform starts by its first line. Beside it a package.json that keeps it
 * CommonJS, whatever the package.json above the folder that it is installed to says.
 */
async function bundleProvider() {
  const { build: esbuild } = await import("esbuild");
  const file = join(next, "terraform/terraform-provider-orgwright");
  const { metafile } = await esbuild({
    absWorkingDir: root,
    entryPoints: ["src/entry/terraform/main.ts"],
    outfile: file,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    define: { "process.env.ORGWRIGHT_VERSION": JSON.stringify(packageVersion()) },
  });
  chmodSync(file, 0o755);
  writeFileSync(join(next, "terraform/package.json"), '{"type":"commonjs"}\n');
  return metafile;
}

function packageVersion() {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
}

/** The licence of every package that ended up in a bundle. */
function licences(metafiles) {
  const files = new Map(bundledBefore.map((name) => [name, new Set()]));
  for (const { inputs: used } of metafiles.flatMap(({ outputs }) => Object.values(outputs))) {
    for (const [path, { bytesInOutput }] of Object.entries(used)) {
      const name = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
      if (name !== undefined && bytesInOutput > 0) files.set(name, (files.get(name) ?? new Set()).add(path));
    }
  }
  const head = "Orgwright's command, library and Terraform provider contain code of these packages.\n";
  const all = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, used]) => licenceOf(name, used));
  return [head, ...all].join(`\n${"=".repeat(80)}\n\n`);
}

function licenceOf(name, used) {
  const folder = join(root, "node_modules", name);
  const { version, license, repository } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)(\.\w+)?$/i.test(each));
  const text =
    file === undefined
      ? (licenceFromReadme(folder) ?? licenceFromHeaders(used))
      : readFileSync(join(folder, file), "utf8");
  if (text === undefined) throw new Error(`${folder} has no licence text to pass on.`);
  const home = typeof repository === "string" ? repository : (repository?.url ?? "");
  return `${name} ${version}\nLicense: ${license}\n${home}\n\n${text.trim()}\n`;
}

function licenceFromReadme(folder) {
  const readme = readdirSync(folder).find((each) => /^readme/i.test(each));
  const text = readme === undefined ? "" : readFileSync(join(folder, readme), "utf8");
  return /^#+ *licen[cs]e[\s\S]*/im.exec(text)?.[0];
}

/** What the used files say at their beginning, each text once; the Apache licence that they point to is our own LICENSE. */
function licenceFromHeaders(used) {
  const headers = [...used].flatMap((path) => {
    const [header = ""] = /^(?:\/\/.*\n)+/.exec(readFileSync(join(root, path), "utf8")) ?? [];
    return header.includes("Copyright") ? [header.replace(/^\/\/ ?/gm, "")] : [];
  });
  return headers.length === 0 ? undefined : [...new Set(headers)].sort().join("\n");
}

/** Importers need the declarations that index.d.ts leads to, under the names that plain Node resolution knows. */
function keepReachableTypes(folder, entries) {
  const pending = entries.map((entry) => join(folder, entry));
  const kept = new Map();
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (kept.has(file)) continue;
    const source = existsSync(file) ? file : join(root, "src", relative(folder, file));
    const text = readFileSync(source, "utf8").replace(/(from "\.[^"]+)\.ts"/g, '$1.js"');
    kept.set(file, text);
    for (const [, path] of text.matchAll(/from "(\.[^"]+)\.js"/g))
      pending.push(join(dirname(file), `${path}.d.ts`));
  }
  rmSync(folder, { recursive: true });
  for (const [file, text] of kept) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function run(command, args, options = {}) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], ...options });
  if (status !== 0) process.exit(status ?? 1);
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
