/** What each change of one organization needs to have happened before it, and the ids that it refers to. */
import {
  type Address,
  memberAddress,
  organizationAddress,
  parseAddress,
  parseSubject,
  roleAddress,
  subjectIn,
  workspaceAddress,
} from "../model/address.ts";
import { compareText } from "../model/diagnostic.ts";
import { comparedEmail } from "../model/identity.ts";
import type { Kinds } from "../model/kinds.ts";
import type { Draft } from "./findings.ts";
import { ends } from "./guards/owner-access.ts";
import { gainsOwner, losesOwner } from "./handover.ts";
import { isOf } from "./holders.ts";
import type { OrganizationInput } from "./input.ts";
import type { Matching } from "./match/pairs.ts";
import { isAccount } from "./match/people.ts";

/** Finds the addresses of the changes that a change of the same organization depends on, and its references. */
export interface Dependencies {
  readonly of: (draft: Draft) => readonly Address[];
  readonly refs: (draft: Draft) => Readonly<Record<Address, string>>;
}

/** Prepares the dependencies among the changes of one organization. */
export function dependencies(
  input: OrganizationInput,
  matching: Matching,
  drafts: readonly Draft[],
): Dependencies {
  const { organization, kinds, live } = input;
  const root = organizationAddress(organization.name);
  const byAddress = new Map(drafts.map((draft) => [draft.address, draft]));
  const creates = (address: Address) => byAddress.get(address)?.action === "create";
  const { member } = kinds;
  const gains = member === undefined ? [] : drafts.filter((draft) => gainsOwner(draft, member));
  const leaving = endsOfMembership(drafts);
  const departing = {
    level: kinds.access?.ownerLevel,
    drafts,
    access: accessDeletions(drafts),
    invitations: invitationDeletions(drafts),
  };
  return {
    of: (draft) => {
      const needed = [root, ...mentioned(draft, organization.name)].filter(
        (address) => address !== draft.address && creates(address),
      );
      const before = [
        ...handovers(draft, gains, kinds),
        ...levelHandovers(draft, drafts, input, matching),
        ...afterMembership(draft, leaving),
        ...departures(draft, departing),
      ];
      return [...new Set([...needed, ...before])].sort(compareText);
    },
    refs: (draft) => {
      const ids = mentioned(draft, organization.name).flatMap((address) => {
        const id = matching.ids.get(address);
        return id === undefined || address === draft.address ? [] : [[address, id] as const];
      });
      const holder = holderOf(draft, organization.name);
      const own =
        live === undefined || draft.kind === "organization" ? [] : [[root, live.organization.id] as const];
      return Object.fromEntries([...own, ...ids, ...holder].sort(([a], [b]) => compareText(a, b)));
    },
  };
}

/** Addresses of the roles, workspaces and members that a change names. */
function mentioned(draft: Draft, organization: string): readonly Address[] {
  const parsed = parseAddress(draft.address);
  if (parsed.kind === "access") {
    const subject = parseSubject(parsed.subject);
    const holder =
      "role" in subject
        ? roleAddress(organization, subject.role)
        : memberAddress(organization, parsed.subject);
    return [workspaceAddress(organization, parsed.workspace), holder];
  }
  if (parsed.kind !== "member") return [];
  const { roles, workspaces } = draft.after ?? {};
  const named = typeof workspaces === "object" && workspaces !== null ? Object.keys(workspaces) : [];
  return [
    ...(Array.isArray(roles) ? roles.map((role: string) => roleAddress(organization, role)) : []),
    ...named.map((name) => workspaceAddress(organization, name)),
  ];
}

/** Whose live access it is, by the account that the system names: no other account of the person will do. */
function holderOf({ address, live }: Draft, organization: string): readonly (readonly [Address, string])[] {
  const subject = subjectIn(address);
  if (live?.kind !== "access" || live.subject.type !== "person" || subject === undefined) return [];
  return [[memberAddress(organization, subject), live.subject.id]];
}

function handovers(draft: Draft, gains: readonly Draft[], { member }: Kinds): readonly Address[] {
  return member !== undefined && losesOwner(draft, member) ? gains.map(({ address }) => address) : [];
}

