/** What two sandboxes hold, in a form in which only what was meant differs: no times, no ids that a counter made, no order. */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Labels = ReadonlyMap<string | number, string>;

/** Ids, times, versions and secrets, which two runs never share; and histories, which tell the way and not the end. */
const OWN =
  /^(?:id|etag|token|key|secret|hash|revision|issued|audits?|events|at|created|last_update|expires|tokens)$|(?:_at|At)$/;
/** By which of its attributes a thing is called instead of by its id. */
const NAMES = ["email", "slug", "handle", "name"] as const;

/** A sandbox's state that can be compared with another one's. */
export function comparable(state: unknown): Json {
  const plain = JSON.parse(JSON.stringify(state)) as Json;
  return canonical(plain, labelsIn(plain));
}

function labelsIn(value: Json): Labels {
  const labels = new Map<string | number, string>();
  const visit = (each: Json): void => {
    if (Array.isArray(each)) each.forEach(visit);
    else if (isObject(each)) {
      const { id = null } = each;
      const label = NAMES.map((name) => each[name]).find((text) => typeof text === "string");
      if (typeof id === "string" && label !== undefined) labels.set(id, String(label));
      Object.values(each).forEach(visit);
    }
  };
  visit(value);
  return labels;
}

function canonical(value: Json, labels: Labels): Json {
  if (Array.isArray(value)) {
    return value
      .map((each: Json) => canonical(each, labels))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (!isObject(value)) {
    return typeof value === "string" || typeof value === "number" ? (labels.get(value) ?? value) : value;
  }
  const inside = new Map([...labels, ...numbered(value["roles"])]);
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .filter((key) => !OWN.test(key))
      .map((key) => [key, canonical(value[key] ?? null, key === "role" ? inside : labelsOf(key, inside))]),
  );
}

/** Numbers mean roles only where a role is named; below a role's holder they have to be known. */
function labelsOf(key: string, labels: Labels): Labels {
  if (/^(?:organizations|members|invitations|invites)$/.test(key)) return labels;
  return new Map([...labels].filter(([id]) => typeof id === "string"));
}

/** Roles that have numbers as ids. */
function numbered(roles: Json | undefined): readonly (readonly [number, string])[] {
  if (!Array.isArray(roles)) return [];
  return roles.flatMap((role: Json) =>
    isObject(role) && typeof role["id"] === "number" ? [[role["id"], String(role["slug"])] as const] : [],
  );
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
