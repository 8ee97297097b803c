/** What each system can do, as tables made from what the connectors say: for `orgwright systems` and the README. */
import type { Connector } from "../../model/connector.ts";
import type { Connection } from "../../model/contract.ts";
import type { KindSpec, Kinds, Operation } from "../../model/kinds.ts";

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

/** Markdown tables, one for each system under its name. */
export function systemsMarkdown(tables: readonly SystemTable[]): string {
  return tables
    .map(({ title, system, dialects, rows }) => {
      const heads = dialects.map((dialect, index) =>
        index === 0 ? `\`${dialect}\` (default)` : `\`${dialect}\``,
      );
      const lines = [
        ["kind", ...heads],
        ["---", ...heads.map(() => "---")],
        ...rows.map(({ kind, cells }) => [kind, ...cells]),
      ];
      return `**${title}** (\`${system}\`)\n\n${lines.map((each) => `| ${each.join(" | ")} |\n`).join("")}`;
    })
    .join("\n");
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

/** What creating, updating and deleting is called for a kind on a system. */
function wordsFor(kind: keyof Kinds, { workspace, member }: Kinds): OperationWords {
  if (kind === "workspace" && workspace?.creation === "link") {
    return { create: "link", update: "rename", delete: "unlink" };
  }
  if (kind === "member" && member !== undefined) {
    const invite = member.invitation.carriesAccess ? "invite with workspace access" : "invite";
    return {
      create: member.addById ? `add by id, ${invite}` : invite,
      update: "change role",
      delete: "remove",
    };
  }
  if (kind === "access") return { create: "grant", update: "change", delete: "revoke" };
  return { create: "create", update: "update", delete: "delete" };
}

function particulars(kind: keyof Kinds, { member, access }: Kinds): readonly string[] {
  if (kind === "member" && member !== undefined) {
    const roles = member.customRoles ? "roles of its own" : member.rank.join(" > ");
    return [
      ...(member.suspend ? ["suspend"] : []),
      `${roles}${member.severalRoles ? ", several at once" : ""}`,
    ];
  }
  if (kind === "access" && access !== undefined) {
    return [`${access.rank.join(" > ")}${access.customLevels ? " and the workspace's own" : ""}`];
  }
  return [];
}
