import { chmod, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";

/**
 * Bundles a provider's entry into `folder` as it ships: one CommonJS file that Terraform starts by its first line, and beside
 * it a package.json that keeps it CommonJS. Gives the file.
 */
export async function bundleProvider(entry: string, folder: string, version = "1.2.3"): Promise<string> {
  const file = join(folder, "terraform-provider-orgwright");
  const startsItself = (await readFile(entry, "utf8")).startsWith("#!");
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "warning",
    define: { "process.env.ORGWRIGHT_VERSION": JSON.stringify(version) },
    banner: startsItself ? {} : { js: "#!/usr/bin/env node" },
  });
  await chmod(file, 0o755);
  await writeFile(join(dirname(file), "package.json"), '{"type":"commonjs"}\n');
  return file;
}
