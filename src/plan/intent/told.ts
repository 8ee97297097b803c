/** An intent plan as it is told: nothing of the imagined live state is left in it, and no claim about live. */
import type {
  Change,
  Counts,
  GuardFinding,
  Listed,
  OrganizationPlan,
  Plan,
  Verdict,
} from "../../model/contract.ts";
import { compareText, hasErrors, sortDiagnostics } from "../../model/diagnostic.ts";
import { InternalError } from "../../model/errors.ts";
import { side } from "../diff.ts";
import { changeId, organizationDigest, planDigest } from "../digest.ts";
import { type Known, withoutMarks } from "./marks.ts";
import type { IntentOrganization } from "./sides.ts";
import { dropped, remarks } from "./unseen.ts";

/** What an organization's plan was made of. */
export interface Telling {
  readonly organization: IntentOrganization;
  readonly known: Known;
}

/** Guards that can be judged without live: limits of removals are shares of what is live. */
const judged: readonly string[] = ["last-owner", "self", "delete-organization", "protected", "gains"];

/** Problems that only a live state can have. */
const ofLive: readonly string[] = ["plan/no-owner", "plan/previously-satisfied"];

/** The plan without what was imagined; ids and digests are of what is left. */
export function tell(plan: Plan, find: (name: string) => Telling | undefined): Plan {
  const organizations = plan.organizations.map((each) => {
    const telling = find(each.name);
    if (telling === undefined) throw new InternalError(`Nobody asked for ${each.name}.`);
    return tellOne(each, telling);
  });
  return {
    ...plan,
    verdict: worst(organizations.map(({ verdict }) => verdict)),
    digest: planDigest(organizations),
    counts: total(plan.counts, organizations),
    organizations,
    guards: [],
  };
}

function tellOne(plan: OrganizationPlan, telling: Telling): OrganizationPlan {
  const told = plan.changes.map((change) => ({ from: change.id, to: tellChange(change, telling) }));
  const ids = new Map(told.map(({ from, to }) => [from, to.id]));
  const guards = plan.guards
    .filter((finding) => isJudged(finding, plan.changes, telling))
    .map((finding) => tellFinding(finding, ids));
  const changes = told.map(({ to }) => ({ ...to, blockedBy: holdersOf(to, guards) }));
  const lists = tellLists(plan, telling);
  const shown = [...changes, ...plan.waiting, ...plan.forPerson, ...lists.released, ...lists.observed];
  const diagnostics = sortDiagnostics([
    ...plan.diagnostics.filter(({ code }) => !ofLive.includes(code)),
    ...remarks(telling.organization, new Set(shown.map(({ address }) => address))),
  ]);
  return {
    ...plan,
    ...lists,
    verdict: verdictOf(changes, hasErrors(diagnostics)),
    digest: organizationDigest(changes),
    counts: { ...plan.counts, mails: 0, unmanaged: 0, released: lists.released.length },
    changes,
    guards,
    diagnostics,
    basis: "intent",
  };
}

/** A change as the manifests alone tell it: without ids that only live has, and without what was assumed. */
function tellChange(change: Change, { organization, known }: Telling): Change {
  const { nativeId, account: _account, secret: _secret, before, after, ...rest } = change;
  const told = {
    ...rest,
    ...beforeOf(change, known),
    ...(after === undefined ? {} : { after: withoutMarks(after) }),
  };
  return {
    ...told,
    id: changeId(told, organization.head.organization, organization.settings),
    cause: "intended",
    mails: 0,
    refs: {},
    effects: rest.effects.filter(({ what }) => what !== ""),
    risks: rest.risks.filter(({ code }) => code !== "last-but-one-owner" || isWhole(organization)),
  };
}

/** What was declared before; what was not is nothing, whatever live has. */
function beforeOf(
  { nativeId, reason, fields, before, action }: Change,
  known: Known,
): Pick<Change, "fields" | "before"> {
  const said = reason === "renamed" ? undefined : known.get(nativeId ?? "");
  const isSaid = (path: string) => said?.has(path) ?? true;
  if (before === undefined) return { fields };
  if (action === "delete") {
    const entries = Object.entries(withoutMarks(before)).filter(([path]) => isSaid(path));
    return { fields, before: Object.fromEntries(entries) };
  }
  const told = fields.map((field) => (isSaid(field.path) ? field : { ...field, before: null }));
  return { fields: told, before: side(told, "before") };
}

/** Whether the head says who all the members are. */
function isWhole({ head }: IntentOrganization): boolean {
  return head.organization.members?.ownership === "exact";
}

/** Whether a finding holds whatever is live: owners can be counted only where the head says who all the members are. */
function isJudged(
  { guard, changes: ids }: GuardFinding,
  changes: readonly Change[],
  { organization }: Telling,
): boolean {
  const held = changes.filter(({ id }) => ids.includes(id));
  const isCounted = guard === "last-owner" && held.some(({ kind }) => kind !== "role");
  return judged.includes(guard) && (!isCounted || isWhole(organization));
}

function tellFinding(finding: GuardFinding, ids: ReadonlyMap<string, string>): GuardFinding {
  return {
    ...finding,
    message: `${finding.message}, as far as the manifests tell`,
    changes: finding.changes.flatMap((id) => ids.get(id) ?? []).sort(compareText),
  };
}

function holdersOf({ id }: Change, guards: readonly GuardFinding[]): readonly string[] {
  const names = guards.filter(({ changes }) => changes.includes(id)).map(({ guard }) => guard);
  return [...new Set(names)].sort(compareText);
}

type Lists = Pick<OrganizationPlan, "unmanaged" | "released" | "observed">;

/** All that is left alone was declared before: it is released, or its section is observed only. */
function tellLists({ unmanaged, released, observed }: Lists, { organization }: Telling): Lists {
  const gone = [...released, ...unmanaged].map(
    ({ address, kind }): Listed => ({
      address,
      kind,
      code: "released",
      message: "was declared, no longer is",
      danger: kind !== "workspace" && kind !== "role",
    }),
  );
  const all = [...gone, ...dropped(organization)].sort((a, b) => compareText(a.address, b.address));
  return {
    unmanaged: [],
    released: all,
    observed: observed.map((listed) => ({ ...listed, message: observedWords(listed, organization) })),
  };
}

function observedWords({ address }: Listed, { base, head }: IntentOrganization): string {
  const isIn = (resources: readonly { readonly address: string }[] = []) =>
    resources.some((each) => each.address === address);
  const was = isIn(base?.resources);
  const words =
    was && isIn(head.resources)
      ? "is declared otherwise"
      : was
        ? "is no longer declared"
        : "is newly declared";
  return `${words}; its section is observed only`;
}

const order: readonly Verdict[] = ["empty", "applicable", "blocked", "failed"];

function worst(verdicts: readonly Verdict[]): Verdict {
  return order[Math.max(0, ...verdicts.map((verdict) => order.indexOf(verdict)))] ?? "empty";
}

function verdictOf(changes: readonly Change[], isBroken: boolean): Verdict {
  if (isBroken) return "failed";
  if (changes.length === 0) return "empty";
  return changes.some(({ blockedBy }) => blockedBy.length > 0) ? "blocked" : "applicable";
}

/** The plan's counts with those lists that are told otherwise counted anew. */
function total(counts: Counts, organizations: readonly OrganizationPlan[]): Counts {
  const released = organizations.reduce((sum, { counts: own }) => sum + own.released, 0);
  return { ...counts, mails: 0, unmanaged: 0, released };
}
