/** `orgwright init`: the first files of a project. */
import { join, resolve } from "node:path";
import { connectors, organizationTemplate, projectTemplate } from "../../index.ts";
import { writeNew } from "../../io/files.ts";
import { PROJECT_FILE } from "../../io/project-files.ts";
import type { Connection } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";
import type { Parsed } from "./command.ts";
import { didYouMean } from "./did-you-mean.ts";
import { type ExitCode, exit } from "./exit.ts";
import { allSchemas } from "./schemas.ts";
import type { Surroundings } from "./surroundings.ts";

interface InitValues {
  readonly system?: string | undefined;
}

/** Writes project file, first manifest and the editor's schemas; what is there already stays, and is said to. */
export async function init(
  { values, rest }: Pick<Parsed, "rest"> & { readonly values: InitValues },
  world: Surroundings,
): Promise<ExitCode> {
  const { system, dialects, example } = connectors[systemNamed(values.system)];
  const choice = { system, ...example(dialects[0]) };
  const folder = resolve(world.folder, rest[0] ?? ".");
  const schemas = await allSchemas(world);
  const files = [
    { file: PROJECT_FILE, text: projectTemplate(choice) },
    { file: "orgs/example.yaml", text: organizationTemplate(choice) },
    ...schemas.map(({ file, text }) => ({ file: `.orgwright/schemas/${file}`, text })),
  ];
  for (const { file, text } of files) {
    const written = await writeNew(join(folder, file), text);
    world.out.write(`${written ? "wrote" : "kept "}  ${file}\n`);
  }
  world.err.write(`\n${nextSteps(rest[0])}`);
  return exit.done;
}

function systemNamed(name: string | undefined): Connection["system"] {
  const systems = Object.values(connectors).map(({ system }) => system);
  const found = name === undefined ? systems[0] : systems.find((system) => system === name);
  if (found !== undefined) return found;
  throw new ConfigurationError(
    `There is no system ${name}`,
    didYouMean(name ?? "", systems, `There is ${systems.join(", ")}.`),
  );
}

function nextSteps(folder: string | undefined): string {
  const there = folder === undefined ? "" : ` -C ${folder}`;
  return [
    "Next:",
    `  1. Write your endpoint into ${PROJECT_FILE}, your organization into orgs/example.yaml.`,
    `  2. orgwright${there} validate`,
    `  3. orgwright${there} plan      shows what would change, and changes nothing`,
    "",
  ].join("\n");
}
