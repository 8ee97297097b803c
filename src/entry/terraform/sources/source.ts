/** What data sources have in common: they look, and say what is wrong. */
import type { PartKey, Parts } from "../../../index.ts";
import { failure } from "../../../model/failure.ts";
import type { LiveState } from "../../../model/live.ts";
import type { AttributePath, DataSource, Problem } from "../provider.ts";
import { referenceOf } from "../references.ts";
import type { Run } from "../resources/run.ts";
import type { Schema } from "../schema/schema.ts";
import type { Attributes } from "../values/value.ts";

/** A data source in terms of parts. */
export interface Source {
  readonly schema: Schema;
  validate(config: Attributes): readonly Problem[];
  /** The attributes as they are live, all of them. Throws Refused, ConnectorError and ConfigurationError. */
  look(config: Attributes, parts: Parts): Promise<Attributes>;
}

/** Something that cannot be told, with what to do. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly problem: Problem;

  constructor(summary: string, detail: string, path: AttributePath) {
    super(summary);
    this.problem = { severity: "error", summary, detail, path };
  }
}

/** A source as the provider offers it; `run` is undefined until the provider is configured. */
export function dataSourceOf(source: Source, run: () => Run | undefined): DataSource {
  return {
    schema: source.schema,
    validate: (config) => source.validate(config),
    read: async (config) => {
      const parts = run()?.parts;
      if (parts === undefined) throw new Error("The provider was asked before it was configured");
      try {
        return { state: await source.look(config, parts), problems: [] };
      } catch (error) {
        return { state: null, problems: [problemFor(error)] };
      }
    },
  };
}

/** What a system refused or did not answer, as a problem; our own bugs say so. */
function problemFor(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  const { message, why, fix, address = "" } = failure(error, "data");
  const summary = message.startsWith(`${address}: `) ? message.slice(address.length + 2) : message;
  const detail = [why, fix].filter((each) => each !== undefined).join("\n\n");
  return { severity: "error", summary, ...(detail === "" ? {} : { detail }) };
}

/** Refuses a connection that the provider does not have. */
export function checkConnection(connection: string, parts: Parts, path: AttributePath): void {
  if (parts.kinds(connection) !== undefined) return;
  throw new Refused(
    `The provider has no connection ${connection}`,
    "Correct the name, or add it to `connections` of the provider or to its project file.",
    path,
  );
}

/** The organization as it is live. Refuses one that is not there. */
export async function liveOrganization(
  { connection, key }: { readonly connection: string; readonly key: PartKey },
  parts: Parts,
  path: AttributePath,
): Promise<LiveState> {
  checkConnection(connection, parts, path);
  const live = await parts.live(connection, key);
  if (live !== undefined) return live;
  throw new Refused(
    `There is no organization ${referenceOf(connection, key)}`,
    "Correct its slug or id, or look whether the credential may see it. If a resource makes it, refer to that resource's `id`, so that it is read afterwards.",
    path,
  );
}
