/** `orgwright_member`: one person in one organization. */

import type { Part } from "../../../index.ts";
import { memberAddress, parseSubject, subjectIn } from "../../../model/address.ts";
import type { Change, MemberEntry } from "../../../model/contract.ts";
import { comparedEmail } from "../../../model/identity.ts";
import type { Live } from "../../../model/live.ts";
import type { Problem } from "../provider.ts";
import { isGiven, textIn, textMapIn, textsIn } from "../reading-attributes.ts";
import { parseId, referenceOf } from "../references.ts";
import { memberSchema } from "../schemas/member.ts";
import type { Attributes, Value } from "../values/value.ts";
import {
  endedEntryOf,
  entryOf,
  keyIn,
  namingsIn,
  placeIn,
  roleAttributes,
  roleProblems,
  waitingFor,
  workspacesAsLive,
} from "./membership.ts";
import { idInside, type Known, ofKind, type Piece, partInside, type Refreshing } from "./piece.ts";
import { refuse } from "./words.ts";

/** One member, by e-mail or by the system's id. */
export const memberPiece: Piece = {
  schema: memberSchema,
  defaults: { on_destroy: "delete" },
  membership: "single",
  judgedAtPlan: false,
  validate: (config) => [...whoProblems(config), ...roleProblems(config)],
  id: (attributes) => idInside(attributes, restOf(attributes)),
  part: (attributes, known) => partOf(attributes, entryOf(attributes), known),
  ending: (attributes, known) => partOf(attributes, endedEntryOf(attributes), known),
  place: ([section, , ...rest]) => (section === "members" ? placeIn(rest) : []),
  replaced: (prior, proposed, { isMoved }) => [
    ...(isMoved ? [{ path: ["organization"] }] : []),
    ...(isSamePerson(prior, proposed) ? [] : [{ path: [isGiven(proposed["email"]) ? "email" : "user_id"] }]),
  ],
  refresh,
  imported: (id) => {
    const parsed = parseId(id);
    const address = parsed && ofKind(parsed.address, "member");
    if (parsed === undefined || address === undefined) return undefined;
    const { connection, key } = parsed.reference;
    return { organization: referenceOf(connection, key), ...who(address.key) };
  },
};

function partOf(attributes: Attributes, entry: MemberEntry, known: Known): Part | undefined {
  const spec = { members: [entry], ownership: { members: "additive" } } as const;
  return partInside(attributes, spec, known, namingsIn([attributes]));
}

function whoProblems(config: Attributes): readonly Problem[] {
  if (isGiven(config["email"]) || isGiven(config["user_id"])) return [];
  return [refuse("One of `email` and `user_id` is missing", "A member is one person. Give either; or both.")];
}

/** The same key; or what the person was called before is one of the names now. */
function isSamePerson(prior: Attributes, proposed: Attributes): boolean {
  const [before, now] = [textIn(prior["email"]), textIn(proposed["email"])];
  if (keyIn(prior) === keyIn(proposed)) return true;
  const id = textIn(proposed["user_id"]);
  const names = [now, ...(textsIn(proposed["aliases"]) ?? [])].map((name) => comparedEmail(name ?? ""));
  const isNamed = before !== undefined && names.includes(comparedEmail(before));
  return isNamed || (id !== undefined && id === textIn(prior["user_id"]));
}

function restOf(attributes: Attributes): string | undefined {
  const key = keyIn(attributes);
  return key === undefined ? undefined : `member/${key}`;
}

/** A person's key as attributes. */
export function who(key: string): { readonly email: string } | { readonly user_id: string } {
  const said = parseSubject(key);
  return "email" in said ? { email: said.email } : { user_id: "id" in said ? said.id : said.role };
}

function refresh(state: Attributes, { compared, name, whole }: Refreshing): Attributes | undefined {
  const { plan } = compared;
  const person = keyIn(state);
  if (plan === undefined || person === undefined) return undefined;
  const address = memberAddress(name, person);
  const change = plan.changes.find((each) => each.address === address);
  if (change?.action === "create") return undefined;
  const live = compared.found().get(address);
  const isAlone = live === undefined && waitingFor(compared, (each) => each === address) === undefined;
  if (isAlone) return undefined;
  const said = textMapIn(state["workspaces"]);
  return {
    ...state,
    id: memberPiece.id(state) ?? null,
    ...rolesOf(state, { live, change, whole }),
    status:
      compared.kinds?.member?.suspend === true
        ? statusOf(state, live, whole)
        : (textIn(state["status"]) ?? null),
    workspaces: said === undefined ? null : workspacesAsLive(said, { plan, organization: name, person }),
    pending:
      waitingFor(compared, (each) => subjectIn(each) === person) ??
      (live?.kind === "member" && live.status === "invited" ? "invited" : null),
  };
}

/** Roles as the state says them; as live has them where they differ. */
function rolesOf(
  state: Attributes,
  { live, change, whole }: { live: Live | undefined; change: Change | undefined; whole: boolean },
): Pick<Attributes, "role" | "roles"> {
  const differs = change?.fields.some(({ path }) => path === "roles") ?? false;
  const isSaid = textIn(state["role"]) !== undefined || textsIn(state["roles"]) !== undefined;
  const { role = null, roles = null } = state;
  if (live?.kind !== "member" || (isSaid && !differs && !whole)) return { role, roles };
  return roleAttributes(live.roles, state);
}

/** Somebody who is only invited is neither active nor suspended. */
function statusOf(state: Attributes, live: Live | undefined, whole: boolean): Value {
  const said = textIn(state["status"]);
  if (live?.kind !== "member") return said ?? null;
  if (live.status === "active" || live.status === "suspended") return live.status;
  return whole ? null : (said ?? null);
}
