/** What the Action's tests have in common: the organization acme, who may join it, and what is ours on a pull request. */
import { expect } from "vitest";
import { organizationText } from "../cli.ts";
import { openStage, type Stage, type StageOptions, type StepOptions, type StepResult } from "./stage.ts";

export const carol = "{email: carol@acme.test, role: member}";
export const erin = "{email: erin@acme.test, role: member}";

/** The login behind a workflow's token. */
export const bot = "github-actions[bot]";

/** What inviting one person to acme sends to the system. */
export const invitation: readonly string[] = ["POST /organizations/org_1/members/invite"];

/** The manifest of acme with these members. */
export function acme(...entries: readonly string[]): { readonly "orgs/acme.yaml": string } {
  return { "orgs/acme.yaml": organizationText(entries) };
}

/** A stage whose present state is in the record: after a first apply by hand. */
export async function begun(options?: StageOptions): Promise<Stage> {
  const stage = await openStage(options);
  const first = await stage.step("apply", { name: "workflow_dispatch" });
  expect(first.conclusion, first.log).toBe("success");
  return stage;
}

/** Runs the plan of a pull request. */
export async function planned(stage: Stage, number: number, options?: StepOptions): Promise<StepResult> {
  return await stage.step("plan", { name: "pull_request", number }, options);
}

/** A pull request that was planned well and merged. */
export async function merged(stage: Stage, files: Parameters<Stage["propose"]>[0]): Promise<number> {
  const number = stage.propose(files);
  const result = await planned(stage, number);
  expect(result.conclusion, result.log).toBe("success");
  stage.github.merge(number);
  return number;
}

/** The comments on a pull request that are the Action's own. */
export function ours(stage: Stage, number: number): ReturnType<Stage["github"]["state"]["comments"]> {
  return stage.github.state.comments(number).filter(({ user }) => user === bot);
}

/** The latest status of a pull request's head. */
export function statusOf(
  stage: Stage,
  number: number,
): ReturnType<Stage["github"]["state"]["statuses"]>[number] | undefined {
  const pull = stage.github.state.pulls().find((each) => each.number === number);
  return stage.github.state.statuses(pull?.headSha ?? "").at(-1);
}

/** The line of a text, counted from 1, that holds these words. */
export function lineOf(text: string, words: string): number {
  return text.split("\n").findIndex((line) => line.includes(words)) + 1;
}
