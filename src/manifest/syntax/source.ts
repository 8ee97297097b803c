/** Text with a name, and values that remember where in the text they stand. */
import type { Location } from "../../model/contract.ts";

/** A file's text; `file` is relative to the project, with forward slashes. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /**
   * Which globs of the project file named it. Documents of the other sort are then refused, so that an approval
   * cannot stand where its owners do not look. Absent: both sorts are taken.
   */
  readonly holds?: "manifests" | "approvals";
}

/** Where in a document: keys and list positions from the top. */
export type Path = readonly (string | number)[];

/** A value and the way back to the text; `locate` gives the nearest existing place when the path is not there. */
export interface Located<T> {
  readonly value: T;
  locate(path: Path, part?: "key" | "value"): Location;
}
