/** The order of keys in JSON outputs: that of schemas/. A test compares the two. */
import type {
  Acknowledged,
  Change,
  ChangeOutcome,
  Counts,
  Diagnostic,
  DiagnosticReport,
  Effect,
  FieldChange,
  ForPerson,
  GuardFinding,
  HistoryEntry,
  KeptSecret,
  Listed,
  Location,
  OrganizationOutcome,
  OrganizationPlan,
  Outcome,
  OutcomeCounts,
  Plan,
  Price,
  Risk,
  SecretMark,
  Waiting,
  WaitingChange,
} from "../model/contract.ts";

/** The keys of an object in their order, each with the shape of its value; null: written as it is, maps sorted. */
export interface Shape {
  readonly [key: string]: Shape | null;
}

type Keys<T> = Readonly<Record<keyof T, Shape | null>>;

const location = {
  file: null,
  line: null,
  column: null,
  endColumn: null,
  text: null,
} satisfies Keys<Location>;

const diagnostic = {
  code: null,
  severity: null,
  message: null,
  why: null,
  fix: null,
  location,
  related: location,
  address: null,
} satisfies Keys<Diagnostic>;

const field = { path: null, before: null, after: null } satisfies Keys<FieldChange>;

const risk = { code: null, message: null } satisfies Keys<Risk>;

const effect = {
  subject: null,
  verb: null,
  what: null,
  from: null,
  on: null,
  cascade: null,
} satisfies Keys<Effect>;

const change = {
  id: null,
  address: null,
  kind: null,
  action: null,
  verb: null,
  reason: null,
  cause: null,
  nativeId: null,
  account: null,
  before: null,
  after: null,
  fields: field,
  dependsOn: null,
  refs: null,
  risks: risk,
  effects: effect,
  secret: { name: null, need: null, again: null } satisfies Keys<SecretMark>,
  mails: null,
  blockedBy: null,
  origins: location,
  note: null,
  acknowledged: { name: null, reason: null, expires: null, critical: null } satisfies Keys<Acknowledged>,
} satisfies Keys<Change>;

const waiting = {
  address: null,
  kind: null,
  code: null,
  message: null,
  origins: location,
  change: { id: null, action: null, refs: null } satisfies Keys<WaitingChange>,
} satisfies Keys<Waiting>;

const forPerson = { address: null, kind: null, message: null, origins: location } satisfies Keys<ForPerson>;

const listed = {
  address: null,
  kind: null,
  code: null,
  message: null,
  danger: null,
  fields: field,
} satisfies Keys<Listed>;

const guard = {
  guard: null,
  message: null,
  changes: null,
  approved: null,
  fix: null,
} satisfies Keys<GuardFinding>;

const counts = {
  create: null,
  update: null,
  replace: null,
  delete: null,
  waiting: null,
  forPerson: null,
  unmanaged: null,
  released: null,
  observed: null,
  mails: null,
  unchanged: null,
} satisfies Keys<Counts>;

const organizationPlan = {
  name: null,
  connection: null,
  system: null,
  key: null,
  verdict: null,
  digest: null,
  manifestDigest: null,
  desiredDigest: null,
  classified: null,
  counts,
  changes: change,
  waiting,
  forPerson,
  unmanaged: listed,
  released: listed,
  observed: listed,
  guards: guard,
  diagnostics: diagnostic,
  history: { at: null, actor: null, action: null, target: null } satisfies Keys<HistoryEntry>,
  basis: null,
} satisfies Keys<OrganizationPlan>;

const changeOutcome = {
  id: null,
  address: null,
  action: null,
  verb: null,
  status: null,
  nativeId: null,
  error: diagnostic,
  because: null,
  secret: { name: null, kept: null } satisfies Keys<KeptSecret>,
} satisfies Keys<ChangeOutcome>;

const outcomeCounts = {
  applied: null,
  failed: null,
  skipped: null,
  unknown: null,
  todo: null,
} satisfies Keys<OutcomeCounts>;

const organizationOutcome = {
  name: null,
  status: null,
  results: changeOutcome,
  diagnostics: diagnostic,
} satisfies Keys<OrganizationOutcome>;

/** A plan's keys. */
export const planShape: Shape = {
  formatVersion: null,
  verdict: null,
  digest: null,
  counts,
  organizations: organizationPlan,
  stages: null,
  guards: guard,
  diagnostics: diagnostic,
  price: { reads: null, writes: null, seconds: null, connections: null } satisfies Keys<Price>,
} satisfies Keys<Plan>;

/** An outcome's keys. */
export const outcomeShape: Shape = {
  formatVersion: null,
  complete: null,
  counts: outcomeCounts,
  organizations: organizationOutcome,
} satisfies Keys<Outcome>;

/** A diagnostic report's keys. */
export const reportShape: Shape = {
  formatVersion: null,
  errors: null,
  warnings: null,
  diagnostics: diagnostic,
} satisfies Keys<DiagnosticReport>;
