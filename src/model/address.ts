/**
 * Addresses: `ORG/KIND/KEY`, the name of one resource in plans, records and messages.
 * In: names as the manifests or the systems spell them. Out: strings that never hold a system's internal id,
 * except `id:…` for people who have no known e-mail. Grammar: docs/semantics.md, "Addresses".
 */
import type { Kind } from "./contract.ts";

/** The name of one resource: `acme/organization`, `acme/member/alice@acme.test`, `acme/access/production/role:SRE`. */
export type Address = string;

/** Percent-encodes what would break an address apart: `/`, `:`, `%` and control characters. */
export function encodeKey(key: string): string {
  return key.replace(
    /[/:%\p{Cc}]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

/** `acme/organization`. */
export function organizationAddress(organization: string): Address {
  return `${encodeKey(organization)}/organization`;
}

/** `acme/role/VIEWER`. */
export function roleAddress(organization: string, role: string): Address {
  return `${encodeKey(organization)}/role/${encodeKey(role)}`;
}

/** `acme/workspace/production`. */
export function workspaceAddress(organization: string, workspace: string): Address {
  return `${encodeKey(organization)}/workspace/${encodeKey(workspace)}`;
}

/** `acme/member/alice@acme.test` or `acme/member/id:user_9`; `person` is a person's key (see identity.ts). */
export function memberAddress(organization: string, person: string): Address {
  return `${encodeKey(organization)}/member/${person}`;
}

/** `acme/access/production/alice@acme.test`, `acme/access/production/role:SRE`, the level behind it where several may hold. */
export function accessAddress(
  organization: string,
  workspace: string,
  subject: string,
  level?: string,
): Address {
  const suffix = level === undefined ? "" : `:${encodeKey(level)}`;
  return `${encodeKey(organization)}/access/${encodeKey(workspace)}/${subject}${suffix}`;
}

/** The kind that an address names. */
export function kindOf(address: Address): Kind {
  return address.split("/")[1] as Kind;
}
