/** How things of an organization are called towards Terraform. */
import { encodeKey } from "../../model/address.ts";
import type { Identity } from "../../model/identity.ts";
import type { Access, Organization, Workspace } from "../../model/organization.ts";
import { defined } from "./defined.ts";

/** A workspace by what finds it for sure: its id, else its live name. */
export function workspaceReference({ id, name, attributes }: Workspace): string {
  const { displayName } = attributes;
  return id ?? (typeof displayName === "string" ? displayName : name);
}

/** The workspaces of an organization by the names that its manifest has for them. */
export function workspaceReferences({ workspaces }: Organization): (name: string) => string {
  const all = new Map((workspaces?.entries ?? []).map((entry) => [entry.name, workspaceReference(entry)]));
  return (name) => all.get(name) ?? name;
}

/** An organization that is no resource of this construct: `CONNECTION/SLUG` or `CONNECTION/id:ID`. */
export function organizationReference(
  connection: string,
  key: { readonly slug?: string; readonly id?: string },
): string {
  const { slug, id = "" } = key;
  return `${encodeKey(connection)}/${slug === undefined ? `id:${encodeKey(id)}` : encodeKey(slug)}`;
}

/** One grant as Terraform has it. */
export interface Grant {
  readonly workspace: string;
  readonly level: string;
  readonly role?: string;
  readonly email?: string;
  readonly userId?: string;
}

/** What an entry of `access` grants, one for each of its levels. */
export function grantsOf(
  { subject, workspace, levels }: Access,
  reference: (name: string) => string,
): readonly Grant[] {
  return levels.map((level) => ({ workspace: reference(workspace), level, ...holder(subject) }));
}

function holder(subject: Access["subject"]): Pick<Grant, "role" | "email" | "userId"> {
  return subject.type === "role" ? { role: subject.role } : personReference(subject.identity);
}

/**
 * A person by what finds them for sure: the id on this connection, else the e-mail. Terraform takes one of the two. By
 * the e-mail alone a second account could be invited where the system tells another one.
 */
export function personReference({ id, email }: Identity): Pick<Grant, "email" | "userId"> {
  return id === undefined ? defined({ email }) : { userId: id };
}
