/** The JSON schemas that come with the package. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../../model/diagnostic.ts";
import type { Surroundings } from "./surroundings.ts";

const ENDING = ".schema.json";

/** A schema's text under its short name, such as `organization`. */
export interface NamedSchema {
  readonly name: string;
  /** Its file name, by which schemas refer to each other. */
  readonly file: string;
  readonly text: string;
}

/** All schemas, by name. */
export async function allSchemas({
  packageFolder,
}: Pick<Surroundings, "packageFolder">): Promise<readonly NamedSchema[]> {
  const folder = join(packageFolder, "schemas");
  const files = (await readdir(folder)).filter((file) => file.endsWith(ENDING)).sort(compareText);
  return await Promise.all(
    files.map(async (file) => ({
      name: file.slice(0, -ENDING.length),
      file,
      text: await readFile(join(folder, file), "utf8"),
    })),
  );
}
