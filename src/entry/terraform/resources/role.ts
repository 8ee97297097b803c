/** `orgwright_role`: a role of an organization's own. */
import { encodeKey, roleAddress } from "../../../model/address.ts";
import type { RoleEntry } from "../../../model/contract.ts";
import type { AttributePath } from "../provider.ts";
import { textIn } from "../reading-attributes.ts";
import { parseId, referenceOf } from "../references.ts";
import { roleSchema } from "../schemas/role.ts";
import type { Attributes } from "../values/value.ts";
import { fixedChanges, isOther } from "./fixed.ts";
import { asLive, updateAt } from "./following.ts";
import { waitingFor } from "./membership.ts";
import { idInside, ofKind, type Piece, partInside, type Refreshing, type Replacement } from "./piece.ts";
import { manifestValue } from "./settings.ts";
import { placeOf, type Shape } from "./shape.ts";

const shape: Shape = { plain: { display_name: "displayName", description: "description" }, groups: {} };

/** One role, by the name that is its key on the system. */
export const rolePiece: Piece = {
  schema: roleSchema,
  defaults: { on_destroy: "delete" },
  judgedAtPlan: false,
  validate: () => [],
  id,
  part: (attributes, known) => {
    const entry = entryOf(attributes);
    return entry && partInside(attributes, additive(entry), known);
  },
  ending: (attributes, known) => {
    const name = textIn(attributes["name"]);
    return name === undefined
      ? undefined
      : partInside(attributes, additive({ name, ensure: "absent" }), known);
  },
  place,
  replaced,
  refresh,
  imported: (text) => {
    const parsed = parseId(text);
    const address = parsed && ofKind(parsed.address, "role");
    if (parsed === undefined || address === undefined) return undefined;
    const { connection, key } = parsed.reference;
    return { organization: referenceOf(connection, key), name: address.role };
  },
};

function id(attributes: Attributes): string | undefined {
  const name = textIn(attributes["name"]);
  return idInside(attributes, name === undefined ? undefined : `role/${encodeKey(name)}`);
}

function additive(entry: RoleEntry) {
  return { roles: [entry], ownership: { roles: "additive" } } as const;
}

function entryOf(attributes: Attributes): RoleEntry | undefined {
  const name = textIn(attributes["name"]);
  const displayName = textIn(attributes["display_name"]);
  const description = manifestValue("description", attributes["description"]);
  if (name === undefined) return undefined;
  return {
    name,
    ...(displayName === undefined ? {} : { displayName }),
    ...(typeof description === "string" || description === null ? { description } : {}),
  };
}

function place([section, , ...rest]: readonly (string | number)[]): AttributePath {
  if (section !== "roles") return ["organization"];
  return placeOf(rest, { displayName: "display_name" }, shape);
}

/** A role's name is its key: no attribute that could be changed. */
function replaced(
  prior: Attributes,
  proposed: Attributes,
  { kinds, isMoved }: Parameters<Piece["replaced"]>[2],
): readonly Replacement[] {
  const other = [
    ...(isMoved ? [{ path: ["organization"] }] : []),
    ...(isOther(prior["name"], proposed["name"]) ? [{ path: ["name"] }] : []),
  ];
  return other.length > 0 ? other : fixedChanges(prior, proposed, kinds?.role, shape);
}

function refresh(state: Attributes, { compared, name, whole }: Refreshing): Attributes | undefined {
  const key = textIn(state["name"]);
  if (compared.plan === undefined || key === undefined) return undefined;
  const address = roleAddress(name, key);
  const live = compared.found().get(address);
  const pending = waitingFor(compared, (each) => each === address);
  if (live === undefined && pending === undefined) return undefined;
  const isThere = live?.kind === "role";
  return {
    ...state,
    id: id(state) ?? null,
    ...asLive(state, shape, {
      kind: compared.kinds?.role,
      live: isThere ? live.attributes : undefined,
      change: updateAt(compared, address),
      whole,
    }),
    role_id: isThere ? live.id : (textIn(state["role_id"]) ?? null),
    pending: pending ?? null,
  };
}
