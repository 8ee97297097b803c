/** A wish as the text of manifests. */
import { manifestOf } from "../conformance/story.ts";
import type { Words } from "../conformance/words.ts";
import type { Wish } from "./tale.ts";

const MINUTE = 60_000;

interface Entry {
  readonly email?: string;
  readonly [key: string]: unknown;
}

interface Manifest {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly members?: readonly Entry[]; readonly [key: string]: unknown };
}

/** The manifests of a wish, whose times count from `start`. */
export function manifests({ chapter, group, until, from }: Wish, words: Words, start: number): string {
  const named = new Set(group?.emails);
  const texts = manifestOf(chapter, words).split("\n---\n");
  const own = JSON.parse(texts.at(-1) ?? "") as Manifest;
  const timed = ({ email = "", ...entry }: Entry): Entry => ({
    email,
    ...entry,
    ...instant("until", until[email], start),
    ...instant("from", from[email], start),
  });
  const members = (own.spec.members ?? []).filter(({ email = "" }) => !named.has(email)).map(timed);
  const role = group === undefined ? "" : words.roles[group.role];
  const bySeveral = words.kinds.member?.severalRoles ?? false;
  const entry = { group: "team", ...(bySeveral ? { roles: [role] } : { role }) };
  const spec = { ...own.spec, members: group === undefined ? members : [...members, entry] };
  const team = {
    apiVersion: "orgwright/v1",
    kind: "Group",
    metadata: { name: "team" },
    spec: { members: group?.emails ?? [] },
  };
  const documents = [{ ...own, spec }, ...(group === undefined ? [] : [team])];
  return [...texts.slice(0, -1), ...documents.map((each) => JSON.stringify(each, null, 2))].join("\n---\n");
}

function instant(key: string, minutes: number | undefined, start: number): Readonly<Record<string, string>> {
  return minutes === undefined ? {} : { [key]: new Date(start + minutes * MINUTE).toISOString() };
}

/** A manifest by which somebody else does one thing to one person, and leaves all others alone. */
export function meddling(
  { email, how }: { readonly email: string; readonly how: "remove" | "owner" | "more" | "less" },
  words: Words,
): string {
  const role = words.roles[how === "remove" ? "less" : how];
  const said = words.kinds.member?.severalRoles ? { roles: [role] } : { role };
  const person = { email, ...said, ...(how === "remove" ? { ensure: "absent" } : {}) };
  const { documents, spec = {} } = words.vocabulary;
  const own = {
    apiVersion: "orgwright/v1",
    kind: "Organization",
    metadata: { name: "acme" },
    spec: {
      connection: "main",
      slug: "acme",
      ...spec,
      ownership: { members: "additive" },
      members: [person],
    },
  };
  return [...(documents === undefined ? [] : [documents.trim()]), JSON.stringify(own)].join("\n---\n");
}
