/** What makes a resource: how its attributes become a part of an organization, and how what is live becomes attributes. */
import type { ComparedPart, Part, PartSpec } from "../../../index.ts";
import type { ParsedAddress } from "../../../model/address.ts";
import type { Kinds } from "../../../model/kinds.ts";
import type { SentInvitation } from "../../../model/record.ts";
import type { AttributePath, Problem } from "../provider.ts";
import { textIn } from "../reading-attributes.ts";
import { parseReference, type Reference } from "../references.ts";
import type { Schema } from "../schema/schema.ts";
import type { Attributes } from "../values/value.ts";

/** What the provider remembers of a resource beside its state. */
export interface Known {
  /** The live organization's own id, once it was seen. */
  readonly organizationId?: string;
  /** Mails that went out, by address. */
  readonly invitations?: Readonly<Record<string, SentInvitation>>;
}

/** A change of attributes that makes another thing; `impossible` says why nothing can take its place. */
export interface Replacement {
  readonly path: AttributePath;
  readonly impossible?: string;
}

/** What a refresh has beside the state. */
export interface Refreshing {
  readonly compared: ComparedPart;
  /** The organization's name in addresses. */
  readonly name: string;
  /** Just imported: everything that is live is told, not only what the state says. */
  readonly whole: boolean;
}

/** A kind of resource, in terms of parts. All of it is pure. Unknown values count as not said. */
export interface Piece {
  readonly schema: Schema;
  /** What an attribute is when it is left out. */
  readonly defaults: Attributes;
  /** The two ways to say memberships exclude each other. */
  readonly membership?: "single" | "whole";
  /** Whether guards hold it when the plan is made, and not only when it is applied. */
  readonly judgedAtPlan: boolean;
  /** It acts on what others in the run have done: what its plan sees is only what is there before them. */
  readonly followsOthers?: boolean;
  /** What no schema can check: combinations and forms. Unknown values count as given. */
  validate(config: Attributes): readonly Problem[];
  /** How it is called for references and imports; undefined while that is not known. */
  id(attributes: Attributes): string | undefined;
  /** What the attributes say; undefined while it is not known of which organization. */
  part(attributes: Attributes, known: Known): Part | undefined;
  /** What ends it; undefined where nothing has to be done. */
  ending(attributes: Attributes, known: Known): Part | undefined;
  /** The same without those whom guards keep; only where an end is of many. */
  endingWithout?(attributes: Attributes, known: Known, kept: ReadonlySet<string>): Part | undefined;
  /** Where in the configuration a place in the part's spec is. */
  place(path: readonly (string | number)[], attributes: Attributes): AttributePath;
  /** What makes it another thing. `isMoved`: it is of another organization now. */
  replaced(
    prior: Attributes,
    proposed: Attributes,
    around: { readonly kinds: Kinds | undefined; readonly isMoved: boolean },
  ): readonly Replacement[];
  /** What stops it beyond what the engine knows; `isPlan` while things that it needs may still come. */
  judge?(compared: ComparedPart, when: { readonly isPlan: boolean }): readonly Problem[];
  /** The state as live has it; undefined when it is not there any more. */
  refresh(state: Attributes, refreshing: Refreshing): Attributes | undefined;
  /** The attributes that an import begins with; undefined for an id of something else. */
  imported(id: string): Attributes | undefined;
}

/** The part of a resource that is in an organization. */
export function partInside(
  attributes: Attributes,
  spec: PartSpec,
  { organizationId, invitations }: Known,
  people: readonly Naming[] = [],
): Part | undefined {
  const reference = referenceIn(attributes);
  if (reference === undefined) return undefined;
  const { connection, name, key } = reference;
  return {
    connection,
    name,
    key: organizationId === undefined ? key : { id: organizationId },
    spec,
    ...(people.length === 0 ? {} : { people: people.map((each) => personOn(connection, each)) }),
    ...(invitations === undefined ? {} : { invitations }),
  };
}

/** Somebody who is known by more than an address. */
export interface Naming {
  readonly email: string;
  readonly id?: string;
  readonly aliases: readonly string[];
}

function personOn(connection: string, { email, id, aliases }: Naming): NonNullable<Part["people"]>[number] {
  return { email, aliases, ...(id === undefined ? {} : { ids: { [connection]: id } }) };
}

/** The organization that a resource is in; undefined while it is unknown. */
export function referenceIn(attributes: Attributes): Reference | undefined {
  const text = textIn(attributes["organization"]);
  return text === undefined ? undefined : parseReference(text);
}

/** The id of a resource in an organization: the organization's, and behind it what its address says. */
export function idInside(attributes: Attributes, rest: string | undefined): string | undefined {
  const organization = textIn(attributes["organization"]);
  return organization === undefined || rest === undefined ? undefined : `${organization}/${rest}`;
}

/** The attributes of an address, where it is one of the kind that is asked for. */
export function ofKind<Kind extends ParsedAddress["kind"]>(
  address: ParsedAddress,
  kind: Kind,
): Extract<ParsedAddress, { readonly kind: Kind }> | undefined {
  return isKind(address, kind) ? address : undefined;
}

function isKind<Kind extends ParsedAddress["kind"]>(
  address: ParsedAddress,
  kind: Kind,
): address is Extract<ParsedAddress, { readonly kind: Kind }> {
  return address.kind === kind;
}
