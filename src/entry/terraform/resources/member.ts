/** `orgwright_member`: one person in one organization. */
import { memberAddress, parseSubject, subjectIn } from "../../../model/address.ts";
import type { Change } from "../../../model/contract.ts";
import type { Live } from "../../../model/live.ts";
import { isGiven, textIn, textMapIn, textsIn } from "../reading-attributes.ts";
import { parseId, referenceOf } from "../references.ts";
import { memberSchema } from "../schemas/member.ts";
import type { Attributes, Value } from "../values/value.ts";
import {
  endedEntryOf,
  entryOf,
  keyIn,
  placeIn,
  roleAttributes,
  waitingFor,
  whoAndRole,
  workspacesAsLive,
} from "./membership.ts";
import { idInside, ofKind, type Piece, partInside, type Refreshing } from "./piece.ts";

/** One member, by e-mail or by the system's id. */
export const memberPiece: Piece = {
  schema: memberSchema,
  defaults: { on_destroy: "delete" },
  membership: "single",
  judgedAtPlan: false,
  validate: (config) => whoAndRole(config),
  id: (attributes) => idInside(attributes, restOf(attributes)),
  part: (attributes, known) =>
    partInside(attributes, { members: [entryOf(attributes)], ownership: { members: "additive" } }, known),
  ending: (attributes, known) =>
    partInside(
      attributes,
      { members: [endedEntryOf(attributes)], ownership: { members: "additive" } },
      known,
    ),
  place: ([section, , ...rest]) => (section === "members" ? placeIn(rest) : []),
  replaced: (prior, proposed, { isMoved }) => [
    ...(isMoved ? [{ path: ["organization"] }] : []),
    ...(keyIn(prior) === keyIn(proposed)
      ? []
      : [{ path: [isGiven(proposed["email"]) ? "email" : "user_id"] }]),
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
