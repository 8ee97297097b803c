/** How single resources are called in reports: their address in words. */
import { kindOf } from "../model/address.ts";
import type { Change, Kind, Location } from "../model/contract.ts";

/** A resource by its address, within its organization: `alice@acme.test`, `role SRE on production`. */
export function titleOf({ address, kind }: { readonly address: string; readonly kind: Kind }): string {
  const [organization = "", , ...keys] = address.split("/");
  if (kind === "organization") return decoded(organization);
  if (kind !== "access") return decoded(keys.join("/"));
  const [workspace = "", ...subject] = keys;
  return `${accessSubject(subject.join("/"))} on ${decoded(workspace)}`;
}

/** `remove member carol@acme.test`. */
export function changeTitle(change: Pick<Change, "verb" | "kind" | "address">): string {
  return `${change.verb} ${change.kind} ${titleOf(change)}`;
}

/** `workspace staging`: a resource by its address alone. */
export function resourceTitle(address: string): string {
  const kind = kindOf(address);
  return `${kind} ${titleOf({ address, kind })}`;
}

/** A person or role as effects name them: `role:SRE` becomes `role SRE`. */
export function subjectTitle(subject: string): string {
  return subject.startsWith("role:") ? `role ${decoded(subject.slice(5))}` : decoded(subject);
}

/** The subject that a change of this address is about, as effects name it; undefined for what has none. */
export function subjectOf({
  address,
  kind,
}: {
  readonly address: string;
  readonly kind: Kind;
}): string | undefined {
  const keys = address.split("/").slice(2);
  if (kind === "member") return keys.join("/");
  if (kind !== "access") return undefined;
  const [first = "", second] = keys.slice(1).join("/").split(":");
  return first === "role" || first === "id" ? `${first}:${second ?? ""}` : first;
}

/** `orgs/acme.yaml:12`. */
export function place({ file, line }: Pick<Location, "file" | "line">): string {
  return `${file}:${line}`;
}

/** The first two places of several, and how many more there are. */
export function places(locations: readonly Location[]): string {
  const all = [...new Set(locations.map(place))];
  const rest = all.length > 2 ? ` +${all.length - 2}` : "";
  return all.slice(0, 2).join(", ") + rest;
}

function accessSubject(subject: string): string {
  const [first = "", second = "", third] = subject.split(":");
  const typed = first === "role" || first === "id";
  const level = typed ? third : subject.split(":")[1];
  const name = typed ? subjectTitle(`${first}:${second}`) : decoded(first);
  return level === undefined ? name : `${name} (${decoded(level)})`;
}

/** The inverse of the encoding of keys in addresses. */
function decoded(key: string): string {
  return key.replace(/%([0-9A-F]{2})/gu, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
