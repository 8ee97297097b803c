/** The record after an apply: what is declared now, what was released, which mails went out. */
import { type Address, subjectIn } from "../model/address.ts";
import type { Change, ChangeOutcome, OrganizationOutcome, OrganizationPlan } from "../model/contract.ts";
import { compareText } from "../model/diagnostic.ts";
import { personKey } from "../model/identity.ts";
import type { LiveState } from "../model/live.ts";
import type { Organization } from "../model/organization.ts";
import type { OrganizationRecord, SentInvitation } from "../model/record.ts";
import type { MemberResource, Resource } from "../model/resource.ts";

/** What is remembered of one organization's apply. */
export interface Remembered {
  readonly organization: Organization;
  readonly resources: readonly Resource[];
  readonly plan: OrganizationPlan;
  readonly outcome: OrganizationOutcome;
  /** Digest of each desired resource and section. */
  readonly declared: Readonly<Record<Address, string>>;
  readonly live: LiveState | undefined;
  /** Whether the system lists pending people, so that the next read tells what became of a mail. */
  readonly pendingListed: boolean;
  readonly previous: OrganizationRecord | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly commit: string | undefined;
  /** Digest over all that is desired now. */
  readonly desired: string;
  /** Whether the manifest as a whole was reviewed, what it says of later included. */
  readonly accepted: boolean;
  /** Given when only what time moved was applied: what of the record time has moved. */
  readonly due?: DueMoves;
}

/** What a record says once only time's share was applied. */
export interface DueMoves {
  /** Digests of what was declared, those that time moved as they are now. */
  readonly declared: Readonly<Record<Address, string>>;
  /** Whether git has moved nothing since, so that all that is desired is applied. */
  readonly isWhole: boolean;
}

/** The new record. Only a complete apply moves what is declared; mails are remembered always. */
export function remember(remembered: Remembered): OrganizationRecord {
  const { organization, outcome } = remembered;
  const { slug, id } = organization.key;
  const complete = outcome.status === "complete" || outcome.status === "unchanged";
  return {
    formatVersion: 1,
    organization: organization.name,
    connection: organization.connection,
    ...(slug === undefined ? {} : { slug }),
    ...(id === undefined ? {} : { id }),
    ...(complete ? applied(remembered) : stopped(remembered)),
    invitations: Object.fromEntries(
      [...pending(remembered), ...sent(remembered)].sort(([a], [b]) => compareText(a, b)),
    ),
  };
}

type Applied = Pick<
  OrganizationRecord,
  "declared" | "desired" | "manifest" | "waiting" | "released" | "commit" | "appliedAt" | "attempted"
>;

function applied(remembered: Remembered): Applied {
  const { declared, desired, plan, previous, now, commit, due, accepted } = remembered;
  const appliedAt = new Date(now).toISOString();
  if (due !== undefined) {
    const moved = { declared: due.declared, ...(due.isWhole ? { desired } : {}) };
    return { ...before(remembered), appliedAt, ...moved };
  }
  // Reviews are looked for since this commit: what waits needs them still, and what nobody reviewed is not behind us.
  const since = plan.waiting.length > 0 || !accepted ? previous?.commit : commit;
  const manifest = accepted ? plan.manifestDigest : previous?.manifest;
  return {
    ...(since === undefined ? {} : { commit: since }),
    appliedAt,
    desired,
    ...(manifest === undefined ? {} : { manifest }),
    ...(plan.waiting.length > 0 ? { waiting: true } : {}),
    declared: withoutWaiting(declared, plan, previous),
    released: plan.released.map(({ address }) => address),
  };
}

/** What waits is not applied: it stays as it was remembered, so that it counts as intended once it can be done. */
function withoutWaiting(
  declared: Remembered["declared"],
  { waiting }: OrganizationPlan,
  previous: OrganizationRecord | undefined,
): Remembered["declared"] {
  const people = new Set(waiting.map(({ address }) => subjectIn(address) ?? address));
  const isWaiting = (address: Address) => people.has(subjectIn(address) ?? address);
  const settled = Object.entries(declared).filter(([address]) => !isWaiting(address));
  // What is to go and waits is declared no longer: it too stays as it was.
  const earlier = Object.entries(previous?.declared ?? {}).filter(([address]) => isWaiting(address));
  return Object.fromEntries([...settled, ...earlier].sort(([a], [b]) => compareText(a, b)));
}

