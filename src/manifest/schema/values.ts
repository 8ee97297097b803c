/** Organization manifests that come as values, not as text: the same checks, and places told as paths. */
import type { Location, OrganizationManifest } from "../../model/contract.ts";
import { type Parsed, sortDiagnostics } from "../../model/diagnostic.ts";
import * as validators from "../compiled/documents.js";
import type { Located, Path } from "../syntax/source.ts";
import { check, type UncheckedDocument } from "./check.ts";
import type { Documents } from "./manifests.ts";

/**
 * Documents of Organization manifests made by a program. Gives all problems at once, each at a place that `pathIn`
 * reads; never throws for a value that JSON can hold.
 */
export function manifestValues(manifests: readonly unknown[]): Parsed<Documents> {
  const checked = manifests.map((value, index) => {
    const document = unchecked(value, index);
    const { value: manifest, diagnostics } = check<OrganizationManifest>(document, validators.Organization);
    const organization: readonly Located<OrganizationManifest>[] =
      manifest === undefined ? [] : [{ value: manifest, locate: document.locate }];
    return { organization, diagnostics };
  });
  const diagnostics = sortDiagnostics(checked.flatMap((each) => each.diagnostics));
  const organizations = checked.flatMap(({ organization }) => organization);
  if (organizations.length < manifests.length) return { ok: false, diagnostics };
  const none = { groups: [], persons: [], approvals: [], acknowledgements: [] };
  return { ok: true, value: { organizations, ...none }, diagnostics };
}

/** Where a diagnostic about a value is: the manifest's number, then keys and positions from its top. */
export function pathIn({ file }: Location): Path {
  return JSON.parse(file) as Path;
}

function unchecked(value: unknown, index: number): UncheckedDocument {
  return {
    value,
    locate: (path) => ({
      file: JSON.stringify([index, ...path]),
      line: 1,
      column: 1,
      endColumn: 1,
      text: "",
    }),
    textAt: (path) => JSON.stringify(inside(value, path)) ?? "",
  };
}

function inside(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (found, step) =>
      typeof found === "object" && found !== null
        ? Object.getOwnPropertyDescriptor(found, step)?.value
        : undefined,
    value,
  );
}
