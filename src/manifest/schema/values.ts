/** Manifests that come as values, not as text: the same checks, and places told as paths. */
import type { Location, OrganizationManifest, PersonManifest } from "../../model/contract.ts";
import { hasErrors, type Parsed, sortDiagnostics } from "../../model/diagnostic.ts";
import * as validators from "../compiled/documents.js";
import type { Located, Path } from "../syntax/source.ts";
import { check, type UncheckedDocument, type Validate } from "./check.ts";
import type { Documents } from "./manifests.ts";

/**
 * Documents made by a program: Organization manifests, and the Persons that they are about. Gives all problems at once, each at a place that `pathIn`
 * reads; never throws for a value that JSON can hold.
 */
export function manifestValues(
  manifests: readonly unknown[],
  people: readonly unknown[] = [],
): Parsed<Documents> {
  const organizations = manifests.map((value, index) =>
    taken<OrganizationManifest>(unchecked(value, index), validators.Organization),
  );
  const persons = people.map((value, index) =>
    taken<PersonManifest>(unchecked(value, manifests.length + index), validators.Person),
  );
  const diagnostics = sortDiagnostics([...organizations, ...persons].flatMap((each) => each.diagnostics));
  const documents = {
    organizations: organizations.flatMap(({ document }) => document),
    persons: persons.flatMap(({ document }) => document),
    groups: [],
    approvals: [],
    acknowledgements: [],
  };
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : { ok: true, value: documents, diagnostics };
}

function taken<T extends object>(
  document: UncheckedDocument,
  validate: Validate<T>,
): { readonly document: readonly Located<T>[]; readonly diagnostics: Parsed<T>["diagnostics"] } {
  const { value, diagnostics } = check<T>(document, validate);
  return { document: value === undefined ? [] : [{ value, locate: document.locate }], diagnostics };
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
