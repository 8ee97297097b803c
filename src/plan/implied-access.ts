/** Access that membership alone gives, on systems where it does: who gains and loses it with something else. */
import { subjectIn } from "../model/address.ts";
import type { Effect } from "../model/contract.ts";
import { compareText } from "../model/diagnostic.ts";
import type { LiveState } from "../model/live.ts";
import type { Draft } from "./findings.ts";
import type { OrganizationInput } from "./input.ts";
import type { Matching } from "./match/pairs.ts";
import { isAccount, keyOf } from "./match/people.ts";

/** So many workspaces are named; more are counted. */
const FEW = 3;

/** What joining and leaving mean on workspaces where membership alone gives access. */
export function impliedEffects(
  draft: Draft,
  { kinds, live }: OrganizationInput,
  { workspaceNames }: Matching,
): readonly Effect[] {
  const level = kinds.member?.impliedLevel;
  const joins = draft.action === "create";
  const leaves = draft.action === "delete" && draft.live?.kind === "member" && isAccount(draft.live);
  const on = allWorkspaces(live, workspaceNames);
  if (level === undefined || on === undefined || !(joins || leaves)) return [];
  return [
    {
      subject: subjectIn(draft.address) ?? draft.address,
      verb: joins ? "gains" : "loses",
      what: level,
      on,
      cascade: true,
    },
  ];
}

/** What everybody loses on the workspaces that outlive the organization. */
export function everybodysImplied(
  { kinds, live, organization }: OrganizationInput,
  { workspaceNames }: Matching,
): readonly Effect[] {
  const level = kinds.member?.impliedLevel;
  const on = allWorkspaces(live, workspaceNames);
  if (level === undefined || on === undefined) return [];
  const key = keyOf(organization.people);
  const accounts = (live?.members ?? []).filter(isAccount);
  return accounts.map((row) => ({ subject: key(row), verb: "loses", what: level, on, cascade: true }));
}

/** All workspaces in words; undefined where there are none. */
function allWorkspaces(
  live: LiveState | undefined,
  workspaceNames: Matching["workspaceNames"],
): string | undefined {
  const names = (live?.workspaces ?? []).map(({ id, name }) => workspaceNames.get(id) ?? name);
  if (names.length === 0) return undefined;
  return names.length > FEW ? `all ${names.length} workspaces` : [...names].sort(compareText).join(", ");
}

/** Whom the end of one workspace takes access from, where membership alone gives it. */
export function impliedLosses(
  id: string | undefined,
  { kinds, live, organization }: OrganizationInput,
  { workspaceNames }: Matching,
): readonly Effect[] {
  const level = kinds.member?.impliedLevel;
  const workspace = live?.workspaces.find((each) => each.id === id);
  if (level === undefined || live === undefined || workspace === undefined) return [];
  const key = keyOf(organization.people);
  return live.members.filter(isAccount).map((member) => ({
    subject: key(member),
    verb: "loses",
    what: level,
    on: workspaceNames.get(workspace.id) ?? workspace.name,
    cascade: true,
  }));
}
