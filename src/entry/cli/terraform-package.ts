/** The provider as Terraform and OpenTofu install it: the same few files for every platform, since Node runs them. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../../io/files.ts";
import { ConfigurationError } from "../../model/errors.ts";
import type { Surroundings } from "./surroundings.ts";

/** What a configuration calls the provider; each tool puts its own registry's host before it. */
export const SOURCE = "orgwright/orgwright" as const;

/** Hosts that the two tools mean by a source without one: Terraform's registry and OpenTofu's. */
export const HOSTS: readonly string[] = ["registry.terraform.io", "registry.opentofu.org"];

/** Platforms of the release. None of Windows: it does not start a file by its first line. */
export const PLATFORMS: readonly string[] = ["linux", "darwin", "freebsd"].flatMap((system) => [
  `${system}_amd64`,
  `${system}_arm64`,
]);

/** A file of the provider's package. */
export interface PackageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mode: number;
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386", ppc64: "ppc64le" };

/** The platform as Terraform calls it, from Node's words for it. Throws a ConfigurationError for Windows. */
export function platformNamed(system: string, architecture: string): string {
  if (system === "win32") {
    throw new ConfigurationError(
      "The provider cannot run on Windows: it is a script that its first line starts, and Windows starts no such file",
      "Run Terraform in WSL or in a container, or use `orgwright apply`, which works here.",
    );
  }
  return `${system}_${ARCHITECTURES[architecture] ?? architecture}`;
}

/** Reads the files of the provider out of this package. Throws a ConfigurationError where one is missing. */
export async function packageFiles({
  packageFolder,
  version,
}: Pick<Surroundings, "packageFolder" | "version">): Promise<readonly PackageFile[]> {
  const sources = [
    { name: "LICENSE", source: "LICENSE", mode: 0o644 },
    { name: "THIRD_PARTY_LICENSES.txt", source: "dist/THIRD_PARTY_LICENSES.txt", mode: 0o644 },
    // Says that the script is CommonJS, whatever the project says in whose .terraform/ it is unpacked.
    { name: "package.json", source: "dist/terraform/package.json", mode: 0o644 },
    {
      name: `terraform-provider-orgwright_v${version}`,
      source: "dist/terraform/terraform-provider-orgwright",
      mode: 0o755,
    },
  ];
  return await Promise.all(
    sources.map(async ({ name, source, mode }) => ({
      name,
      mode,
      bytes: await bytesOf(join(packageFolder, source)),
    })),
  );
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    throw new ConfigurationError(
      `This installation of orgwright is not whole: ${path} is missing`,
      "Install the package again; in a clone, run `npm run build`.",
      { cause: error },
    );
  }
}
