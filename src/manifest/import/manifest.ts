/** One live organization to the text of its manifest. */
import { organizationAddress } from "../../model/address.ts";
import type { Diagnostic } from "../../model/contract.ts";
import type { LiveState } from "../../model/live.ts";
import { formatManifest } from "../format.ts";
import { shown } from "../words/problem.ts";
import { accessPart } from "./access.ts";
import { organizationFields } from "./attributes.ts";
import type { ImportContext, Importing, Part } from "./context.ts";
import { grantsOf } from "./grants.ts";
import { membersPart } from "./members.ts";
import { naming } from "./people.ts";
import { additive, diagnosticOf, leftOut } from "./remarks.ts";
import { rolesPart } from "./roles.ts";
import { type Data, type Fields, manifestText } from "./text.ts";
import { workspacesPart } from "./workspaces.ts";

/** How many entries a manifest's sections have. */
export type EntryCounts = Readonly<Record<"roles" | "workspaces" | "members" | "access", number>>;

/** A manifest and what there is to say of it. */
export interface ImportedManifest {
  /** YAML in canonical form. */
  readonly text: string;
  readonly notes: readonly Diagnostic[];
  readonly counts: EntryCounts;
}

/**
 * The manifest of an organization as it is live, so that its first plan has no changes but those that the notes tell.
 * Pure: the same state gives the same text.
 */
export function manifestOf(state: LiveState, context: ImportContext): ImportedManifest {
  const importing: Importing = { ...context, state };
  const names = naming(context.people, state.members);
  const roles = rolesPart(importing);
  const workspaces = workspacesPart(importing);
  const grants = grantsOf(importing, workspaces.keys);
  const members = membersPart(importing, names, grants, workspaces.entries.length > 0);
  const access = accessPart(importing, { naming: names, grants, members });
  const parts = Object.entries({ roles, workspaces, members, access }).map(([key, part]) => said(key, part));
  const { fields, unsaid } = organizationFields(state.organization.attributes, context.kinds.organization);
  const { parent } = state.organization;
  const isCutOff =
    parent !== undefined && context.parent === undefined && context.kinds.organization.levels > 1;
  const about = [
    ...unsaid.map((field) => leftOut(`the organization's ${field}`, "no manifest can hold its value")),
    ...(isCutOff ? [leftOut(`its parent ${shown(parent)}`, "which no manifest declares at the top")] : []),
  ];
  const text = manifestText({
    schema: context.schema,
    name: context.name,
    before: before(context, fields),
    sections: [
      { key: "organization", entries: [], comments: about.map(({ message }) => message) },
      ...parts.map(({ key, entries, remarks }) => ({
        key,
        entries,
        comments: remarks.map(({ message }) => message),
      })),
    ],
    after: ownership(parts),
  });
  const remarks = [...about, ...parts.flatMap((part) => part.remarks)];
  return {
    text: formatManifest(text) ?? text,
    notes: remarks.map((remark) => diagnosticOf(remark, organizationAddress(context.name))),
    counts: {
      roles: roles.entries.length,
      workspaces: workspaces.entries.length,
      members: members.entries.length,
      access: access.entries.length,
    },
  };
}

function before({ connection, key, parent }: ImportContext, fields: Fields): Fields {
  const { slug, id } = key;
  return new Map<string, Data>([
    ["connection", connection],
    ...(slug === undefined ? [] : [["slug", slug] as const]),
    ...(id === undefined ? [] : [["id", id] as const]),
    ...fields,
    ...(parent === undefined ? [] : [["parent", parent] as const]),
  ]);
}

/** A section as it is declared: it can only be additive where it has entries. */
function said(key: string, part: Part): Part & { readonly key: string } {
  const isAdditive = part.additive && part.entries.length > 0;
  return {
    key,
    ...part,
    additive: isAdditive,
    remarks: [...part.remarks, ...(isAdditive ? [additive(key)] : [])],
  };
}

/** Only what differs from the default. */
function ownership(parts: readonly (Part & { readonly key: string })[]): Fields {
  const sections = parts.flatMap(({ key, additive: leaves }) => (leaves ? [[key, "additive"] as const] : []));
  return new Map(sections.length === 0 ? [] : [["ownership", new Map(sections)]]);
}
