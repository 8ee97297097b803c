/** The canonical order of keys: that of schemas/. A test compares the two. */

/** The order of a map's keys, each with the order inside its value where that matters; `*` is any key. */
export type KeyOrder = readonly (string | readonly [key: string, inside: KeyOrder])[];

const metadata: KeyOrder = ["name", "labels"];
const role: KeyOrder = ["name", "displayName", "description", "ensure", "previously"];
const workspace: KeyOrder = ["name", "id", "displayName", "settings", "ensure", "previously"];
const times = ["from", "until", "reason", "ensure"] as const;
const member: KeyOrder = ["email", "id", "group", "role", "roles", "status", "workspaces", ...times];
const access: KeyOrder = ["role", "email", "id", "workspace", "level", "levels", ...times];
const limits = ["role", "workspace", "member", "access"].map((kind) => [kind, ["count", "percent"]] as const);
const removals: KeyOrder = ["count", "percent", "total", ["kinds", limits]];
const ownRemovals: KeyOrder = ["count", "percent", ["kinds", limits]];

const specs: Readonly<Record<string, KeyOrder>> = {
  Organization: [
    "connection",
    "slug",
    "id",
    "displayName",
    "description",
    "parent",
    "settings",
    ["branding", ["displayName", "primaryColor", "accentColor", "logoUrl"]],
    ["roles", role],
    ["workspaces", workspace],
    ["members", member],
    ["access", access],
    ["ownership", ["roles", "workspaces", "members", "access"]],
    "confirmEmpty",
    "ensure",
    ["previously", ["names", "slugs"]],
  ],
  Group: ["members"],
  Person: ["email", "aliases", "ids"],
  Approval: ["organization", "guard", "digest", "changes", "reason", "expires"],
  Acknowledgement: ["organization", "changes", "critical", "reason", "expires"],
};

const connection: KeyOrder = [
  "system",
  "endpoint",
  ["token", ["env", "file", "command"]],
  "dialect",
  "tenant",
  "self",
  "workspace",
  "pendingMembers",
  ["pace", ["perMinute", "perSecond", "leave", "concurrency"]],
];

const project: KeyOrder = [
  "apiVersion",
  "kind",
  "manifests",
  "approvals",
  "timezone",
  ["connections", [["*", connection]]],
  [
    "guards",
    [
      ["maxRemovals", removals],
      "minOwners",
      "protectSelf",
      ["protected", ["people", "organizations"]],
      "approveGains",
      ["organizations", [["*", [["maxRemovals", ownRemovals], "minOwners", "approveGains"]]]],
    ],
  ],
  ["invitations", ["maxPerPerson", "quietDays"]],
  ["secrets", ["recipients"]],
];

/** The order of a document's keys by its kind; documents of an unknown kind get only the outermost order. */
export function orderOf(kind: string): KeyOrder {
  return kind === "Project"
    ? project
    : ["apiVersion", "kind", ["metadata", metadata], ["spec", specs[kind] ?? []]];
}

/** The keys in their order. */
export function namesOf(order: KeyOrder): readonly string[] {
  return order.map(nameOf);
}

/** The order inside the value of a key; none where that is free. */
export function inside(order: KeyOrder, key: string): KeyOrder {
  const entry = order.find((one) => nameOf(one) === key || nameOf(one) === "*");
  return entry === undefined || typeof entry === "string" ? [] : entry[1];
}

function nameOf(entry: KeyOrder[number]): string {
  return typeof entry === "string" ? entry : entry[0];
}
