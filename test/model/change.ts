import type { Change } from "../../src/model/contract.ts";

/** A change of which only the given parts matter. */
export function change(parts: Pick<Change, "address" | "kind" | "action"> & Partial<Change>): Change {
  return {
    id: "change",
    verb: "update",
    reason: "differs",
    cause: "unclassified",
    fields: [],
    dependsOn: [],
    refs: {},
    risks: [],
    effects: [],
    mails: 0,
    blockedBy: [],
    origins: [],
    ...parts,
  };
}
