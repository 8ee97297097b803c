/** The section `roles`: the organization's own; the system's own only where somebody holds one and it has to be known. */
import { compareText } from "../../model/diagnostic.ts";
import type { LiveRole } from "../../model/live.ts";
import { shown } from "../words/problem.ts";
import { roleFields } from "./attributes.ts";
import { type Importing, noPart, type Part } from "./context.ts";
import { leftOut, namedRoles, type Remark } from "./remarks.ts";
import { type Fields, isSayable } from "./text.ts";

/** Says all custom roles; where one of them, or one that is held, cannot be said, the section is additive. */
export function rolesPart({ kinds, state }: Importing): Part {
  const kind = kinds.role;
  if (kind === undefined) return noPart;
  const custom = state.roles
    .filter(({ protection }) => protection !== "system")
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
  if (custom.length === 0) return noPart;
  const said = custom.filter(
    ({ name }, index) => isSayable(name) && custom.findIndex((other) => other.name === name) === index,
  );
  const unsaid = custom.filter((role) => !said.includes(role));
  const names = new Set(said.map(({ name }) => name));
  const known = new Set([...names, ...(kinds.member?.rank ?? []), ...(kinds.member?.builtInRoles ?? [])]);
  const held = heldRoles(state).filter((name) => !known.has(name));
  const system = held.filter((name) => isSayable(name) && state.roles.some((role) => role.name === name));
  const gone = held.filter((name) => !system.includes(name));
  const entries = said.map((role) => ({ role, ...entryOf(role, kind) }));
  const remarks: readonly Remark[] = [
    ...(system.length > 0 ? [namedRoles(system)] : []),
    ...unsaid.map(({ name, id }) =>
      leftOut(`the role ${shown(name)} (${shown(id)})`, "its name says nothing or is another's"),
    ),
    ...gone.map((name) =>
      leftOut(`the role ${shown(name)}`, "somebody holds it and the system does not list it"),
    ),
    ...entries.flatMap(({ role, unsaid: fields }) =>
      fields.map((field) =>
        leftOut(`${field} of the role ${shown(role.name)}`, "no manifest can hold its value"),
      ),
    ),
  ];
  return {
    entries: [...entries.map(({ fields }) => fields), ...system.map((name) => new Map([["name", name]]))],
    remarks,
    additive: unsaid.length > 0 || gone.length > 0,
  };
}

function entryOf(
  { name, attributes }: LiveRole,
  kind: NonNullable<Importing["kinds"]["role"]>,
): { readonly fields: Fields; readonly unsaid: readonly string[] } {
  const { fields, unsaid } = roleFields(attributes, kind);
  return { fields: new Map([["name", name], ...fields]), unsaid };
}

/** Every role that people hold or that has access, once. */
function heldRoles({ members, access }: Importing["state"]): readonly string[] {
  const granted = access.flatMap(({ subject }) => (subject.type === "role" ? [subject.role] : []));
  return [...new Set([...members.flatMap(({ roles }) => roles), ...granted])].sort(compareText);
}
