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
  const parts = [...operations(kind, kinds, spec), ...particulars(kind, kinds)];
  return parts.length === 0 ? "look only" : parts.join(", ");
}

function operations(kind: keyof Kinds, kinds: Kinds, spec: KindSpec): readonly string[] {
  const names = {
    create: kind === "workspace" && kinds.workspace?.creation === "link" ? "link" : "create",
    update: "update",
    delete: kind === "workspace" && kinds.workspace?.creation === "link" ? "unlink" : "delete",
  };
  const by = (wanted: (operation: Operation) => boolean) =>
    (["create", "update", "delete"] as const).filter((verb) => wanted(spec[verb])).map((verb) => names[verb]);
  const byPerson = by((operation) => typeof operation === "object");
  return [...by((operation) => operation === "api"), ...byPerson.map((verb) => `${verb} by a person`)];
}

function particulars(kind: keyof Kinds, { member, access }: Kinds): readonly string[] {
  if (kind === "member" && member !== undefined) {
    const roles = member.customRoles ? "roles of its own" : member.rank.join(" > ");
    return [
      roles,
      ...(member.severalRoles ? ["several at once"] : []),
      ...(member.suspend ? ["suspend"] : []),
    ];
  }
  if (kind === "access" && access !== undefined) {
    return [`${access.rank.join(" > ")}${access.customLevels ? " and the workspace's own" : ""}`];
  }
  return [];
}
