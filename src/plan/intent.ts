/**
 * The intent plan: what the manifests of one commit ask for beyond those of another, in the form of a plan. Nothing is
 * compared with live, so it claims nothing of live. Pure: the same input gives the same bytes.
 */
import type { Plan } from "../model/contract.ts";
import type { AccessKind, KindSpec, Kinds } from "../model/kinds.ts";
import type { LiveState } from "../model/live.ts";
import type { OrganizationRecord } from "../model/record.ts";
import type { Resource } from "../model/resource.ts";
import { declaredDigests } from "./digest.ts";
import type { OrganizationInput } from "./input.ts";
import { imagine } from "./intent/imagined.ts";
import { elsewhere } from "./intent/imagined-workspaces.ts";
import { idOf, type Known } from "./intent/marks.ts";
import type { IntentInput, IntentOrganization, Side } from "./intent/sides.ts";
import { tell } from "./intent/told.ts";
import { unseenEmails } from "./known.ts";
import { ofKind } from "./match/pairs.ts";
import { plan } from "./plan.ts";
import { withSelf } from "./self.ts";

export { differing, type IntentInput, type IntentOrganization, type Side } from "./intent/sides.ts";

/**
 * Compares head with base, organization by organization. Every plan in it has `basis: "intent"`; its causes are all
 * `intended`, it counts no mails, and its change ids are those of no plan against live.
 */
export function planIntent({ organizations, guards, now, notes, only }: IntentInput): Plan {
  const imagined = organizations.map((organization) => ({ organization, ...inputOf(organization, now) }));
  const planned = plan({
    organizations: imagined.map(({ input }) => input),
    guards,
    invitations: {},
    approvals: [],
    now,
    notes,
    ...(only === undefined ? {} : { only }),
  });
  const byName = new Map(imagined.map((each) => [each.input.organization.name, each]));
  return tell(planned, (name) => byName.get(name));
}

/** What the engine compares: the head's wishes, beside what would be live if the base held. */
function inputOf(
  asked: IntentOrganization,
  now: number,
): { readonly input: OrganizationInput; readonly known: Known } {
  const { head, base, gone, title } = asked;
  const { live, known } = imagine(asked);
  const kinds = askedKinds(asked.kinds);
  const people = [...anonymous(base), ...head.organization.people];
  const given: OrganizationInput = {
    organization: { ...head.organization, people },
    resources: head.resources,
    declared: declaredDigests(head.organization, head.resources),
    settings: asked.settings,
    title,
    kinds,
    live,
    candidates: elsewhere(head.resources, live?.workspaces ?? [], kinds),
    accounts: unseenEmails(head.resources, live).map((email) => ({ email, id: idOf({ key: email }) })),
    record: recordOf(asked, now),
    atRecord: undefined,
    satisfiedNames: [],
    forgotten: gone,
  };
  return { input: withKnownSelf(given, live), known };
}

/** The credential's own account where the base declares it; else nothing is said of it, for nothing is known. */
function withKnownSelf(input: OrganizationInput, live: LiveState | undefined): OrganizationInput {
  if (live !== undefined && withSelf(live, input).members.some(({ protection }) => protection === "self"))
    return input;
  const { self: _self, ...settings } = input.settings;
  return { ...input, settings, live: live && { ...live, selfIsNobody: true } };
}

/** People of whom only the id is said are called by it. */
function anonymous(base: Side | undefined) {
  return ofKind(base?.resources ?? [], "member").flatMap(({ identity }) =>
    identity.email === undefined ? [identity] : [],
  );
}

/** What was declared before: what is no longer is released, where it is not removed. */
function recordOf({ head, base }: IntentOrganization, now: number): OrganizationRecord {
  const { name, connection } = head.organization;
  const isPresent = ({ ensure }: Resource) => ensure === "present";
  const declared =
    base === undefined ? {} : declaredDigests(base.organization, base.resources.filter(isPresent));
  const appliedAt = new Date(now).toISOString();
  return {
    formatVersion: 1,
    organization: name,
    connection,
    appliedAt,
    declared,
    released: [],
    invitations: {},
  };
}

/** What a system can do, as far as it can be said without looking: nobody is invited, and what is new can be made. */
function askedKinds({ organization, role, workspace, member, access }: Kinds): Kinds {
  return {
    organization,
    ...(role === undefined ? {} : { role: makeable(role) }),
    ...(workspace === undefined ? {} : { workspace: makeable(workspace) }),
    ...(member === undefined ? {} : { member: { ...makeable(member), addById: true } }),
    ...(access === undefined ? {} : { access: askedAccess(access) }),
  };
}

/** Who holds the owner's level on a workspace is for live to say. */
function askedAccess({ ownerLevel: _ownerLevel, ...access }: AccessKind): AccessKind {
  return { ...makeable(access), invitesOutsiders: false };
}

function makeable<Spec extends KindSpec>(spec: Spec): Spec {
  return spec.create === "none" ? { ...spec, create: "api" } : spec;
}
