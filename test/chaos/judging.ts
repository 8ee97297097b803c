/** What a start of the command and the last plan say of the laws. Pure. */
import type { OrganizationPlan, Plan } from "../../src/model/contract.ts";
import type { Reconciliation } from "../../src/reconcile.ts";
import type { Wish } from "./tale.ts";
import type { Ended } from "./theatre.ts";
import { START, type World } from "./world.ts";

/** The plan of a start that came to one. */
export function planOf(ended: Ended<Reconciliation>): Plan | undefined {
  return ended.how === "done" && ended.value.valid ? ended.value.plan : undefined;
}

/** Whether nothing is left to do. */
export function isDone({ organizations }: Plan): boolean {
  return organizations.every(({ verdict }) => verdict === "empty");
}

/** What a plan still has, for people. */
export function leftIn(plan: Plan | undefined): string {
  const all = (plan?.organizations ?? []).map(({ name, verdict, changes, diagnostics }) => ({
    name,
    verdict,
    changes: changes.map(({ address, action, blockedBy }) => [action, address, ...blockedBy].join(" ")),
    diagnostics: diagnostics.map(({ message }) => message),
  }));
  return JSON.stringify(all);
}

function resultsOf(ended: Ended<Reconciliation>) {
  return ended.how === "done" && ended.value.valid ? (ended.value.outcome?.organizations ?? []) : [];
}

/** How each organization ended, and what failed in it, as lines. */
export function outcomeIn(ended: Ended<Reconciliation>): readonly string[] {
  return resultsOf(ended).flatMap(({ name, status, results }) => [
    `  ${name} ${status}`,
    ...results.flatMap(({ error, address, status: end }) =>
      error === undefined ? [] : [`    ${end} ${address}: ${error.message}`],
    ),
  ]);
}

/** Whatever happens outside, our own code has no bug. */
export function bugsIn(ended: Ended<Reconciliation>): readonly string[] {
  if (ended.how === "threw") {
    return [`the engine threw ${ended.error instanceof Error ? ended.error.stack : String(ended.error)}`];
  }
  if (ended.how === "done" && !ended.value.valid)
    return [`invalid: ${JSON.stringify(ended.value.diagnostics)}`];
  const errors = resultsOf(ended).flatMap(({ results }) => results.flatMap(({ error }) => error ?? []));
  return errors.filter(({ code }) => code === "internal/bug").map(({ message }) => message);
}

/** What is wished and not there, or there and not wished, whatever a connector reads. */
export function reached(wish: Wish, world: World, plan: Plan): readonly string[] {
  const { things } = world.holdings();
  const excused = excusesIn(plan.organizations.find(({ name }) => name === "acme"));
  const wished = wishedNow(wish, (world.clock.client() - START) / 60_000);
  // Where nobody can see whether a mail went out, it counts as sent and rests, though it may be lost.
  const isListed = world.words.kinds.member?.invitation.listed ?? true;
  const missing = [...wished].filter(
    (email) =>
      !things.has(`member ${email}`) && !things.has(`invitation ${email}`) && isListed && !excused(email),
  );
  const exact = wish.chapter.ownership !== "additive";
  const strange = [...things.keys()].flatMap((name) => {
    const email = /^member (\S+@acme\.test)$/.exec(name)?.[1];
    const isFine = email === undefined || email === "ops@acme.test" || wished.has(email) || excused(email);
    return isFine || !exact ? [] : [email];
  });
  return [
    ...missing.map((email) => `${email} is wished, planned by nobody and not there`),
    ...strange.map((email) => `${email} is a member, not wished, and no plan speaks of it`),
  ];
}

/** Who is wished, so many minutes after the beginning. */
function wishedNow({ chapter, group, until, from }: Wish, now: number): ReadonlySet<string> {
  const all = [...chapter.members.map(({ email }) => email), ...(group?.emails ?? [])];
  const inTime = all.filter((email) => (until[email] ?? now + 1) > now && (from[email] ?? now - 1) <= now);
  return new Set(inTime.map((email) => email.toLowerCase()));
}

/** Whom a plan speaks of although it changes nothing for them. */
function excusesIn(plan: OrganizationPlan | undefined): (email: string) => boolean {
  const text = JSON.stringify([
    plan?.waiting,
    plan?.forPerson,
    plan?.unmanaged,
    plan?.released,
  ]).toLowerCase();
  return (email) => text.includes(email);
}
