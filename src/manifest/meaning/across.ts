/** Rules between organizations: keys, parents, earlier keys, and workspaces that two of them want. */
import type { Diagnostic, OrganizationManifest } from "../../model/contract.ts";
import type { Located, Path } from "../syntax/source.ts";
import * as words from "../words/meaning.ts";
import { at, shown } from "../words/problem.ts";
import { repeated } from "./repeated.ts";

type Manifest = Located<OrganizationManifest>;

/** What organizations contradict each other in. Of several with one name, which is reported elsewhere, the first counts. */
export function acrossProblems(all: readonly Manifest[]): readonly Diagnostic[] {
  const twice = new Set(repeated(all, nameOf).map(({ item }) => item));
  const manifests = all.filter((manifest) => !twice.has(manifest));
  const byName = new Map(manifests.map((manifest) => [nameOf(manifest), manifest]));
  return [
    ...sameKeys(manifests, "slug"),
    ...sameKeys(manifests, "id"),
    ...sameWorkspaces(manifests),
    ...manifests.flatMap((manifest) => parentProblems(manifest, byName)),
    ...earlierKeys(manifests, "names", (manifest) => nameOf(manifest)),
    ...earlierKeys(manifests, "slugs", ({ value: { spec } }) => spec.slug),
  ];
}

function nameOf({ value }: Manifest): string {
  return value.metadata.name;
}

function sameKeys(manifests: readonly Manifest[], key: "slug" | "id"): readonly Diagnostic[] {
  const keyed = manifests.flatMap((manifest) => {
    const { connection, [key]: value } = manifest.value.spec;
    return value === undefined ? [] : [{ manifest, value, connection }];
  });
  return repeated(keyed, ({ connection, value }) => JSON.stringify([connection, value])).map(
    ({ item, earlier }) =>
      at(words.sameKey(key, item.value, nameOf(earlier.manifest)), item.manifest.locate(["spec", key]), [
        earlier.manifest.locate(["spec", key]),
      ]),
  );
}

/** By id over all organizations of a connection; without ids by live name inside one organization. */
function sameWorkspaces(manifests: readonly Manifest[]): readonly Diagnostic[] {
  const wanted = manifests
    .filter(({ value }) => value.spec.ensure !== "absent")
    .flatMap((manifest) =>
      (manifest.value.spec.workspaces ?? []).flatMap((entry, index) =>
        entry.ensure === "absent" ? [] : [{ manifest, entry, path: ["spec", "workspaces", index] }],
      ),
    );
  const byId = wanted.filter(({ entry }) => entry.id !== undefined);
  const byLiveName = wanted.filter(({ entry }) => entry.id === undefined);
  return [
    ...repeated(byId, ({ manifest, entry }) =>
      JSON.stringify([manifest.value.spec.connection, entry.id]),
    ).map(({ item, earlier }) =>
      at(
        words.sameWorkspace(item.entry.id ?? "", nameOf(earlier.manifest)),
        item.manifest.locate([...item.path, "id"]),
        [earlier.manifest.locate([...earlier.path, "id"])],
      ),
    ),
    ...repeated(byLiveName, ({ manifest, entry }) =>
      JSON.stringify([nameOf(manifest), entry.displayName ?? entry.name]),
    )
      .filter(({ item, earlier }) => item.entry.name !== earlier.entry.name)
      .map(({ item, earlier }) =>
        at(
          words.sameLiveName(item.entry.displayName ?? item.entry.name, earlier.entry.name),
          item.manifest.locate(item.path),
          [earlier.manifest.locate(earlier.path)],
        ),
      ),
  ];
}

function parentProblems(manifest: Manifest, byName: ReadonlyMap<string, Manifest>): readonly Diagnostic[] {
  const { parent, connection } = manifest.value.spec;
  if (parent === undefined) return [];
  const place = manifest.locate(["spec", "parent"]);
  const found = byName.get(parent);
  if (found === undefined) {
    const others = [...byName.keys()].filter((name) => name !== nameOf(manifest));
    return [
      at(
        words.unknown("parent", parent, others, "A sub-account lives inside another declared organization."),
        place,
      ),
    ];
  }
  if (found.value.spec.connection !== connection) {
    return [
      at(words.parentElsewhere(parent, found.value.spec.connection), place, [
        found.locate(["spec", "connection"]),
      ]),
    ];
  }
  const circle = circleFrom(manifest, byName);
  return circle === undefined ? [] : [at(words.parentCycle(circle), place)];
}

/** The names from the manifest up to itself again. */
function circleFrom(
  manifest: Manifest,
  byName: ReadonlyMap<string, Manifest>,
): readonly string[] | undefined {
  const names = [nameOf(manifest)];
  const seen = new Set(names);
  for (
    let next = manifest.value.spec.parent;
    next !== undefined;
    next = byName.get(next)?.value.spec.parent
  ) {
    names.push(next);
    if (next === names[0]) return names;
    if (seen.has(next)) return undefined;
    seen.add(next);
  }
  return undefined;
}

interface Earlier {
  readonly manifest: Manifest;
  readonly key: string;
  readonly path: Path;
}

/** Earlier names are unique in the project, earlier slugs on their connection. */
function earlierKeys(
  manifests: readonly Manifest[],
  list: "names" | "slugs",
  present: (manifest: Manifest) => string | undefined,
): readonly Diagnostic[] {
  const realm = ({ value }: Manifest): string => (list === "slugs" ? value.spec.connection : "");
  const keyOf = (manifest: Manifest, key: string): string => JSON.stringify([realm(manifest), key]);
  const declared = new Map<string, Manifest>();
  for (const manifest of manifests) {
    const key = present(manifest);
    if (key !== undefined) declared.set(keyOf(manifest, key), manifest);
  }
  const earlier = manifests.flatMap((manifest): Earlier[] =>
    (manifest.value.spec.previously?.[list] ?? []).map((key, index) => ({
      manifest,
      key,
      path: ["spec", "previously", list, index],
    })),
  );
  const present_ = earlier.flatMap(({ manifest, key, path }) => {
    const owner = declared.get(keyOf(manifest, key));
    if (owner === undefined) return [];
    return [
      at(words.previouslyTaken(key, `organization ${shown(nameOf(owner))}`), manifest.locate(path), [
        owner.locate(["metadata", "name"]),
      ]),
    ];
  });
  const twice = repeated(earlier, ({ manifest, key }) => keyOf(manifest, key)).map(
    ({ item, earlier: other }) =>
      at(
        words.previouslyTaken(item.key, `organization ${shown(nameOf(other.manifest))}`),
        item.manifest.locate(item.path),
        [other.manifest.locate(other.path)],
      ),
  );
  return [...present_, ...twice];
}
