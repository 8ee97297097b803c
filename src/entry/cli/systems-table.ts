/** What each system can do, as tables made from what the connectors say: for `orgwright systems` and the README. */
import type { Connector } from "../../model/connector.ts";
import type { Connection } from "../../model/contract.ts";
import type { AccessKind, KindSpec, Kinds, MemberKind, Operation, WorkspaceKind } from "../../model/kinds.ts";

/** One system: a row for each kind of resource, a column for each dialect. */
export interface SystemTable {
  readonly title: string;
  readonly system: string;
  readonly dialects: readonly string[];
  readonly rows: readonly { readonly kind: keyof Kinds; readonly cells: readonly string[] }[];
}

const KINDS: readonly (keyof Kinds)[] = ["organization", "role", "workspace", "member", "access"];

/** A table for each connector, in the given order. */
export function systemTables(connectors: readonly Connector[]): readonly SystemTable[] {
  return connectors.map((connector) => {
    const dialects = connector.dialects.length === 0 ? [undefined] : connector.dialects;
    const kinds = dialects.map((dialect) => connector.kinds(settings(connector, dialect)));
    return {
      title: connector.title,
      system: connector.system,
      dialects: connector.dialects,
      rows: KINDS.map((kind) => ({ kind, cells: kinds.map((each) => cell(kind, each)) })),
    };
  });
}

/** Markdown: one table of all systems in their default dialects, then what the other dialects do differently. */
export function systemsMarkdown(tables: readonly SystemTable[]): string {
  const heads = tables.map(({ title, system }) => `[${title}](src/connectors/${system}/README.md)`);
  const lines = [
    ["kind", ...heads],
    ["---", ...heads.map(() => "---")],
    ...KINDS.map((kind) => [kind, ...tables.map((table) => cellsOf(table, kind)[0] ?? "–")]),
  ];
  const differences = tables.flatMap(differencesOf);
  return [
    lines.map((each) => `| ${each.join(" | ")} |\n`).join(""),
    ...(differences.length === 0
      ? []
      : [`Other dialects do some of it differently:\n\n${differences.join("")}`]),
  ].join("\n");
}

function cellsOf({ rows }: SystemTable, kind: keyof Kinds): readonly string[] {
  return rows.find((row) => row.kind === kind)?.cells ?? [];
}

function differencesOf({ title, dialects, rows }: SystemTable): readonly string[] {
  return dialects.slice(1).flatMap((dialect, index) => {
    const other = rows.flatMap(({ kind, cells }) =>
      cells[index + 1] === cells[0] ? [] : [`${kind}: ${cells[index + 1]}`],
    );
    return other.length === 0 ? [] : [`- ${title} \`${dialect}\`: ${other.join(" · ")}\n`];
  });
}

/** The same for a terminal: dialects that agree share a line. */
export function systemsText(tables: readonly SystemTable[]): string {
  return tables.map(oneText).join("\n");
}

function oneText({ title, system, dialects, rows }: SystemTable): string {
  const width = Math.max(...KINDS.map((kind) => kind.length));
  const lines = rows.flatMap(({ kind, cells }) =>
    [...new Set(cells)].map((cell, index) => {
      const speakers = dialects.filter((_, column) => cells[column] === cell);
      const who = speakers.length === dialects.length ? "" : `  (${speakers.join(", ")})`;
      return `  ${(index === 0 ? kind : "").padEnd(width)}  ${cell}${who}`;
    }),
  );
  const [first, ...others] = dialects;
  const known = first === undefined ? "" : `; dialects: ${[`${first} (default)`, ...others].join(", ")}`;
  return [`${title} (system: ${system}${known})`, ...lines, ""].join("\n");
}

function settings({ system }: Connector, dialect: string | undefined) {
  // A connector's own name for a dialect is one of the contract's.
  const chosen = dialect === undefined ? {} : { dialect: dialect as NonNullable<Connection["dialect"]> };
  return { name: system, system, endpoint: "https://example.com", ...chosen };
}

function cell(kind: keyof Kinds, kinds: Kinds): string {
  const spec = kinds[kind];
  if (spec === undefined) return "–";
  const verbs = operations(kind, kinds, spec).join(", ");
  return [verbs === "" ? "look only" : verbs, ...particulars(kind, kinds)].join("; ");
}

function operations(kind: keyof Kinds, kinds: Kinds, spec: KindSpec): readonly string[] {
  const words = wordsFor(kind, kinds);
  const by = (wanted: (operation: Operation) => boolean) =>
    (["create", "update", "delete"] as const).filter((verb) => wanted(spec[verb])).map((verb) => words[verb]);
  return [
    ...by((operation) => operation === "api"),
    ...by((operation) => typeof operation === "object").map((verb) => `${verb} by a person`),
  ];
}

interface OperationWords {
  readonly create: string;
  readonly update: string;
  readonly delete: string;
}

const workspaceWords: Readonly<Record<WorkspaceKind["creation"], OperationWords>> = {
  link: { create: "link", update: "rename", delete: "unlink" },
  create: { create: "create", update: "update", delete: "remove" },
  granted: { create: "grant", update: "update", delete: "give back" },
};

/** What creating, updating and deleting is called for a kind on a system. */
function wordsFor(kind: keyof Kinds, { workspace, member }: Kinds): OperationWords {
  if (kind === "workspace" && workspace !== undefined) return workspaceWords[workspace.creation];
  if (kind === "member" && member !== undefined) {
    const invite = member.invitation.carriesAccess ? "invite with workspace access" : "invite";
    return {
      create: member.addById ? `add whom it knows, ${invite}` : invite,
      update: "change role",
      delete: "remove",
    };
  }
  if (kind === "access") return { create: "grant", update: "change", delete: "revoke" };
  return { create: "create", update: "update", delete: "delete" };
}

type EveryKind = Required<Kinds>;

type Particulars = { readonly [Name in keyof EveryKind]: (kind: EveryKind[Name]) => readonly string[] };

const particularsOf: Particulars = {
  organization: ({ levels, createTop }) => {
    const top = createTop === undefined ? "" : ", those at the top by a person";
    return levels > 1 ? [`sub-accounts${top}`] : [];
  },
  role: () => [],
  workspace: ({ endsEmpty }) => (endsEmpty === true ? ["goes only without access"] : []),
  member: memberParticulars,
  access: ({ subjects, rank, customLevels, severalLevels }) => {
    const several = severalLevels.includes("role") ? ", several for a role" : "";
    return [
      `of ${subjects.map((subject) => subjectWords[subject]).join(", ")}`,
      `${rank.join(" > ")}${customLevels ? " and the workspace's own" : ""}${several}`,
    ];
  },
};

const subjectWords: Readonly<Record<AccessKind["subjects"][number], string>> = {
  member: "members",
  role: "roles",
  outsider: "people who are no members",
};

function particulars<Name extends keyof Kinds>(kind: Name, kinds: Kinds): readonly string[] {
  const spec = kinds[kind];
  return spec === undefined ? [] : particularsOf[kind](spec as EveryKind[Name]);
}

function memberParticulars(member: MemberKind): readonly string[] {
  const roles = member.customRoles ? "roles of its own" : member.rank.join(" > ");
  return [
    ...(member.suspend ? ["suspend"] : []),
    `${roles}${member.severalRoles ? ", several at once" : ""}`,
    ...(member.impliedLevel === undefined ? [] : [`${member.impliedLevel} of every workspace`]),
    ...(member.invitation.token === undefined ? [] : ["invitations by token"]),
  ];
}