/** Who gives up the owner's level on a workspace, or goes with it, waits for who takes it there. */
function levelHandovers(
  draft: Draft,
  drafts: readonly Draft[],
  { kinds, live }: OrganizationInput,
  { workspaceNames }: Matching,
): readonly Address[] {
  const level = kinds.access?.ownerLevel;
  // An invitation holds nothing yet.
  const isInvitation = draft.live?.kind === "member" && !isAccount(draft.live);
  if (level === undefined || live === undefined || isInvitation) return [];
  const lost = live.access.filter((grant) => grant.level === level && ends(draft, grant, kinds));
  const places = new Set(lost.map(({ workspace }) => workspaceNames.get(workspace) ?? workspace));
  // What is given again to the very person who goes comes after, and is nobody else's.
  const isAnother = ({ live: own }: Draft) => own?.kind !== "access" || !lost.includes(own);
  // Two who go and are both given it again would wait for each other: they go one after the other.
  const leaving = endsOfMembership(drafts);
  const isBefore = (other: Draft) =>
    draft.kind !== "member" || afterMembership(other, leaving).every((address) => address < draft.address);
  return drafts
    .filter(({ kind, after }) => kind === "access" && after?.["level"] === level)
    .filter((other) => other !== draft && places.has(placeOf(other)) && isAnother(other) && isBefore(other))
    .map(({ address }) => address);
}

/** Access that is given again to somebody who stops being a member comes after the membership's end. */
function afterMembership(
  { kind, action, live, address }: Draft,
  leaving: readonly Draft[],
): readonly Address[] {
  if (kind !== "access" || action !== "create" || leaving.length === 0) return [];
  const holder = memberAddress(parseAddress(address).organization, subjectIn(address) ?? "");
  return leaving
    .filter(
      ({ live: member, address: their }) =>
        member?.kind === "member" && (live?.kind === "access" ? isOf(live, member) : their === holder),
    )
    .map(({ address }) => address);
}

/** The ends of memberships: guards keep them few. */
function endsOfMembership(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.filter(({ action, live }) => action === "delete" && live?.kind === "member");
}

function placeOf({ address }: Draft): string {
  const parsed = parseAddress(address);
  return parsed.kind === "access" ? parsed.workspace : "";
}

function accessDeletions(drafts: readonly Draft[]): ReadonlyMap<string, readonly Address[]> {
  const byWorkspace = new Map<string, Address[]>();
  for (const { action, live, address } of drafts) {
    if (action !== "delete" || live?.kind !== "access") continue;
    byWorkspace.set(live.workspace, [...(byWorkspace.get(live.workspace) ?? []), address]);
  }
  return byWorkspace;
}

/** The removals of invitations by the person's e-mail. */
function invitationDeletions(drafts: readonly Draft[]): ReadonlyMap<string, readonly Address[]> {
  const byEmail = new Map<string, Address[]>();
  for (const { action, live, address } of drafts) {
    if (action !== "delete" || live?.kind !== "member" || isAccount(live) || live.email === undefined)
      continue;
    const email = comparedEmail(live.email);
    byEmail.set(email, [...(byEmail.get(email) ?? []), address]);
  }
  return byEmail;
}

/** A member goes after the invitations that are open for the same person, or they would bring the person back. */
function invitationsOf({ live }: Draft, { invitations }: Departing): readonly Address[] {
  if (live?.kind !== "member" || !isAccount(live) || live.email === undefined) return [];
  return invitations.get(comparedEmail(live.email)) ?? [];
}

/** Of the access to a workspace that is emptied the owners' goes last: half done, somebody still has it in hand. */
function ownersLast({ live }: Draft, { drafts, level }: Departing): readonly Address[] {
  if (level === undefined || live?.kind !== "access" || live.level !== level) return [];
  const ends = drafts.some(
    ({ kind, action, nativeId }) =>
      kind === "workspace" && action === "delete" && nativeId === live.workspace,
  );
  if (!ends) return [];
  return drafts
    .filter(({ action }) => action === "delete")
    .filter(
      ({ live: other }) =>
        other?.kind === "access" && other.workspace === live.workspace && other.level !== level,
    )
    .map(({ address }) => address);
}

/** What departures of one organization are looked up in. */
interface Departing {
  /** The owners' level of access, where there is one. */
  readonly level: string | undefined;
  readonly drafts: readonly Draft[];
  readonly access: ReadonlyMap<string, readonly Address[]>;
  readonly invitations: ReadonlyMap<string, readonly Address[]>;
}

/** A role goes after its last holder, a workspace after the access to it. */
function departures(draft: Draft, departing: Departing): readonly Address[] {
  if (draft.action !== "delete") return [];
  if (draft.kind === "access") return ownersLast(draft, departing);
  if (draft.kind === "workspace") return departing.access.get(draft.nativeId ?? "") ?? [];
  if (draft.kind === "member") return invitationsOf(draft, departing);
  if (draft.kind !== "role") return [];
  const { live } = draft;
  return departing.drafts.flatMap((other) => {
    const held =
      other.live?.kind === "member" && live?.kind === "role" && other.live.roles.includes(live.name);
    const granted =
      other.live?.kind === "access" &&
      other.live.subject.type === "role" &&
      live?.kind === "role" &&
      other.live.subject.role === live.name;
    return held || (granted && other.action === "delete") ? [other.address] : [];
  });
}
