/** What an apply that was cut off has left: folded into the records before planning, and settled by what is read then. */
import { type Address, parseAddress } from "./model/address.ts";
import type { Diagnostic, Plan, Project } from "./model/contract.ts";
import type { Journaled } from "./model/journal.ts";
import type { Organization } from "./model/organization.ts";
import type { OrganizationRecord, SentInvitation } from "./model/record.ts";
import { digest } from "./plan/digest.ts";

/** What the runs that were cut off have done, once live was read. */
export interface Resumed {
  /** Instant (ISO 8601) at which the first of them began. */
  readonly since: string;
  /** Writes that were settled before the cut. */
  readonly settled: number;
  /** Writes whose end nobody knew, and which the plan has no more: live has them, or the manifests want something else. */
  readonly found: readonly Address[];
  /** Writes whose end nobody knew, and which live does not have: they are in the plan again. */
  readonly missing: readonly Address[];
  /** Writes whose end still nobody knows, since their organization was not read now. */
  readonly unread: readonly Address[];
  /** Ids of those of them that a later run may read. */
  readonly left: readonly string[];
  /** What was lost with them, and the way out. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What each connection of a project leads to, for a journal to know its own. */
export function places({ connections }: Pick<Project, "connections">): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(connections).map(([name, { system, endpoint, tenant }]) => [
      name,
      digest({ system, endpoint, ...(tenant === undefined ? {} : { tenant }) }),
    ]),
  );
}

/** What is asked of `recovered` beside the writes. */
interface Known {
  readonly records: readonly OrganizationRecord[];
  readonly organizations: readonly Organization[];
  /** Whether a connection lists pending people, so that reading tells what became of a mail. */
  readonly listsPending: (connection: string) => boolean;
}

/** The records with what the writes did that no record knows of: mails that went out, ids of what was made. */
export function recovered(
  earlier: readonly Journaled[],
  { records, organizations, listsPending }: Known,
): readonly OrganizationRecord[] {
  const all = new Map(records.map((record) => [record.organization, record]));
  for (const write of earlier) {
    const { organization } = parseAddress(write.change.address);
    const record = all.get(organization) ?? fresh(organization, organizations);
    if (record === undefined) continue;
    all.set(organization, withWrite(record, write, listsPending(record.connection)));
  }
  return [...all.values()];
}

/** Of an organization that was never applied to its end; by an earlier name too, and with its key, so that it is recalled. */
function fresh(name: string, organizations: readonly Organization[]): OrganizationRecord | undefined {
  const found = organizations.find((each) => each.name === name || each.previousNames.includes(name));
  if (found === undefined) return undefined;
  const { slug, id } = found.key;
  return {
    formatVersion: 1,
    organization: name,
    connection: found.connection,
    ...(slug === undefined ? {} : { slug }),
    ...(id === undefined ? {} : { id }),
    declared: {},
    released: [],
    invitations: {},
  };
}

function withWrite(record: OrganizationRecord, write: Journaled, listsPending: boolean): OrganizationRecord {
  if (wasMailed(write, listsPending)) return withCreated(withMail(record, write), write);
  return withCreated(isRenewal(write) ? renewing(record, write.change.address) : record, write);
}

/** A mail whose fate is unknown counts as sent where nobody could tell later: better one too few than two. */
function wasMailed({ change, status }: Journaled, listsPending: boolean): boolean {
  if (change.kind !== "member" || change.action === "delete" || change.mails === 0) return false;
  return status === "applied" || ((status === "announced" || status === "unknown") && !listsPending);
}

/** An invitation that was being said anew: taken back maybe, and not sent again. */
function isRenewal({ change, status }: Journaled): boolean {
  return change.kind === "member" && change.action === "update" && change.mails > 0 && status !== "applied";
}

function renewing(record: OrganizationRecord, address: Address): OrganizationRecord {
  const earlier = record.invitations[address];
  if (earlier === undefined) return record;
  return { ...record, invitations: { ...record.invitations, [address]: { ...earlier, renewing: true } } };
}

