/** What somebody does after an apply. */
import type { OrganizationOutcome, Outcome, Plan } from "../model/contract.ts";
import { hanging, type Line, line } from "./layout.ts";
import { tone } from "./spans.ts";
import { count, listing } from "./words.ts";

const mostNames = 6;

/** How the steps are called where somebody takes them. */
export interface StepWords {
  /** Doing it once more; `mended` is how the sentence begins. */
  readonly again: (mended: string) => string;
  readonly unread: string;
  readonly moved: string;
  readonly held: string;
  readonly list: string;
}

const terminal: StepWords = {
  again: (mended) => `${mended} the same command again`,
  unread: "run the same command again once the system answers",
  moved: "run `orgwright plan` and have the new plan reviewed",
  held: "change the manifests, or let the changes pass with `orgwright approve`",
  list: "`orgwright plan` lists what to do",
};

/** One line per thing to do; one line that says so when there is none. */
export function nextSteps(outcome: Outcome, plan: Plan): readonly Line[] {
  const { counts } = outcome;
  const done = outcome.complete && counts.applied > 0 ? "Done: all changes are applied." : "";
  const first = outcome.complete && counts.applied === 0 ? "Nothing was to be applied." : done;
  return [
    ...(first === "" ? [] : [line(0, tone("good", first))]),
    ...stepTexts(outcome, plan, terminal).map((text) => hanging(6, line(0, tone("strong", "next: "), text))),
  ];
}

/** What there is to do, a sentence each. */
export function stepTexts(outcome: Outcome, plan: Plan, words: StepWords): readonly string[] {
  const { counts, organizations } = outcome;
  const named = (status: OrganizationOutcome["status"]): string =>
    listing(
      organizations.filter((organization) => organization.status === status).map(({ name }) => name),
      mostNames,
    );
  return [
    repeatStep(counts, words),
    step(named("failed"), (names) => `${names} could not be read: ${words.unread}.`),
    step(named("stopped"), (names) => `${names} moved since the reviewed plan: ${words.moved}.`),
    step(named("blocked"), (names) => `${names}: ${words.held}.`),
    deliver(outcome, plan),
    remaining(plan, words),
  ].filter((text) => text !== "");
}

/** Secrets that a person has to bring to somebody, and where they are. */
function deliver({ organizations }: Outcome, plan: Plan): string {
  const needed = new Set(
    plan.organizations.flatMap(({ changes }) =>
      changes.filter(({ secret }) => secret?.need === "needed").map(({ id }) => id),
    ),
  );
  const kept = organizations
    .flatMap(({ results }) => results)
    .filter(({ id, secret }) => needed.has(id) && secret?.kept === true);
  const names = [...new Set(kept.map(({ secret }) => secret?.name ?? ""))].join(", ");
  if (kept.length === 0) return "";
  return `${count(kept.length, names)}: in the file of \`--secrets-out\`; bring each to its person, then delete the file.`;
}

function step(names: string, words: (names: string) => string): string {
  return names === "" ? "" : words(names);
}

function repeatStep({ failed, skipped, unknown, todo }: Outcome["counts"], words: StepWords): string {
  const missing = failed + skipped;
  if (missing + unknown + todo === 0) return "";
  const settled = unknown === 0 ? "" : ", and what is unknown is settled by reading";
  const mended = missing === 0 ? "Run" : "Mend what failed, then run";
  return `${words.again(mended)}: what was applied is not repeated${settled}.`;
}

function remaining({ counts }: Plan, words: StepWords): string {
  const parts = [
    counts.forPerson > 0 ? `${counts.forPerson} for a person` : "",
    counts.waiting > 0 ? `${counts.waiting} waiting` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${parts.join(" and ")}: ${words.list}.`;
}
