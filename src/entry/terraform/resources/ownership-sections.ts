/** The sections that `orgwright_ownership` makes exact, and grants in them. */
import { parseAddress, parseSubject } from "../../../model/address.ts";
import { personKey } from "../../../model/identity.ts";
import { subjectKey } from "../../../model/resource.ts";
import { textIn } from "../reading-attributes.ts";
import type { Attributes, Value } from "../values/value.ts";

/** In the order of the schema. */
export const SECTIONS = ["roles", "workspaces", "access"] as const;

/** The name of one of them, as attribute and as section of a manifest. */
export type Section = (typeof SECTIONS)[number];

/** Whether it is the name of a section. */
export function isSection(name: unknown): name is Section {
  return SECTIONS.some((section) => section === name);
}

/** The entry of a manifest that a grant says. */
export function grantEntry(grant: Attributes): Readonly<Record<string, string>> {
  const { user_id: id = null, ...others } = grant;
  return Object.fromEntries(
    Object.entries({ ...others, id }).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value] as const] : [],
    ),
  );
}

/** Who has which level on which workspace, for comparing: as addresses spell people and roles. */
export function grantKey(grant: Attributes): string {
  return JSON.stringify([textIn(grant["workspace"]) ?? "", subjectOf(grant), textIn(grant["level"]) ?? ""]);
}

/** The subject of a grant, as an address names it. */
export function subjectOf(grant: Attributes): string {
  const role = textIn(grant["role"]);
  if (role !== undefined) return subjectKey({ type: "role", role });
  const email = textIn(grant["email"]);
  return personKey(email === undefined ? { id: textIn(grant["user_id"]) } : { email });
}

/** The grant that an address of access names, with its level. Throws InternalError for an address of something else. */
export function grantAt(address: string, level: Value): Attributes {
  const parsed = parseAddress(address);
  const { workspace, subject } = parsed.kind === "access" ? parsed : { workspace: "", subject: "" };
  const said = parseSubject(subject);
  return {
    workspace: workspace.replace(/^id:/, ""),
    role: "role" in said ? said.role : null,
    email: "email" in said ? said.email : null,
    user_id: "id" in said ? said.id : null,
    level,
  };
}
