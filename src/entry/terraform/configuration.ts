/** The provider's configuration as a project: from a project file, from attributes, or both; what attributes say wins. */
import { dirname, resolve } from "node:path";
import { connectors, parseProject } from "../../index.ts";
import type { Connection, Project } from "../../model/contract.ts";
import { projectFrom } from "./configuration-file.ts";
import { credentialProblems, type Given, inlineProject } from "./configuration-inline.ts";
import { merged } from "./configuration-merge.ts";
import { connectionProblems, inlineProblem, unknownProblems } from "./configuration-problems.ts";
import type { Problem } from "./provider.ts";
import { isGiven, textIn } from "./reading-attributes.ts";
import type { Attributes } from "./values/value.ts";

/** What a configuration comes to. */
export interface Configuration {
  readonly project: Project;
  /** Credentials that attributes gave, by the names of environment variables that nobody sets. */
  readonly tokens: Readonly<Record<string, string>>;
  /** What a credential's file is relative to, and its command is run in: the project file's folder, where there is one. */
  readonly credentialFolder: string;
  /** Path of the file for one-time secrets, as it was written. */
  readonly secretsOut?: string;
}

/** A configuration, and what a person should know of it; without one an error is among the problems. */
export interface ReadConfiguration {
  readonly configuration?: Configuration;
  readonly problems: readonly Problem[];
}

/** What can be said of a configuration before all of it is known. Unknown values count as given. */
export function validateConfiguration(config: Attributes): readonly Problem[] {
  return [...credentialProblems(config), ...connectionProblems(config)];
}

/** Reads a configuration; paths in it are relative to `folder`. Never throws for what a user wrote. */
export async function readConfiguration(config: Attributes, folder: string): Promise<ReadConfiguration> {
  const early = [...unknownProblems(config), ...validateConfiguration(config)];
  if (early.length > 0) return { problems: early };
  const path = textIn(config["project"]);
  const file = path === undefined ? { problems: [] } : await projectFrom(path, folder);
  const given = inlineProject(config);
  const inline = parsedInline(given);
  const problems = [...file.problems, ...inline.problems];
  const isUsable = !problems.some(({ severity }) => severity === "error");
  if (!isUsable || inline.project === undefined) return { problems };
  const project = file.project === undefined ? inline.project : merged(file.project, inline.project);
  const secretsOut = textIn(config["secrets_out"]);
  return {
    configuration: {
      project,
      tokens: given.tokens,
      credentialFolder: path === undefined ? folder : dirname(resolve(folder, path)),
      ...(secretsOut === undefined ? {} : { secretsOut }),
    },
    problems: [...problems, ...unusedRecipients(config)],
  };
}

function parsedInline(given: Given): { readonly project?: Project; readonly problems: readonly Problem[] } {
  const parsed = parseProject({ file: "provider", text: given.text }, Object.values(connectors));
  const problems = parsed.diagnostics.map((diagnostic) => inlineProblem(diagnostic, given));
  if (!parsed.ok) return { problems };
  const { value } = parsed.value;
  const connections = Object.entries(value.connections).filter(([name]) => !given.standIns.has(name));
  return {
    project: { ...value, connections: Object.fromEntries<Connection>(connections) },
    problems,
  };
}

/** Whom secrets are encrypted for matters only where they are written. */
function unusedRecipients(config: Attributes): readonly Problem[] {
  if (!isGiven(config["secrets_recipients"]) || isGiven(config["secrets_out"])) return [];
  return [
    {
      severity: "warning",
      summary: "No secret is written",
      detail: "`secrets_recipients` says for whom, and `secrets_out` does not say where. Give both, or none.",
      path: ["secrets_recipients"],
    },
  ];
}
