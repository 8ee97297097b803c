/** The section `workspaces`: each by its id, under a tidy key. */
import { compareText } from "../../model/diagnostic.ts";
import { shown } from "../words/problem.ts";
import { workspaceFields } from "./attributes.ts";
import { type Importing, noPart, type Part } from "./context.ts";
import { workspaceKeys } from "./names.ts";
import { leftOut } from "./remarks.ts";
import { isSayable } from "./text.ts";

/** The section, and the keys of the workspaces by their ids. */
export interface WorkspacesPart extends Part {
  readonly keys: ReadonlyMap<string, string>;
}

/** Says all workspaces of the organization but those that another manifest declares. */
export function workspacesPart({ kinds, state, elsewhere }: Importing): WorkspacesPart {
  const kind = kinds.workspace;
  if (kind === undefined) return { ...noPart, keys: new Map() };
  const all = [...state.workspaces].sort((a, b) => compareText(a.id, b.id));
  const ours = all.filter(({ id }) => isSayable(id) && !elsewhere.has(id));
  const unsaid = all.filter((workspace) => !ours.includes(workspace));
  const keys = workspaceKeys(ours);
  const entries = ours.map((workspace) => {
    const { id, name, attributes } = workspace;
    const key = keys.get(id) ?? id;
    const said = workspaceFields({ displayName: name, ...attributes }, kind);
    const fields = [...said.fields].filter(([path, value]) => path !== "displayName" || value !== key);
    return { key, unsaid: said.unsaid, fields: new Map([["name", key], ["id", id], ...fields]) };
  });
  const sorted = [...entries].sort((a, b) => compareText(a.key, b.key));
  return {
    keys,
    entries: sorted.map(({ fields }) => fields),
    remarks: [
      ...unsaid.map(({ id, name }) =>
        leftOut(
          `the workspace ${shown(name)} (${shown(id)})`,
          elsewhere.has(id) ? "another manifest declares it" : "no manifest can hold its id",
        ),
      ),
      ...sorted.flatMap(({ key, unsaid: fields }) =>
        fields.map((field) =>
          leftOut(`${field} of the workspace ${shown(key)}`, "no manifest can hold its value"),
        ),
      ),
    ],
    additive: unsaid.length > 0,
  };
}
