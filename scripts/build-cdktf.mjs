/**
 * Makes cdktf/ and cdktn/, which `orgwright/cdktf` and `orgwright/cdktn` mean: the construct with the engine in one file
 * of CommonJS, and the bindings beside it. One source, written for CDKTF; for CDK Terrain the one package is put in
 * place of the other. Needs what scripts/generate.mjs makes, and does nothing where it was made from the same files.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { generateBindings, kits } from "./generate-bindings.mjs";
import { isStamped, putStamp, stampOf } from "./stamp.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const cache = join(root, "node_modules/.cache/orgwright/cdktf");
const inputs = [
  "src",
  "schemas",
  "scripts/build-cdktf.mjs",
  "scripts/generate.mjs",
  "scripts/generate-bindings.mjs",
  "scripts/stamp.mjs",
  "tsconfig.json",
  "node_modules/.package-lock.json",
];

/** Makes both folders where they are not up to date. */
export async function buildCdktf() {
  const bindings = await generateBindings();
  const stamp = stampOf(inputs, [peerCheck(kits[0].name)]);
  if (kits.every(({ name }) => isStamped(join(root, name), stamp))) return;
  rmSync(cache, { recursive: true, force: true });
  const types = declarations();
  for (const { name } of kits) {
    const next = join(cache, name);
    mkdirSync(next, { recursive: true });
    cpSync(bindings[name], join(next, "bindings"), { recursive: true });
    await bundle(name, next);
    for (const [file, text] of types) writeFileSync(join(next, file), forKit(text, name));
    writeFileSync(join(next, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
    putStamp(next, stamp);
    rmSync(join(root, name), { recursive: true, force: true });
    renameSync(next, join(root, name));
  }
}

async function bundle(kit, folder) {
  const { build: esbuild } = await import("esbuild");
  await esbuild({
    absWorkingDir: root,
    entryPoints: { index: "src/entry/cdktf/index.ts" },
    outdir: folder,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "warning",
    external: ["constructs"],
    plugins: [peersOf(kit)],
    // ESM packages ask where they are, which CommonJS says otherwise.
    define: { "import.meta.url": "urlOfBundle" },
    banner: {
      js: `"use strict";${peerCheck(kit)}const urlOfBundle=require("node:url").pathToFileURL(__filename).href;`,
    },
  });
}

/** The kit and the bindings stay outside of the bundle: there is one of each in an app. */
function peersOf(kit) {
  return {
    name: "peers",
    setup(build) {
      build.onResolve({ filter: /^cdktf$/ }, () => ({ path: kit, external: true }));
      build.onResolve({ filter: /^\.\/compiled\/index\.js$/ }, () => ({
        path: "./bindings/index.js",
        external: true,
      }));
    },
  };
}

/** Says which package is missing before anything fails for want of it. */
function peerCheck(kit) {
  const { peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const install = [kit, "constructs"].map((name) => `"${name}@${peerDependencies[name]}"`).join(" ");
  const message = `orgwright/${kit} needs the packages ${kit} and constructs, and one of them is not installed. Install them: npm install ${install}`;
  return `for(const peer of[${JSON.stringify(kit)},"constructs"])try{require.resolve(peer)}catch(cause){throw new Error(${JSON.stringify(message)},{cause})}`;
}

/** The declarations that a stack's author sees, by file. */
function declarations() {
  const out = join(cache, "types");
  const project = join(cache, "tsconfig.json");
  mkdirSync(cache, { recursive: true });
  writeFileSync(
    project,
    JSON.stringify({
      extends: relative(cache, join(root, "tsconfig.json")),
      compilerOptions: {
        rootDir: join(root, "src"),
        outDir: out,
        typeRoots: [join(root, "node_modules/@types")],
      },
      include: [],
      files: [join(root, "src/entry/cdktf/index.ts")],
    }),
  );
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", project], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
  return ["index.d.ts", "manifests.d.ts"].map((file) => [
    file,
    readFileSync(join(out, "entry/cdktf", file), "utf8")
      .replace(/(from "\.[^"]+)\.ts"/g, '$1.js"')
      .replaceAll('"./compiled/', '"./bindings/'),
  ]);
}

function forKit(text, kit) {
  return text.replaceAll('from "cdktf"', `from "${kit}"`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildCdktf();
