/**
 * Addresses: `ORG/KIND/KEY`, the name of one resource in plans, records and messages.
 * In: names as the manifests or the systems spell them. Out: strings that never hold a system's internal id,
 * except `id:…` for people who have no known e-mail. Grammar: docs/semantics.md, "Addresses".
 */
import type { Kind } from "./contract.ts";
import { InternalError } from "./errors.ts";

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

/** What an address names, decoded. `subject` and `key` are as the address spells them: fit for the functions above. */
export type ParsedAddress =
  | { readonly kind: "organization"; readonly organization: string }
  | { readonly kind: "role"; readonly organization: string; readonly role: string }
  | { readonly kind: "workspace"; readonly organization: string; readonly workspace: string }
  | { readonly kind: "member"; readonly organization: string; readonly key: string }
  | {
      readonly kind: "access";
      readonly organization: string;
      readonly workspace: string;
      readonly subject: string;
      readonly level?: string;
    };

/** Who a member's or an access's address is about: a person's key or `role:NAME`; undefined for anything else. */
export function subjectIn(address: Address): string | undefined {
  if (address.split("/").length < 3) return undefined;
  const parsed = parseAddress(address);
  if (parsed.kind === "member") return parsed.key;
  return parsed.kind === "access" ? parsed.subject : undefined;
}

/** Who a person's key or an access subject means: exactly one of the three. */
export type ParsedSubject = { readonly email: string } | { readonly id: string } | { readonly role: string };

/** Takes an address apart. Throws InternalError for what is none. */
export function parseAddress(address: Address): ParsedAddress {
  const [first = "", kind, name, subject, ...rest] = address.split("/");
  const organization = decodeKey(first);
  if (kind === "organization" && name === undefined) return { kind, organization };
  if (kind === "access" && name !== undefined && subject !== undefined && rest.length === 0) {
    return { kind, organization, workspace: decodeKey(name), ...splitLevel(subject) };
  }
  if (name === undefined || subject !== undefined) throw new InternalError(`${address} is no address`);
  if (kind === "role") return { kind, organization, role: decodeKey(name) };
  if (kind === "workspace") return { kind, organization, workspace: decodeKey(name) };
  if (kind === "member") return { kind, organization, key: name };
  throw new InternalError(`${address} is no address`);
}

/** Takes a person's key or an access subject apart: `alice@acme.test`, `id:user_9`, `role:SRE`. */
export function parseSubject(subject: string): ParsedSubject {
  const [mark, rest] = subject.split(":");
  if (rest === undefined) return { email: decodeKey(subject) };
  return mark === "role" ? { role: decodeKey(rest) } : { id: decodeKey(rest) };
}

function splitLevel(text: string): { readonly subject: string; readonly level?: string } {
  const parts = text.split(":");
  const marked = parts[0] === "id" || parts[0] === "role";
  const subject = parts.slice(0, marked ? 2 : 1).join(":");
  const level = parts[marked ? 2 : 1];
  return level === undefined ? { subject } : { subject, level: decodeKey(level) };
}

function decodeKey(key: string): string {
  return key.replace(/%([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
