import { expect, test } from "vitest";
import { systemsMarkdown, systemsText, systemTables } from "../../src/entry/cli/systems-table.ts";
import { connectors } from "../../src/index.ts";

const tables = systemTables(Object.values(connectors));

function cells(system: string): Readonly<Record<string, string | undefined>> {
  const rows = tables.find((table) => table.system === system)?.rows ?? [];
  return Object.fromEntries(rows.map(({ kind, cells: [first] }) => [kind, first]));
}

test("every system has a row for each kind and a cell for each of its dialects", () => {
  expect(tables.map(({ system }) => system)).toEqual([
    "signalsmith",
    "cnap",
    "lumoauth",
    "cantila",
    "apimetrics",
  ]);
  for (const table of tables) {
    expect(table.rows.map(({ kind }) => kind)).toEqual([
      "organization",
      "role",
      "workspace",
      "member",
      "access",
    ]);
    for (const row of table.rows) expect(row.cells).toHaveLength(Math.max(1, table.dialects.length));
  }
});

test("what a system cannot do is told apart from what a person has to do", () => {
  const signalsmith = cells("signalsmith");

  expect(signalsmith["organization"]).toBe("create, update, delete by a person");
  expect(signalsmith["role"]).toBe("–");
  expect(signalsmith["workspace"]).toContain("link");
});

test("what is particular to a system is in its cells", () => {
  expect(cells("cnap")["workspace"]).toContain("grant by a person");
  expect(cells("cnap")["member"]).toContain("admin of every workspace");
  expect(cells("lumoauth")["member"]).toContain("suspend");
  expect(cells("cantila")["organization"]).toContain("sub-accounts");
  expect(cells("apimetrics")["access"]).toContain("several for a role");
});

test("Markdown has one table with a column for each system, and what other dialects do differently", () => {
  const lines = systemsMarkdown(tables).split("\n");
  const rows = lines.filter((line) => line.startsWith("|"));

  expect(new Set(rows.map((line) => line.split("|").length))).toEqual(new Set([tables.length + 3]));
  expect(rows[0]).toContain("[SignalSmith](src/connectors/signalsmith/README.md)");
  expect(lines.some((line) => line.startsWith("- SignalSmith `reference-a`: "))).toBe(true);
});

test("on a terminal dialects that agree share a line", () => {
  const lines = systemsText(tables.filter(({ system }) => system === "signalsmith")).split("\n");

  expect(lines.filter((line) => line.startsWith("  member  "))).toHaveLength(1);
});
