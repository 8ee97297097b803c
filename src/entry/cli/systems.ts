/** `orgwright systems`: which systems there are, and what each can do. */
import { connectors } from "../../index.ts";
import { type ExitCode, exit } from "./exit.ts";
import type { Surroundings } from "./surroundings.ts";
import { systemsMarkdown, systemsText, systemTables } from "./systems-table.ts";

interface SystemsGiven {
  readonly values: { readonly format?: "text" | "markdown" | undefined };
}

/** Prints the table that the connectors' own descriptions give. */
export function systems({ values }: SystemsGiven, { out }: Surroundings): Promise<ExitCode> {
  const tables = systemTables(Object.values(connectors));
  out.write(values.format === "markdown" ? systemsMarkdown(tables) : systemsText(tables));
  return Promise.resolve(exit.done);
}
