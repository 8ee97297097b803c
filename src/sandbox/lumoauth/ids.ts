import type { IdKind, LumoAuthState } from "./state.ts";

const UUID_START = { organization: "a0000000-0000-4000-8000-", user: "b0000000-0000-4000-8000-" } as const;

type UuidKind = keyof typeof UUID_START;

/** The next number of its kind, never used before. */
export function issueNumber(state: LumoAuthState, kind: IdKind): number {
  state.issued[kind] += 1;
  return state.issued[kind];
}

/** The next UUID of its kind, never used before: `a0000000-0000-4000-8000-000000000001` and so on. */
export function issueUuid(state: LumoAuthState, kind: UuidKind): string {
  return UUID_START[kind] + String(issueNumber(state, kind)).padStart(12, "0");
}

/** Counts an id somebody chose as given out, so that it never comes again. */
export function reserveId(state: LumoAuthState, kind: IdKind, id: string | number): void {
  const number = typeof id === "number" ? id : numberIn(id);
  state.issued[kind] = Math.max(state.issued[kind], number);
}

/** A name as a URL-friendly identifier: `Acme Corp` gives `acme-corp`. */
export function slugify(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** Whether a text can be a slug: lower-case words joined by hyphens. */
export function isSlug(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

function numberIn(uuid: string): number {
  const start = Object.values(UUID_START).find((one) => uuid.startsWith(one));
  const rest = start === undefined ? "" : uuid.slice(start.length);
  return /^\d{12}$/.test(rest) ? Number(rest) : 0;
}
