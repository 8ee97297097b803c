import type { ApimetricsState, IdKind } from "./state.ts";

const PREFIXES: Readonly<Record<IdKind, string>> = {
  account: "auth0|acc",
  project: "proj_",
  grant: "grant_",
  invite: "inv_",
  service_account: "sa_",
  audit: "aud_",
};

/** The kinds of things whose ids are counted. */
export const ID_KINDS = Object.keys(PREFIXES) as readonly IdKind[];

/** The next id of its kind, never used before. */
export function issueId(state: ApimetricsState, kind: IdKind): string {
  state.issued[kind] += 1;
  return PREFIXES[kind] + state.issued[kind];
}

/** Counts an id somebody chose as given out, so that `issueId` never makes it again. */
export function reserveId(state: ApimetricsState, id: string): void {
  for (const kind of ID_KINDS) {
    const prefix = PREFIXES[kind];
    const number = id.slice(prefix.length);
    if (id.startsWith(prefix) && /^\d+$/.test(number)) {
      state.issued[kind] = Math.max(state.issued[kind], Number(number));
    }
  }
}
