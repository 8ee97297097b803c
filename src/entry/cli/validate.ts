/** `orgwright validate`: every problem of all files at once, without any request. */
import { check, connectors, hasErrors, sortDiagnostics } from "../../index.ts";
import { recipientProblems } from "../../io/age.ts";
import type { Diagnostic } from "../../model/contract.ts";
import type { Parsed } from "./command.ts";
import type { DiagnosticsFormat } from "./diagnostics.ts";
import { type ExitCode, exit } from "./exit.ts";
import { type LoadedProject, loadProject } from "./project.ts";
import type { Surroundings } from "./surroundings.ts";

interface ValidateValues {
  readonly format?: DiagnosticsFormat | undefined;
}

/** Checks the files for themselves and together; 3 when one of them cannot be used. */
export async function validate(
  { values, rest }: Pick<Parsed, "rest"> & { readonly values: ValidateValues },
  world: Surroundings,
): Promise<ExitCode> {
  const { diagnostics, summary } = await problems(rest, world);
  const { format = "text" } = values;
  if (diagnostics.length > 0 || format !== "text") {
    // Reports take longer to load than most manifests take to check.
    const { shownDiagnostics } = await import("./diagnostics.ts");
    world.out.write(shownDiagnostics(diagnostics, format, world.out.style));
  }
  if (format === "text" && summary !== undefined) {
    world.out.write(diagnostics.length > 0 ? `\n${summary}` : summary);
  }
  return hasErrors(diagnostics) ? exit.invalid : exit.done;
}

interface Problems {
  readonly diagnostics: readonly Diagnostic[];
  /** What is valid, in words; undefined when something is not. */
  readonly summary: string | undefined;
}

async function problems(paths: readonly string[], world: Surroundings): Promise<Problems> {
  const loaded = await loadProject(world.folder, paths);
  if (!loaded.ok) return { diagnostics: loaded.diagnostics, summary: undefined };
  const { project, documents, chosen } = loaded;
  const checked = check({ project, documents, connectors, now: world.now() });
  const all = sortDiagnostics([
    ...loaded.diagnostics,
    ...checked.diagnostics,
    ...(await recipientProblems(project.secrets?.recipients)),
  ]);
  const diagnostics = chosen === undefined ? all : all.filter((each) => isAbout(each, chosen));
  return { diagnostics, summary: hasErrors(diagnostics) ? undefined : summaryOf(loaded) };
}

function isAbout({ location, related = [] }: Diagnostic, chosen: ReadonlySet<string>): boolean {
  return location === undefined || [location, ...related].some(({ file }) => chosen.has(file));
}

function summaryOf({ documents, files, chosen }: LoadedProject): string {
  const { organizations, groups, persons, approvals, acknowledgements } = documents;
  const inChosen = (each: (typeof documents)[keyof typeof documents][number]) =>
    chosen?.has(each.locate([]).file) ?? true;
  const counts = [
    [organizations, "organization"],
    [groups, "group"],
    [persons, "person"],
    [approvals, "approval"],
    [acknowledgements, "acknowledgement"],
  ] as const;
  const words = counts.flatMap(([list, noun]) => {
    const number = list.filter(inChosen).length;
    return number === 0 ? [] : [counted(number, noun)];
  });
  return `Valid: ${words.join(", ") || "nothing"} in ${counted(chosen?.size ?? files.length, "file")}.\n`;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
