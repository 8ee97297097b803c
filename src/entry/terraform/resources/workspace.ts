/** `orgwright_workspace`: a workspace that an organization has. */
import { encodeKey, parseSubject, workspaceAddress } from "../../../model/address.ts";
import type { WorkspaceEntry } from "../../../model/contract.ts";
import type { AttributePath, Problem } from "../provider.ts";
import { isGiven, textIn } from "../reading-attributes.ts";
import { parseId, referenceOf } from "../references.ts";
import { workspaceSettings } from "../schemas/parts.ts";
import { workspaceSchema } from "../schemas/workspace.ts";
import { type Attributes, Unknown, type Value } from "../values/value.ts";
import { fixedChanges, isOther } from "./fixed.ts";
import { asLive, updateAt } from "./following.ts";
import { waitingFor } from "./membership.ts";
import { idInside, ofKind, type Piece, partInside, type Refreshing, type Replacement } from "./piece.ts";
import { settingsIn } from "./settings.ts";
import { placeOf, type Shape, settable } from "./shape.ts";
import { refuse } from "./words.ts";

const shape: Shape = { plain: { name: "displayName" }, groups: { settings: workspaceSettings } };

/** One workspace, by its id, else by its live name. */
export const workspacePiece: Piece = {
  schema: workspaceSchema,
  defaults: { on_destroy: "delete" },
  judgedAtPlan: false,
  validate,
  id,
  part: (attributes, known) => {
    const entry = entryOf(attributes);
    return entry && partInside(attributes, additive(entry), known);
  },
  ending: (attributes, known) => {
    const entry = namedBy(attributes);
    return entry && partInside(attributes, additive({ ...entry, ensure: "absent" }), known);
  },
  place,
  replaced,
  refresh,
  imported,
};

function validate(config: Attributes): readonly Problem[] {
  if (isGiven(config["name"]) || isGiven(config["workspace_id"])) return [];
  return [
    refuse(
      "One of `name` and `workspace_id` is missing",
      "A workspace is found by its name or by the system's id. Give either; or both, so that it is renamed when it is called otherwise.",
    ),
  ];
}

/** By name; by the system's id where only that was given, and then for good, whatever the workspace is called. */
function id(attributes: Attributes): string | undefined {
  const [name, key] = [attributes["name"], textIn(attributes["workspace_id"])];
  const byId = key === undefined ? undefined : idInside(attributes, `workspace/id:${encodeKey(key)}`);
  const told = textIn(attributes["id"]);
  if (byId !== undefined && told === byId) return byId;
  if (typeof name === "string") return idInside(attributes, `workspace/${encodeKey(name)}`);
  return name instanceof Unknown ? undefined : byId;
}

function additive(entry: WorkspaceEntry) {
  return { workspaces: [entry], ownership: { workspaces: "additive" } } as const;
}

/** The entry's name in addresses, and the id where one is known. */
function namedBy(attributes: Attributes): Pick<WorkspaceEntry, "name" | "id"> | undefined {
  const [name, key] = [textIn(attributes["name"]), textIn(attributes["workspace_id"])];
  const called = name ?? key;
  return called === undefined ? undefined : { name: called, ...(key === undefined ? {} : { id: key }) };
}

/** With an id the name is what the workspace shall be called; without one it is how it is found. */
function entryOf(attributes: Attributes): WorkspaceEntry | undefined {
  const named = namedBy(attributes);
  const name = textIn(attributes["name"]);
  const settings = settingsIn(attributes["settings"]);
  if (named === undefined) return undefined;
  return {
    ...named,
    ...(named.id === undefined || name === undefined ? {} : { displayName: name }),
    ...(settings === undefined ? {} : { settings }),
  };
}

function place([section, , ...rest]: readonly (string | number)[], attributes: Attributes): AttributePath {
  if (section !== "workspaces") return ["organization"];
  const called = isGiven(attributes["name"]) ? "name" : "workspace_id";
  return placeOf(rest, { name: called, displayName: "name", id: "workspace_id" }, shape);
}

/** A name that the system knows as an attribute of a workspace is one; else it is which workspace is meant. */
function replaced(
  prior: Attributes,
  proposed: Attributes,
  { kinds, isMoved }: Parameters<Piece["replaced"]>[2],
): readonly Replacement[] {
  const isName = settable(kinds?.workspace, "displayName") !== undefined;
  const other = [
    ...(isMoved ? [{ path: ["organization"] }] : []),
    ...(isOther(prior["workspace_id"], proposed["workspace_id"]) ? [{ path: ["workspace_id"] }] : []),
    ...(!isName && isOther(prior["name"], proposed["name"]) ? [{ path: ["name"] }] : []),
  ];
  return other.length > 0 ? other : fixedChanges(prior, proposed, kinds?.workspace, shape);
}

function refresh(state: Attributes, { compared, name, whole }: Refreshing): Attributes | undefined {
  const key = namedBy(state)?.name;
  if (compared.plan === undefined || key === undefined) return undefined;
  const address = workspaceAddress(name, key);
  const live = compared.found().get(address);
  const pending = waitingFor(compared, (each) => each === address);
  if (live === undefined && pending === undefined) return undefined;
  const found = live?.kind === "workspace" ? live : undefined;
  const kind = compared.kinds?.workspace;
  const attributes = found && { displayName: found.name, ...found.attributes };
  const followed = asLive(state, shape, {
    kind,
    live: attributes,
    change: updateAt(compared, address),
    whole,
  });
  return {
    ...state,
    id: id(state) ?? null,
    ...followed,
    // Where no name can be said beside an id, what was given alone stays alone.
    ...(settable(kind, "displayName") === undefined
      ? { name: known(state["name"]), workspace_id: known(state["workspace_id"]) }
      : { workspace_id: found?.id ?? known(state["workspace_id"]) }),
    pending: pending ?? null,
  };
}

function known(value: Value | undefined): Value {
  return textIn(value) ?? null;
}

function imported(text: string): Attributes | undefined {
  const parsed = parseId(text);
  if (parsed === undefined || ofKind(parsed.address, "workspace") === undefined) return undefined;
  const { connection, key } = parsed.reference;
  const organization = referenceOf(connection, key);
  const named = parseSubject(text.split("/").at(-1) ?? "");
  if ("id" in named) return { organization, workspace_id: named.id };
  return "email" in named ? { organization, name: named.email } : undefined;
}
