/** Digests: SHA-256 over canonical JSON (RFC 8785), so that equal content has equal digests on every machine. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import type { Address } from "../model/address.ts";
import type { ConnectionSettings } from "../model/connector.ts";
import type { Change, OrganizationPlan } from "../model/contract.ts";
import { compareText } from "../model/diagnostic.ts";
import type { Organization } from "../model/organization.ts";
import type { Resource } from "../model/resource.ts";

/** SHA-256 over canonical JSON, as 64 hex digits. */
export function digest(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalize(value) ?? "null")));
}

/** The organization's natural key: how the manifests find it on its system. */
export function naturalKey({ key, name }: Organization): string {
  return key.id ?? key.slug ?? name;
}

/** What makes two changes the same change; positions, reasons, risks and the clock are not in it. */
export function changeId(
  change: Pick<Change, "address" | "action" | "nativeId" | "before" | "after">,
  organization: Organization,
  settings: ConnectionSettings,
): string {
  const { address, action, nativeId, before, after } = change;
  return digest({
    system: settings.system,
    endpoint: settings.endpoint,
    ...(settings.tenant === undefined ? {} : { tenant: settings.tenant }),
    organization: naturalKey(organization),
    address,
    action,
    ...(nativeId === undefined || action === "create" ? {} : { nativeId }),
    before: before ?? null,
    after: after ?? null,
  });
}

/** Over the sorted ids of an organization's changes. */
export function organizationDigest(changes: readonly Pick<Change, "id">[]): string {
  return digest(changes.map(({ id }) => id).sort(compareText));
}

/** Over the digests of the organizations, by name. */
export function planDigest(organizations: readonly Pick<OrganizationPlan, "name" | "digest">[]): string {
  return digest(
    Object.fromEntries(organizations.map((organization) => [organization.name, organization.digest])),
  );
}

/**
 * Digest of every desired resource by address, and of every declared section by `ORG/KIND`, so that a newly
 * declared section can be told from a hand-made change.
 */
export function declaredDigests(
  organization: Organization,
  resources: readonly Resource[],
): Readonly<Record<Address, string>> {
  const sections = (["roles", "workspaces", "members", "access"] as const).flatMap((section) => {
    const declared = organization[section];
    const kind = section === "access" ? section : section.slice(0, -1);
    return declared === undefined
      ? []
      : [[sectionAddress(organization.name, kind), digest(declared.ownership)] as const];
  });
  const declared = resources.map((resource) => {
    const { address, attributes, ensure } = resource;
    const whole = resource.kind === "member" && resource.declaresAccess ? { declaresAccess: true } : {};
    return [address, digest({ attributes, ensure, ...whole })] as const;
  });
  return Object.fromEntries([...sections, ...declared].sort(([a], [b]) => compareText(a, b)));
}

/** The key under which a section's digest is kept: `acme/member`. */
export function sectionAddress(organization: string, kind: string): Address {
  return `${organization}/${kind}`;
}
