/** What people on the way in need to have said about them: expiry, restraint, and what an invitation carries. */
import { type Address, memberAddress, parseAddress, parseSubject } from "../../model/address.ts";
import type { FieldChange, InvitationPolicy, Waiting } from "../../model/contract.ts";
import { comparedEmail, type Identity, personKey } from "../../model/identity.ts";
import type { MemberKind } from "../../model/kinds.ts";
import type { LiveMember, LiveState } from "../../model/live.ts";
import type { SentInvitation } from "../../model/record.ts";
import type { MemberResource } from "../../model/resource.ts";
import { same } from "../diff.ts";
import type { OrganizationInput } from "../input.ts";
import type { Matching } from "../match/pairs.ts";

/** What comparing people needs beside the people. */
export interface PeopleContext {
  readonly input: OrganizationInput;
  readonly matching: Matching;
  readonly kind: MemberKind | undefined;
  readonly policy: InvitationPolicy;
  readonly now: number;
  /** Level by workspace name that the manifests give, by person key. */
  readonly wanted: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Level by workspace name that live gives, by the id of the account or invitation. */
  readonly held: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** The context of comparing the people of one organization. */
export function peopleContext(
  input: OrganizationInput,
  matching: Matching,
  { policy, now }: Pick<PeopleContext, "policy" | "now">,
): PeopleContext {
  const wanted = input.resources.flatMap((resource) => {
    if (resource.kind !== "access" || resource.subject.type !== "person" || resource.ensure === "absent")
      return [];
    const level = String(resource.attributes["level"]);
    return [{ person: resource.subject.identity.key, workspace: resource.workspace, level }];
  });
  const held = (input.live?.access ?? []).flatMap(({ subject, workspace, level }) => {
    if (subject.type !== "person") return [];
    return [{ person: subject.id, workspace: matching.workspaceNames.get(workspace) ?? workspace, level }];
  });
  return {
    input,
    matching,
    kind: input.kinds.member,
    policy,
    now,
    wanted: byPerson(wanted),
    held: byPerson(held),
  };
}

function byPerson(
  grants: readonly { readonly person: string; readonly workspace: string; readonly level: string }[],
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const all = new Map<string, (readonly [string, string])[]>();
  for (const { person, workspace, level } of grants) {
    const theirs = all.get(person);
    if (theirs === undefined) all.set(person, [[workspace, level]]);
    else theirs.push([workspace, level]);
  }
  return new Map([...all].map(([person, theirs]) => [person, Object.fromEntries(theirs)]));
}

const dayMs = 86_400_000;

/** Whether an invitation is past its time: as the system tells, else by the record and the system's lifetime. */
export function hasExpired(
  live: LiveMember,
  { address, identity }: { readonly address: Address; readonly identity?: Identity },
  { input, kind, now }: PeopleContext,
): boolean {
  if (live.status === "expired") return true;
  if (live.status !== "invited") return false;
  const sentAt = (identity === undefined ? input.record?.invitations[address] : mailsTo(identity, input))
    ?.sentAt;
  const lifetime = (kind?.invitation.lifetimeDays ?? 0) * dayMs;
  const end = live.expiresAt ?? (sentAt === undefined ? undefined : Date.parse(sentAt) + lifetime);
  return end !== undefined && new Date(end).getTime() <= now;
}

/** Whether somebody who is not there yet is added without a mail, and so is a member at once. */
export function addsAtOnce({ addById }: MemberKind, { id }: Identity): boolean {
  return addById && id !== undefined;
}

/** The mails for one wish, whichever of the person's addresses they went to: the highest count, and the latest. */
function mailsTo(
  { key, aliases }: Identity,
  { record, organization }: OrganizationInput,
): SentInvitation | undefined {
  const keys = [key, ...aliases.map((email) => personKey({ email }))];
  const sent = keys.flatMap((each) => record?.invitations[memberAddress(organization.name, each)] ?? []);
  return sent.reduce<SentInvitation | undefined>(
    (most, each) => (most === undefined ? each : latest(most, each)),
    undefined,
  );
}

function latest(a: SentInvitation, b: SentInvitation): SentInvitation {
  const later = a.sentAt > b.sentAt ? a : b;
  return { ...later, count: Math.max(a.count, b.count) };
}

/** Why no further mail goes out for this wish now, or undefined when one may. */
export function heldBack(
  { identity }: Pick<MemberResource, "identity">,
  { input, policy, now }: PeopleContext,
): Pick<Waiting, "code" | "message"> | undefined {
  const sent = mailsTo(identity, input);
  if (sent === undefined || sent.renewing === true) return undefined;
  const cap = policy.maxPerPerson ?? 3;
  if (sent.count >= cap) {
    return {
      code: "invitation-cap",
      message: `${sent.count} invitations went unanswered, and ${cap} is the most; speak with the person, or raise invitations.maxPerPerson`,
    };
  }
  const quietDays = policy.quietDays ?? 3;
  const resume = Date.parse(sent.sentAt) + quietDays * dayMs;
  if (resume <= now) return undefined;
  return {
    code: "invitation-quiet",
    message: `the last invitation went out on ${sent.sentAt.slice(0, 10)}; the next goes out ${quietDays} days after it at the earliest`,
  };
}

/** Level by workspace name that the manifests give a person. */
export function wantedAccess(
  member: Pick<MemberResource, "identity">,
  { wanted }: PeopleContext,
): Readonly<Record<string, string>> {
  return wanted.get(member.identity.key) ?? {};
}

/** How the access that a pending invitation carries differs from the wish; unknown where neither system nor record tells. */
export function pendingAccess(
  desired: MemberResource,
  live: LiveMember,
  context: PeopleContext,
): { readonly fields: readonly FieldChange[]; readonly unknown: boolean } {
  if (!desired.declaresAccess || !context.kind?.invitation.carriesAccess)
    return { fields: [], unknown: false };
  const after = wantedAccess(desired, context);
  const recorded = context.input.record?.invitations[desired.address]?.access;
  const before = live.accessUnknown ? recorded : (context.held.get(live.id) ?? {});
  if (before === undefined) return { fields: [], unknown: Object.keys(after).length > 0 };
  return { fields: same(before, after) ? [] : [{ path: "workspaces", before, after }], unknown: false };
}

/**
 * Live state with the invitations that only the record knows, where the system does not list pending people.
 * Somebody who is live under any of their addresses is taken from the system.
 */
export function withRecordedInvitations(
  live: LiveState,
  { record, kinds, resources }: OrganizationInput,
): LiveState {
  const invitation = kinds.member?.invitation;
  if (invitation === undefined || invitation.listed || record === undefined) return live;
  const present = new Set(
    live.members.flatMap(({ email }) => (email === undefined ? [] : [comparedEmail(email)])),
  );
  const aliases = new Map(
    resources.flatMap((resource) =>
      resource.kind === "member" ? [[resource.address, resource.identity.aliases] as const] : [],
    ),
  );
  const recorded = Object.entries(record.invitations).flatMap(([address, sent]): readonly LiveMember[] => {
    const email = emailIn(address);
    if (email === undefined || [email, ...(aliases.get(address) ?? [])].some((each) => present.has(each)))
      return [];
    const expiresAt = new Date(Date.parse(sent.sentAt) + invitation.lifetimeDays * dayMs).toISOString();
    return [
      {
        kind: "member",
        id: `invitation of ${email}`,
        email,
        roles: sent.roles,
        status: "invited",
        expiresAt,
        accessUnknown: true,
      },
    ];
  });
  return { ...live, members: [...live.members, ...recorded] };
}

function emailIn(address: Address): string | undefined {
  const parsed = parseAddress(address);
  const subject = parsed.kind === "member" ? parseSubject(parsed.key) : undefined;
  return subject !== undefined && "email" in subject ? subject.email : undefined;
}
