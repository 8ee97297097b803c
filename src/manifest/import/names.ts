/** Names that an import gives: tidy, unique, and the same for the same input. */
import { compareText } from "../../model/diagnostic.ts";
import type { LiveOrganization, LiveWorkspace } from "../../model/live.ts";
import type { Documents } from "../schema/manifests.ts";

const MANIFEST_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const LONGEST = 60;

/**
 * A metadata.name for each organization by its id: from the slug, else the display name, else the id; new in the project,
 * with the connection's name behind one that another has already.
 */
export function organizationNames(
  live: readonly LiveOrganization[],
  { organizations }: Pick<Documents, "organizations">,
  connection: string,
): ReadonlyMap<string, string> {
  const taken = organizations.flatMap(({ value: { metadata, spec } }) => [
    metadata.name,
    ...(spec.previously?.names ?? []),
  ]);
  const used = new Set(taken.map((name) => name.toLowerCase()));
  return unique(
    live.map((organization) => {
      const name = nameOf(organization);
      return { id: organization.id, name: used.has(name.toLowerCase()) ? `${name}-${connection}` : name };
    }),
    taken,
  );
}

/** A key for each workspace by its id: from the live name, else the id. */
export function workspaceKeys(live: readonly LiveWorkspace[]): ReadonlyMap<string, string> {
  return unique(live.map(({ id, name }) => ({ id, name: tidy(name) || tidy(id) || "workspace" })));
}

function nameOf({ id, slug, attributes }: LiveOrganization): string {
  if (slug !== undefined && MANIFEST_NAME.test(slug) && slug.length <= LONGEST) return slug;
  const displayName = attributes["displayName"];
  const candidates = [slug, typeof displayName === "string" ? displayName : undefined, id];
  return candidates.map((text) => ascii(text ?? "")).find((text) => text !== "") ?? "organization";
}

/** Numbers behind all but the first of a name, in the order of the ids. Letters of two sizes are one name: file systems may say so. */
function unique(
  wanted: readonly { readonly id: string; readonly name: string }[],
  taken: readonly string[] = [],
): ReadonlyMap<string, string> {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  const names = new Map<string, string>();
  for (const { id, name } of [...wanted].sort((a, b) => compareText(a.id, b.id))) {
    let free = name;
    for (let number = 2; used.has(free.toLowerCase()); number += 1) free = `${name}-${number}`;
    used.add(free.toLowerCase());
    names.set(id, free);
  }
  return names;
}

function ascii(text: string): string {
  return tidy(
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/[^\p{ASCII}]/gu, "-"),
  );
}

/** Small letters and digits with single dashes between. */
function tidy(text: string): string {
  const words = text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, "-");
  return [...words.replace(/^[-\p{M}]+/u, "")].slice(0, LONGEST).join("").replace(/-+$/u, "");
}
