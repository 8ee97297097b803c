/** The package as somebody has it who installed it: packed, unpacked in a project, beside the kits. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);

/** The repository. */
export const root: string = fileURLToPath(new URL("../../../", import.meta.url));

/** Runs a program; what it says when it fails is in the error. */
export const run = promisify(execFile);

/** The compiler of today, and the last one that knows `node10`, which a tool here brings along. */
export const compilers = {
  today: join(root, "node_modules/typescript/bin/tsc"),
  node10: join(dirname(createRequire(require.resolve("jsii/package.json")).resolve("typescript")), "tsc.js"),
} as const;

/** A folder with `node_modules` in which the packed package lies beside some of ours; and how to remove it. */
export interface Installed {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/** Installs the packed package and links these packages from the repository. */
export async function installed(peers: readonly string[]): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), "orgwright-cdktf-"));
  const modules = join(folder, "node_modules");
  await mkdir(join(modules, "orgwright"), { recursive: true });
  await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: root });
  const [tarball = ""] = (await readdir(folder)).filter((file) => file.endsWith(".tgz"));
  await run("tar", ["-xzf", join(folder, tarball), "--strip-components=1", "-C", join(modules, "orgwright")]);
  for (const peer of peers) {
    await mkdir(dirname(join(modules, peer)), { recursive: true });
    await symlink(join(root, "node_modules", peer), join(modules, peer), "dir");
  }
  return { folder, remove: async () => await rm(folder, { recursive: true, force: true }) };
}
