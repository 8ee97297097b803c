/** Plans built by hand for tests: say what matters, the rest follows. */
import { createHash } from "node:crypto";
import type {
  Change,
  Counts,
  Diagnostic,
  Effect,
  ForPerson,
  GuardFinding,
  Kind,
  Listed,
  Location,
  OrganizationPlan,
  Plan,
  Risk,
  Verdict,
  Waiting,
} from "../../src/model/contract.ts";
import { change as bareChange } from "../model/change.ts";

/** 64 hex digits made of any text. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A place of which only file and line matter. */
export function at(file: string, line: number): Location {
  return { file, line, column: 5, endColumn: 20, text: "    - email: someone@acme.test" };
}

/** A change; its id, kind and reason follow from address and action. */
export function change(
  action: Change["action"],
  address: string,
  parts: Partial<Omit<Change, "action" | "address">> = {},
): Change {
  const reasons = {
    create: "not-live",
    update: "differs",
    replace: "immutable-differs",
    delete: "not-declared",
  } as const;
  return bareChange({
    id: digestOf(`${action} ${address}`),
    address,
    kind: kindOf(address),
    action,
    verb: action === "delete" ? "remove" : action,
    reason: reasons[action],
    cause: "intended",
    ...parts,
  });
}

/** An effect in the order of its sentence: who, gains, what, on what. */
export function effect(subject: string, verb: Effect["verb"], what: string, on: string): Effect {
  return { subject, verb, what, on, cascade: false };
}

/** The same effect as a mere consequence. */
export function follows(one: Effect): Effect {
  return { ...one, cascade: true };
}

/** A changed role or level. */
export function becomes(subject: string, from: string, what: string, on: string): Effect {
  return { subject, verb: "changes", what, from, on, cascade: false };
}

/** A risk mark. */
export function risk(code: Risk["code"], message: string): Risk {
  return { code, message };
}

/** What a guard found. */
export function guard(name: string, message: string, parts: Partial<GuardFinding> = {}): GuardFinding {
  return { guard: name, message, changes: [], approved: false, fix: "Ask for an approval.", ...parts };
}

/** Something live that is left alone. */
export function listed(code: Listed["code"], address: string, message: string, danger = false): Listed {
  return { address, kind: kindOf(address), code, message, danger };
}

/** Something that waits. */
export function waiting(code: Waiting["code"], address: string, message: string, origin?: Location): Waiting {
  return { address, kind: kindOf(address), code, message, origins: origin === undefined ? [] : [origin] };
}

/** Something that a person has to do. */
export function forPerson(address: string, message: string, origin?: Location): ForPerson {
  return { address, kind: kindOf(address), message, origins: origin === undefined ? [] : [origin] };
}

/** The plan of one organization; counts and verdict follow from the parts. */
export function organization(
  name: string,
  parts: Partial<OrganizationPlan> & { readonly unchanged?: number } = {},
): OrganizationPlan {
  const { unchanged = 0, ...given } = parts;
  const lists = {
    changes: [],
    waiting: [],
    forPerson: [],
    unmanaged: [],
    released: [],
    observed: [],
    guards: [],
    diagnostics: [],
    ...given,
  };
  return {
    name,
    connection: "signalsmith",
    system: "signalsmith",
    key: name,
    verdict: verdictOf(lists.changes, lists.guards, lists.diagnostics),
    digest: digestOf(name),
    manifestDigest: digestOf(`${name} manifest`),
    desiredDigest: digestOf(`${name} desired`),
    classified: true,
    counts: countsOf(lists, unchanged),
    ...lists,
  };
}

/** The plan over organizations; counts and verdict follow from them. */
export function plan(
  organizations: readonly OrganizationPlan[],
  parts: Partial<Pick<Plan, "guards" | "diagnostics">> = {},
): Plan {
  const worst = (["failed", "blocked", "applicable"] as const).find((verdict) =>
    organizations.some((one) => one.verdict === verdict),
  );
  const held = (parts.guards ?? []).some(({ approved }) => !approved);
  return {
    formatVersion: 1,
    verdict: held && worst !== "failed" ? "blocked" : (worst ?? "empty"),
    digest: digestOf(organizations.map(({ name }) => name).join()),
    counts: organizations.map(({ counts }) => counts).reduce(add, countsOf(organization0, 0)),
    organizations,
    stages: [organizations.flatMap(({ changes }) => changes.map(({ address }) => address))],
    guards: [],
    diagnostics: [],
    ...parts,
  };
}

type Lists = Pick<
  OrganizationPlan,
  "changes" | "waiting" | "forPerson" | "unmanaged" | "released" | "observed"
>;

const organization0: Lists = {
  changes: [],
  waiting: [],
  forPerson: [],
  unmanaged: [],
  released: [],
  observed: [],
};

function kindOf(address: string): Kind {
  return address.split("/")[1] as Kind;
}

function verdictOf(
  changes: readonly Change[],
  guards: readonly GuardFinding[],
  diagnostics: readonly Diagnostic[],
): Verdict {
  if (diagnostics.some(({ severity }) => severity === "error")) return "failed";
  if (guards.some(({ approved }) => !approved)) return "blocked";
  return changes.length === 0 ? "empty" : "applicable";
}

function countsOf(lists: Lists, unchanged: number): Counts {
  const number = (action: Change["action"]): number =>
    lists.changes.filter((one) => one.action === action).length;
  return {
    create: number("create"),
    update: number("update"),
    replace: number("replace"),
    delete: number("delete"),
    waiting: lists.waiting.length,
    forPerson: lists.forPerson.length,
    unmanaged: lists.unmanaged.length,
    released: lists.released.length,
    observed: lists.observed.length,
    mails: lists.changes.reduce((sum, { mails }) => sum + mails, 0),
    unchanged,
  };
}

function add(a: Counts, b: Counts): Counts {
  const keys = Object.keys(a) as (keyof Counts)[];
  return Object.fromEntries(keys.map((key) => [key, a[key] + b[key]])) as unknown as Counts;
}
