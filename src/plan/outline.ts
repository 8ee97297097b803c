/** The plan of one organization before guards and order are judged over all of them. */
import { organizationAddress } from "../model/address.ts";
import type { Change, Diagnostic, ForPerson, Listed, Waiting } from "../model/contract.ts";
import { compareText, hasErrors, sortDiagnostics } from "../model/diagnostic.ts";
import type { LiveState } from "../model/live.ts";
import { accountOf } from "./account.ts";
import { classifier, type Kept, partReleased } from "./classify.ts";
import { compareAccess } from "./compare/access.ts";
import { peopleContext, withRecordedInvitations } from "./compare/invitations.ts";
import { givenAgainOnly } from "./compare/leaving.ts";
import { compareMembers } from "./compare/members.ts";
import { compareRoles, compareWorkspaces } from "./compare/named.ts";
import { compareOrganization } from "./compare/organization.ts";
import { dependencies } from "./depend.ts";
import { changeId } from "./digest.ts";
import { effectsOf } from "./effects.ts";
import { combine, type Draft, type Findings, type Held } from "./findings.ts";
import { minOwnersOf } from "./guards/limits.ts";
import { gainsOwner, handover, losesOwner } from "./handover.ts";
import { withoutImplied } from "./implied.ts";
import type { OrganizationInput, PlanInput } from "./input.ts";
import { withKnownIds } from "./known.ts";
import { match } from "./match/match.ts";
import type { Matching } from "./match/pairs.ts";
import { activeOwners, withLiveOwners } from "./owners.ts";
import { permit } from "./permitted.ts";
import { withProtected } from "./protected.ts";
import { gainsByRole, risksOf } from "./risks.ts";
import { withoutHeldRoles, withRenamedRoles } from "./roles.ts";
import { withSelf } from "./self.ts";
import { verbOf } from "./verbs.ts";

/** A change with all but the guards' word, beside the draft that it came from. */
export interface Outlined {
  readonly change: Change;
  readonly draft: Draft;
}

/** One organization's plan in outline. */
export interface Outline {
  readonly input: OrganizationInput;
  readonly changes: readonly Outlined[];
  readonly waiting: readonly Waiting[];
  readonly forPerson: readonly ForPerson[];
  readonly unmanaged: readonly Listed[];
  readonly released: readonly Listed[];
  readonly observed: readonly Listed[];
  readonly diagnostics: readonly Diagnostic[];
  readonly unchanged: number;
}

/** Compares, folds, orders within and names the changes of one organization. */
export function outline(read: OrganizationInput, { guards, invitations, now }: PlanInput): Outline {
  const { live } = read;
  const kinds = withLiveOwners(read.kinds, live);
  const given = { ...read, kinds, resources: withKnownIds(read) };
  const known =
    live === undefined ? given : { ...given, live: withSelf(withRecordedInvitations(live, given), given) };
  const input = withProtected(withRenamedRoles(known, match(known)), guards);
  const matching = match(input);
  const findings = permit(compareAll(input, matching, { policy: invitations, now }), input);
  const handed = withHandover(findings, input, matching, minOwnersOf(input.organization, guards));
  const settled = withoutHeldRoles(withoutImplied(givenAgainOnly(handed, input), matching, kinds), input);
  const diagnostics = sortDiagnostics([...matching.diagnostics, ...settled.diagnostics]);
  const broken = hasErrors(diagnostics);
  return {
    input,
    changes: broken ? [] : name(settled.changes, input, matching),
    waiting: byAddress(settled.waiting.map((held) => waitingOf(held, input, matching))),
    forPerson: byAddress(settled.forPerson),
    ...sortedKept(partReleased(settled, input)),
    diagnostics,
    unchanged: settled.unchanged,
  };
}

function compareAll(
  input: OrganizationInput,
  matching: Matching,
  restraint: Pick<Parameters<typeof peopleContext>[2], "policy" | "now">,
): Findings {
  const organization = compareOrganization(input);
  if (input.organization.ensure === "absent") return organization;
  const people = peopleContext(input, matching, restraint);
  return combine([
    organization,
    compareRoles(input, matching),
    compareWorkspaces(input, matching),
    compareMembers(people),
    compareAccess(people),
  ]);
}

function withHandover(
  findings: Findings,
  input: OrganizationInput,
  matching: Matching,
  minOwners: number,
): Findings {
  const { live, kinds } = input;
  if (live === undefined || kinds.member === undefined) return findings;
  const context = { live, kind: kinds.member, minOwners };
  const { changes, waiting } = handover(findings.changes, matching.members.pairs, context);
  return { ...findings, changes, waiting: [...findings.waiting, ...waiting] };
}

function name(drafts: readonly Draft[], input: OrganizationInput, matching: Matching): readonly Outlined[] {
  const { organization, settings, kinds } = input;
  const causeOf = classifier(input);
  const effects = effectsOf(input, matching, drafts);
  const depend = dependencies(input, matching, drafts);
  const owners = ownersAfter(drafts, input);
  const byRole = gainsByRole(input, drafts);
  const outlined = drafts.map((draft): Outlined => {
    const { ownership: _ownership, live: _live, ...rest } = draft;
    const means = effects(draft);
    const change: Change = {
      ...rest,
      id: changeId(draft, organization, settings),
      verb: verbOf(draft, kinds),
      ...accountOf(draft),
      cause: causeOf(draft),
      dependsOn: depend.of(draft),
      refs: depend.refs(draft),
      risks: [...risksOf(draft, means, kinds, owners), ...byRole(draft)],
      effects: means,
      blockedBy: [],
    };
    return { change, draft };
  });
  return [...outlined].sort((a, b) => compareText(a.change.address, b.change.address));
}

/** What waits, with the id that its change will have when nothing else moves. */
function waitingOf({ draft, ...waiting }: Held, input: OrganizationInput, matching: Matching): Waiting {
  if (draft === undefined) return waiting;
  const { organization, settings } = input;
  const refs = dependencies(input, matching, [draft]).refs(draft);
  return {
    ...waiting,
    change: { id: changeId(draft, organization, settings), action: draft.action, refs },
  };
}

function ownersAfter(drafts: readonly Draft[], { live, kinds }: OrganizationInput): number {
  const kind = kinds.member;
  if (kind === undefined) return 0;
  const now = live === undefined ? 0 : activeOwners(live as LiveState, kind).length;
  const lost = drafts.filter((draft) => losesOwner(draft, kind)).length;
  return now - lost + drafts.filter((draft) => gainsOwner(draft, kind)).length;
}

function byAddress<T extends { readonly address: string }>(list: readonly T[]): readonly T[] {
  return [...list].sort((a, b) => compareText(a.address, b.address));
}

function sortedKept({ unmanaged, observed, released }: Kept): Kept {
  return { unmanaged: byAddress(unmanaged), observed: byAddress(observed), released: byAddress(released) };
}

/** The address of the organization that an outline is of. */
export function rootOf({ input }: Outline): string {
  return organizationAddress(input.organization.name);
}
