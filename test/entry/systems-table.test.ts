import { expect, test } from "vitest";
import { systemsMarkdown, systemsText, systemTables } from "../../src/entry/cli/systems-table.ts";
import { connectors } from "../../src/index.ts";

const tables = systemTables(Object.values(connectors));

test("every system has a row for each kind and a cell for each of its dialects", () => {
  for (const { dialects, rows } of tables) {
    expect(rows.map(({ kind }) => kind)).toEqual(["organization", "role", "workspace", "member", "access"]);
    for (const { cells } of rows) expect(cells).toHaveLength(dialects.length);
  }
});

test("what a system cannot do is told apart from what a person has to do", () => {
  const [signalsmith] = tables;
  const cells = Object.fromEntries(signalsmith?.rows.map(({ kind, cells: [first] }) => [kind, first]) ?? []);

  expect(cells["organization"]).toBe("create, update, delete by a person");
  expect(cells["role"]).toBe("–");
  expect(cells["workspace"]).toContain("link");
});

test("Markdown has a table of equal rows for each system", () => {
  const lines = systemsMarkdown(tables)
    .split("\n")
    .filter((line) => line.startsWith("|"));

  expect(new Set(lines.map((line) => line.split("|").length))).toEqual(new Set([6]));
  expect(lines[0]).toBe("| kind | `guide` (default) | `reference-a` | `reference-b` |");
});

test("on a terminal dialects that agree share a line", () => {
  const lines = systemsText(tables).split("\n");

  expect(lines.filter((line) => line.startsWith("  member  "))).toHaveLength(1);
});
