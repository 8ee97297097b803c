/**
 * Makes the Terraform provider's release as both registries ask for it: a zip for each platform, a manifest, checksums, a signature of
 * those, and the pages. The zips hold what `orgwright terraform install` writes, so that a lock file fits both. Needs dist/.
 *
 *   node scripts/release-provider.mjs --out DIR --version V (--sign [--key FINGERPRINT] | --unsigned) [--package DIR]
 *
 * --package: the folder of a built package, by default this repository. The same input gives the same bytes, but for the signature.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { zipSync } from "fflate";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const name = "terraform-provider-orgwright";
/** The first moment that a zip can tell; the library takes it apart in local time, and so it is made. */
const moment = new Date(1980, 0, 1);
const UNIX = 3;
const PLAIN_FILE = 0o100000;
/** OpenPGP's numbers of the algorithms that the registries take: RSA and DSA. A new gpg makes neither by default. */
const ALGORITHMS = ["1", "17"];

class Refusal extends Error {}

/** Everything, made beside the folder first: whoever finds it finds it whole. */
function release() {
  const { out, version, sign, key, packageFolder } = options();
  const next = `${out}.${process.pid}.tmp`;
  try {
    mkdirSync(next, { recursive: true });
    const stem = `${name}_${version}`;
    for (const [platform, folder] of platformFolders(packageFolder, version, next)) {
      writeFileSync(join(next, `${stem}_${platform}.zip`), zipped(folder));
    }
    rmSync(join(next, "mirror"), { recursive: true });
    writeFileSync(join(next, `${stem}_manifest.json`), manifest());
    const sums = join(next, `${stem}_SHA256SUMS`);
    writeFileSync(sums, checksums(next));
    if (sign) signed(sums, key);
    cpSync(join(root, "docs/terraform"), join(next, "docs"), { recursive: true });
    renameSync(next, out);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
  process.stdout.write(`${readdirSync(out).sort().join("\n")}\n`);
}

function options() {
  const { values } = parsed();
  const { out, version, sign = false, unsigned = false, key } = values;
  if (out === undefined || version === undefined) throw new Refusal("--out DIR and --version V are needed.");
  if (sign === unsigned) {
    throw new Refusal("Say --sign or --unsigned: no registry takes a release without a signature.");
  }
  if (existsSync(out)) throw new Refusal(`${out} is there already. Give a new folder.`);
  const packageFolder = resolve(values.package ?? root);
  const packaged = versionOf(join(packageFolder, "package.json"));
  if (packaged !== version) throw new Refusal(`The package is version ${packaged}, not ${version}.`);
  return { out: resolve(out), version, sign, key, packageFolder };
}

function versionOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).version;
  } catch (error) {
    throw new Refusal(`${file} is no package's: ${error.message}`);
  }
}

function parsed() {
  try {
    return parseArgs({
      options: {
        out: { type: "string" },
        version: { type: "string" },
        sign: { type: "boolean" },
        key: { type: "string" },
        unsigned: { type: "boolean" },
        package: { type: "string" },
      },
    });
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error));
  }
}

/** What the package's own command installs, by platform: one definition of what the provider consists of. */
function platformFolders(packageFolder, version, next) {
  const mirror = join(next, "mirror");
  const cli = join(packageFolder, "dist/cli.js");
  const { status, stderr } = spawnSync(
    process.execPath,
    [cli, "terraform", "install", "--dir", mirror, "--all-platforms"],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Refusal(`${cli} cannot install the provider:\n${stderr.trim()}`);
  const [host] = readdirSync(mirror).sort();
  const folder = join(mirror, host, "orgwright/orgwright", version);
  // The machine's own platform is installed too; what is not of the release stays out.
  return readdirSync(folder)
    .filter((platform) => /^(?:linux|darwin|freebsd)_(?:amd64|arm64)$/.test(platform))
    .sort()
    .map((platform) => [platform, join(folder, platform)]);
}

/** The same bytes for the same files: sorted names, one moment, modes as they are. */
function zipped(folder) {
  const entries = readdirSync(folder)
    .sort()
    .map((file) => {
      const path = join(folder, file);
      const mode = PLAIN_FILE | (statSync(path).mode & 0o777);
      return [file, [readFileSync(path), { level: 9, mtime: moment, os: UNIX, attrs: mode * 2 ** 16 }]];
    });
  return zipSync(Object.fromEntries(entries));
}

function manifest() {
  return `${JSON.stringify({ version: 1, metadata: { protocol_versions: ["6.0"] } }, null, 2)}\n`;
}

function checksums(folder) {
  return readdirSync(folder)
    .sort()
    .map(
      (file) =>
        `${createHash("sha256")
          .update(readFileSync(join(folder, file)))
          .digest("hex")}  ${file}\n`,
    )
    .join("");
}

function signed(file, key) {
  const chosen = key === undefined ? [] : ["--local-user", key];
  gpg(["--output", `${file}.sig`, ...chosen, "--detach-sign", file], "There is no signature");
  const packets = gpg(["--list-packets", `${file}.sig`], "The signature cannot be read");
  const [, algorithm] = /^:signature packet: algo (\d+)/m.exec(packets) ?? [];
  if (!ALGORITHMS.includes(algorithm)) {
    throw new Refusal(
      `${basename(file)} was signed with a key that the registries refuse: they take RSA or DSA. Choose one with --key.`,
    );
  }
}

function gpg(args, otherwise) {
  const { error, status, stdout, stderr } = spawnSync("gpg", ["--batch", "--yes", ...args], {
    encoding: "utf8",
  });
  if (error !== undefined)
    throw new Refusal(`${otherwise}: gpg cannot be started (${error.code}). Install GnuPG.`);
  if (status !== 0) {
    throw new Refusal(`${otherwise}: gpg says:\n${stderr.trim()}\nImport the key, or choose one with --key.`);
  }
  return stdout;
}

try {
  release();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = 1;
}
