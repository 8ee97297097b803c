/** `npm run bench`: bundles the benchmark beside the built package and runs it. Needs dist/ (`npm run build`). */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = mkdtempSync(join(tmpdir(), "orgwright-bench-"));

try {
  await build({
    absWorkingDir: root,
    entryPoints: { main: "bench/main.ts", "engine-case": "bench/engine-case.ts" },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "warning",
  });
  const { run } = await import(pathToFileURL(join(folder, "main.mjs")).href);
  await run({ root, folder, only: process.argv.slice(2) });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
