/** `npm run chaos -- --runs 10000 --seed N --system X`: bundles the chaos suite and runs it in its long mode. */
import { mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
// Within the project, so that the bundle finds its packages.
const folder = mkdtempSync(join(root, "node_modules", ".chaos-"));

let suite;
try {
  await build({
    absWorkingDir: root,
    entryPoints: { main: "test/chaos/main.ts" },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "warning",
  });
  suite = await import(pathToFileURL(join(folder, "main.mjs")).href);
} finally {
  // What is loaded is loaded: whoever ends a long run leaves nothing behind.
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = (await suite.run(process.argv.slice(2), root)) === 0 ? 0 : 1;
