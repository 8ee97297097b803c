/** How resources name organizations and each other: `CONNECTION/SLUG`, `CONNECTION/id:ID`, and addresses behind them. */
import type { PartKey } from "../../index.ts";
import { encodeKey, type ParsedAddress, parseAddress, parseSubject } from "../../model/address.ts";

/** An organization as a reference names it. */
export interface Reference {
  readonly connection: string;
  readonly key: PartKey;
  /** How it is called in addresses, guards and messages: the slug or id, as far as a manifest could have it as a name. */
  readonly name: string;
}

/** The reference of an organization: by its slug, else by its id. */
export function referenceOf(connection: string, { slug, id }: PartKey): string {
  return `${connection}/${slug === undefined ? `id:${encodeKey(id ?? "")}` : encodeKey(slug)}`;
}

/** Takes a reference apart; undefined for what is none. */
export function parseReference(text: string): Reference | undefined {
  const [connection, key, ...rest] = text.split("/");
  if (connection === undefined || key === undefined || rest.length > 0) return undefined;
  return referenceFrom(connection, key);
}

/** An id behind an organization's: what an address says after its organization. Undefined for what is none. */
export function parseId(
  text: string,
): { readonly reference: Reference; readonly address: ParsedAddress } | undefined {
  const [connection, key, ...rest] = text.split("/");
  const reference =
    connection === undefined || key === undefined ? undefined : referenceFrom(connection, key);
  if (reference === undefined || rest.length === 0) return undefined;
  try {
    return { reference, address: parseAddress([encodeKey(reference.name), ...rest].join("/")) };
  } catch {
    return undefined;
  }
}

function referenceFrom(connection: string, encoded: string): Reference | undefined {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(connection) || encoded === "") return undefined;
  const said = parseSubject(encoded);
  if ("role" in said) return undefined;
  const key = "id" in said ? { id: said.id } : { slug: said.email };
  const text = "id" in said ? said.id : said.email;
  return text === "" ? undefined : { connection, key, name: nameOf(text) };
}

/** The nearest text that a manifest could have as its name. */
function nameOf(key: string): string {
  const plain = key.replace(/[^A-Za-z0-9._-]/g, "-").slice(0, 100);
  return /^[A-Za-z0-9]/.test(plain) ? plain : `o${plain}`.slice(0, 100);
}
