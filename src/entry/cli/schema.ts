/** `orgwright schema`: a JSON schema on stdout. */
import { ConfigurationError } from "../../model/errors.ts";
import type { Parsed } from "./command.ts";
import { didYouMean } from "./did-you-mean.ts";
import { type ExitCode, exit } from "./exit.ts";
import { allSchemas } from "./schemas.ts";
import type { Surroundings } from "./surroundings.ts";

/** Prints the named schema, or the names with what each is for. */
export async function schema({ rest }: Pick<Parsed, "rest">, world: Surroundings): Promise<ExitCode> {
  const [wanted] = rest;
  const schemas = await allSchemas(world);
  if (wanted === undefined) {
    const width = Math.max(...schemas.map(({ name }) => name.length));
    world.out.write(schemas.map(({ name, text }) => `${name.padEnd(width)}  ${purpose(text)}\n`).join(""));
    return exit.done;
  }
  const found = schemas.find(({ name, file }) => [name, file].includes(wanted));
  if (found === undefined) {
    const names = schemas.map(({ name }) => name);
    throw new ConfigurationError(
      `There is no schema ${wanted}`,
      didYouMean(wanted, names, `There is ${names.join(", ")}.`),
    );
  }
  world.out.write(found.text);
  return exit.done;
}

function purpose(text: string): string {
  const { description } = JSON.parse(text) as { readonly description?: string };
  return /^.*?[.:](?= |$)/.exec(description ?? "")?.[0].replace(/:$/, ".") ?? "";
}
