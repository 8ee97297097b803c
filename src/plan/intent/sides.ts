/** The two sides of an organization: what the manifests of one commit want of it, and those of another. */
import type { Address } from "../../model/address.ts";
import type { ConnectionSettings } from "../../model/connector.ts";
import type { Diagnostic, Guards, Ownership } from "../../model/contract.ts";
import type { Kinds } from "../../model/kinds.ts";
import type { Organization } from "../../model/organization.ts";
import type { Resource } from "../../model/resource.ts";
import { digest, sectionAddress } from "../digest.ts";

/** What the manifests of one commit want of an organization. */
export interface Side {
  readonly organization: Organization;
  readonly resources: readonly Resource[];
}

/** An organization that either side declares. */
export interface IntentOrganization {
  /** What is asked for; of a manifest that is gone an organization without sections and resources. */
  readonly head: Side;
  /** What was asked for before, its addresses under the head's name; undefined: nothing. */
  readonly base: Side | undefined;
  /** The head has no manifest for it. */
  readonly gone: boolean;
  readonly settings: ConnectionSettings;
  readonly title: string;
  readonly kinds: Kinds;
}

/** Everything that an intent plan depends on. */
export interface IntentInput {
  readonly organizations: readonly IntentOrganization[];
  readonly guards: Guards;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly notes: readonly Diagnostic[];
  /** Organizations to keep, by the head's name, of gone ones by the base's. */
  readonly only?: readonly string[];
}

const sections = ["roles", "workspaces", "members", "access"] as const;

/** How each section is owned, by the key that its digest has: `acme/member`. Undeclared ones are left out. */
export function ownerships({ organization }: Side): ReadonlyMap<Address, Ownership> {
  return new Map(
    sections.flatMap((section) => {
      const declared = organization[section];
      const kind = section === "access" ? section : section.slice(0, -1);
      return declared === undefined
        ? []
        : [[sectionAddress(organization.name, kind), declared.ownership] as const];
    }),
  );
}

/**
 * Digest of all that is said of each thing and section, by address: as `declaredDigests`, and beside it what finds the
 * live thing (keys, ids, aliases, earlier names).
 */
export function saidDigests(side: Side): ReadonlyMap<Address, string> {
  const { key, previousNames } = side.organization;
  const things = side.resources.map(({ origins: _origins, note: _note, ownership: _ownership, ...said }) => {
    const found = said.kind === "organization" ? { key, previousNames } : {};
    return [said.address, digest({ ...said, ...found })] as const;
  });
  const owned = [...ownerships(side)].map(([address, ownership]) => [address, digest(ownership)] as const);
  return new Map([...things, ...owned]);
}

/** The addresses at which two sides say different things, unsorted. */
export function differing(base: Side | undefined, head: Side): readonly Address[] {
  const before = base === undefined ? new Map<Address, string>() : saidDigests(base);
  const after = saidDigests(head);
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (address) => before.get(address) !== after.get(address),
  );
}
