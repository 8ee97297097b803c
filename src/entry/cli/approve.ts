/** `orgwright approve`: the blocked changes of a saved plan as Approvals, for review in git. */
import { relative, resolve, sep } from "node:path";
import { parseProject } from "../../index.ts";
import { matcher, writeNew } from "../../io/files.ts";
import type { Plan } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";
import { type Approvable, approvables, approvalText } from "./approvals.ts";
import type { Parsed } from "./command.ts";
import { type ExitCode, exit } from "./exit.ts";
import { invalid } from "./invalid.ts";
import { projectFile } from "./project.ts";
import { readPlan } from "./saved-plan.ts";
import type { Surroundings } from "./surroundings.ts";

interface ApproveValues {
  readonly plan?: string | undefined;
  readonly reason?: string | undefined;
  readonly expires?: string | undefined;
  readonly out?: string | undefined;
}

const DAY = 86_400_000;

/** Writes a new file that lets exactly the blocked changes pass; refuses when nothing is blocked. */
export async function approve(
  { values }: Pick<Parsed, "rest"> & { readonly values: ApproveValues },
  world: Surroundings,
): Promise<ExitCode> {
  const { plan: planFile, reason, expires, out } = required(values);
  checkExpiry(expires, world.now());
  const source = await projectFile(world.folder);
  const project = "code" in source ? { ok: false as const, diagnostics: [source] } : parseProject(source);
  if (!project.ok) return invalid(project.diagnostics, world);

  const plan = await readPlan(resolve(world.folder, planFile), planFile);
  const all = approvables(plan);
  if (all.length === 0) {
    throw new ConfigurationError(
      "Nothing in this plan is blocked, so there is nothing to approve",
      "Apply it with `orgwright apply --plan`, or save a newer plan.",
    );
  }
  const path = resolve(world.folder, out ?? `approvals/${plan.digest.slice(0, 12)}.yaml`);
  const file = relative(world.folder, path).split(sep).join("/");
  if (!(await writeNew(path, approvalText(all, { reason, expires })))) {
    throw new ConfigurationError(
      `${file} is there already`,
      "Delete it, or write another file with `--out`.",
    );
  }
  world.out.write(`Wrote ${file}:\n${all.map(line).join("")}`);
  world.err.write(`\n${nextStep(file, project.value.value.approvals ?? [])}\n`);
  return exit.done;
}

function required({ plan, reason, expires, out }: ApproveValues) {
  if (plan === undefined || reason === undefined || expires === undefined) {
    const missing = Object.entries({ plan, reason, expires }).find(([, value]) => value === undefined);
    throw new ConfigurationError(
      `--${missing?.[0]} is missing`,
      "Write `orgwright approve --plan FILE --reason TEXT --expires DATE`.",
    );
  }
  return { plan, reason, expires, out };
}

function checkExpiry(expires: string, now: number): void {
  const shape = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;
  const instant = shape.test(expires) ? Date.parse(expires) : Number.NaN;
  if (Number.isNaN(instant) || !isRealDay(expires)) {
    throw new ConfigurationError(`--expires ${expires} is no date`, "Write it like 2026-12-31.");
  }
  if (instant + (expires.length > 10 ? 0 : DAY) < now) {
    throw new ConfigurationError(`--expires ${expires} is over already`, "Name a day to come.");
  }
}

/** Whether the day is in the calendar: Date.parse takes 2026-02-30 for a day in March. */
function isRealDay(text: string): boolean {
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

function line({ organization, guard, changes }: Approvable): string {
  const number = changes.length === 1 ? "1 change" : `${changes.length} changes`;
  return `  ${organization}: ${number} may pass ${guard}\n`;
}

function nextStep(file: string, approvals: NonNullable<Plan["digest"]>[] | readonly string[]): string {
  if (matcher(approvals)(file)) {
    return "It takes effect once it is committed: have it reviewed in git, then apply.";
  }
  const first = file.split("/").slice(0, -1).join("/");
  return `No glob under \`approvals:\` in orgwright.yaml names it, so it has no effect yet: add \`${first === "" ? file : `${first}/**/*.yaml`}\` there.`;
}