function withMail(record: OrganizationRecord, { change, at }: Journaled): OrganizationRecord {
  const earlier = record.invitations[change.address];
  // The record may have been told before the cut.
  if (earlier !== undefined && Date.parse(earlier.sentAt) >= Date.parse(at)) return record;
  const roles = change.after?.["roles"];
  const sent: SentInvitation = {
    sentAt: at,
    count: (earlier?.count ?? 0) + change.mails,
    roles: Array.isArray(roles) ? roles : (earlier?.roles ?? []),
    access: levelsIn(change.after?.["workspaces"]) ?? earlier?.access ?? {},
  };
  return { ...record, invitations: { ...record.invitations, [change.address]: sent } };
}

function levelsIn(value: unknown): Readonly<Record<string, string>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, string>)
    : undefined;
}

function withCreated(
  record: OrganizationRecord,
  { change, status, nativeId, at }: Journaled,
): OrganizationRecord {
  if (change.action !== "create" || status !== "applied" || nativeId === undefined) return record;
  const created = { ...record.attempted?.created, [change.address]: nativeId };
  return { ...record, attempted: { at, status: "partial", ...record.attempted, created } };
}

/**
 * What became of the writes, told from a plan that was made after them; undefined where no run was cut off. `known` has the
 * organizations that are declared or remembered: of others no plan will ever tell.
 */
export function resumed(
  earlier: readonly Journaled[],
  plan: Plan,
  known: ReadonlySet<string>,
): Resumed | undefined {
  const [first] = earlier;
  if (first === undefined) return undefined;
  const wanted = new Set(plan.organizations.flatMap(({ changes }) => changes.map(({ id }) => id)));
  const read = new Set(
    plan.organizations.filter(({ verdict }) => verdict !== "failed").map(({ name }) => name),
  );
  const open = earlier.filter(({ status }) => status === "announced" || status === "unknown");
  const isRead = ({ change }: Journaled) => read.has(parseAddress(change.address).organization);
  const isMissing = (write: Journaled) => isRead(write) && wanted.has(write.change.id);
  // What is planned of it anew, or waits, tells that live has it not as it was wanted.
  const touched = new Set(
    plan.organizations.flatMap(({ changes, waiting }) =>
      [...changes, ...waiting].map(({ address }) => address),
    ),
  );
  const unread = open.filter((write) => !isRead(write));
  const found = open.filter((write) => isRead(write) && !wanted.has(write.change.id));
  return {
    since: first.at,
    settled: earlier.filter(({ status }) => status === "applied").length,
    found: found.map(({ change }) => change.address),
    missing: open.filter(isMissing).map(({ change }) => change.address),
    unread: unread.map(({ change }) => change.address),
    left: unread
      .filter(({ change }) => known.has(parseAddress(change.address).organization))
      .map(({ change }) => change.id),
    diagnostics: found.filter(({ change }) => !touched.has(change.address)).flatMap(maybeLost),
  };
}

/** Whoever was told it is dead, and the system tells it no second time. */
function maybeLost({ change: { address, secret } }: Journaled): readonly Diagnostic[] {
  if (secret?.need !== "needed") return [];
  return [
    {
      code: "apply/secret-lost",
      severity: "error",
      address,
      message: `${address}: the run that wrote it was cut off, maybe before the ${secret.name} was kept.`,
      why: "The system tells it once: it is in the file of that run (`--secrets-out`), or nobody has it.",
      fix: `Look into that file first. Where it is not in it: ${secret.again}`,
    },
  ];
}

/**
 * Changes of a plan that a run which was cut off has completed already, by id, each with why it is not done again
 * (law 10): somebody took it back since, or the system does not show it yet.
 */
export function completedBefore(earlier: readonly Journaled[], plan: Plan): ReadonlyMap<string, Diagnostic> {
  // What was done to the same thing later makes the earlier one legitimate again.
  const latest = new Map(
    earlier.filter(({ status }) => status === "applied").map((each) => [each.change.address, each]),
  );
  const done = new Map([...latest.values()].map((each) => [each.change.id, each]));
  return new Map(
    plan.organizations.flatMap(({ changes }) =>
      changes.flatMap(({ id, address }) => {
        const write = done.get(id);
        return write === undefined ? [] : [[id, again(address, write.at)] as const];
      }),
    ),
  );
}

function again(address: Address, at: string): Diagnostic {
  return {
    code: "apply/done-before",
    severity: "error",
    address,
    message: `${address}: the run of ${at} that was cut off has done this, and live does not show it.`,
    why: "Somebody has taken it back since, or the system does not show it yet; so it is not done a second time by the same apply.",
    fix: "See who moved it with `orgwright drift`; the next apply does it again.",
  };
}
