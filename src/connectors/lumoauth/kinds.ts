import type { Kinds } from "../../model/kinds.ts";

/** Stub; replaced. */
export function kinds(): Kinds {
  return {
    organization: {
      create: "none",
      update: "none",
      delete: "none",
      attributes: {},
      cascade: { removes: [], keeps: [], words: "" },
      foundBy: ["slug", "id"],
      levels: 1,
    },
  };
}