function before({ previous }: Remembered): Applied {
  if (previous === undefined) return { declared: {}, released: [] };
  const { declared, desired, manifest, waiting, released, commit, appliedAt, attempted } = previous;
  return {
    ...(commit === undefined ? {} : { commit }),
    ...(appliedAt === undefined ? {} : { appliedAt }),
    ...(desired === undefined ? {} : { desired }),
    ...(manifest === undefined ? {} : { manifest }),
    ...(waiting === undefined ? {} : { waiting }),
    ...(attempted === undefined ? {} : { attempted }),
    declared,
    released,
  };
}

/** What it was, and that an apply has stopped on its way. */
function stopped(remembered: Remembered): Applied {
  const { outcome, commit, now } = remembered;
  const { status } = outcome;
  if (status === "complete" || status === "unchanged" || status === "failed") return before(remembered);
  const at = new Date(now).toISOString();
  const created = createdSoFar(remembered);
  return {
    ...before(remembered),
    attempted: { ...(commit === undefined ? {} : { commit }), at, status, ...(created && { created }) },
  };
}

/** Ids of what this apply and those before it made, since the last complete one. */
function createdSoFar({ outcome, previous }: Remembered): Readonly<Record<Address, string>> | undefined {
  const made = outcome.results.flatMap(({ address, action, status, nativeId }) =>
    action === "create" && status === "applied" && nativeId !== undefined
      ? [[address, nativeId] as const]
      : [],
  );
  const all = [...Object.entries(previous?.attempted?.created ?? {}), ...made];
  return all.length === 0 ? undefined : Object.fromEntries(all.sort(([a], [b]) => compareText(a, b)));
}

type Sent = readonly (readonly [Address, SentInvitation])[];

/** Earlier mails that still wait for an answer: the wish stands, maybe under another address, and the person is no member yet. */
function pending({ resources, live, previous }: Remembered): Sent {
  const accounts = (live?.members ?? []).filter(
    ({ status }) => status === "active" || status === "suspended",
  );
  const joined = new Set(accounts.map((member) => personKey(member)));
  const wishes = new Map<string, MemberResource>();
  for (const resource of resources) {
    if (resource.kind !== "member" || resource.ensure === "absent") continue;
    for (const key of keysOf(resource)) wishes.set(key, resource);
  }
  return Object.entries(previous?.invitations ?? {}).flatMap(([address, invitation]): Sent => {
    const wish = wishes.get(subjectIn(address) ?? "");
    if (wish === undefined || keysOf(wish).some((key) => joined.has(key))) return [];
    return [[wish.address, invitation]];
  });
}

/** The keys under which a person may be known: the address's own, and those of the aliases. */
function keysOf({ identity }: MemberResource): readonly string[] {
  return [identity.key, ...identity.aliases.map((email) => personKey({ email }))];
}

function sent({ plan, outcome, previous, now, pendingListed }: Remembered): Sent {
  const results = new Map(outcome.results.map((result) => [result.address, result.status]));
  return plan.changes.flatMap((change) => {
    const earlier = previous?.invitations[change.address];
    const concerned =
      change.kind === "member" && change.action !== "delete" && (change.mails > 0 || earlier !== undefined);
    const status = results.get(change.address);
    if (concerned && wasSent(status, pendingListed))
      return [[change.address, mailed(change, earlier, now)] as const];
    const isCut =
      change.action === "update" && change.mails > 0 && status !== undefined && status !== "skipped";
    return concerned && isCut && earlier !== undefined
      ? [[change.address, { ...earlier, renewing: true }] as const]
      : [];
  });
}

function mailed({ after, mails }: Change, earlier: SentInvitation | undefined, now: number): SentInvitation {
  const roles = after?.["roles"];
  return {
    sentAt: mails > 0 || earlier === undefined ? new Date(now).toISOString() : earlier.sentAt,
    count: (earlier?.count ?? 0) + mails,
    roles: Array.isArray(roles) ? roles : (earlier?.roles ?? []),
    access: accessOf(after?.["workspaces"]) ?? earlier?.access ?? {},
  };
}

/** A mail whose fate is unknown counts as sent where nobody could tell later: better one too few than two. */
function wasSent(status: ChangeOutcome["status"] | undefined, pendingListed: boolean): boolean {
  return status === "applied" || (status === "unknown" && !pendingListed);
}

function accessOf(value: unknown): Readonly<Record<string, string>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, string>)
    : undefined;
}
