/** Manifest-like YAML in every bad habit: keys in any order, comments anywhere, flow and block, odd indents and quotes. */
import fc from "fast-check";

type Block = (indent: string) => string;

const step = fc.constantFrom("  ", "    ", "   ");
const quoted = fc.constantFrom(
  "plain",
  '"double"',
  "'single'",
  '"#00bb55"',
  '"no"',
  "2026-12-31",
  "true",
  "null",
  '"a, b"',
  "42",
  "a@acme.test",
  "'auth0|1'",
  '"two words"',
  "ünï",
  '"with \\"quotes\\""',
);
const comment = fc.nat({ max: 99 }).map((number) => `#c${number} words`);
const maybeEol = fc.option(comment, { nil: undefined }).map((text) => (text === undefined ? "" : ` ${text}`));
const before = fc.array(fc.oneof(comment, fc.constant("")), { maxLength: 2 });
const keys = fc.constantFrom(
  "apiVersion",
  "metadata",
  "spec",
  "name",
  "labels",
  "connection",
  "slug",
  "members",
  "email",
  "role",
  "workspaces",
  "until",
  "displayName",
  '"quoted"',
  "other",
);

const flow: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2 },
    quoted,
    fc.array(tie("node"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
    fc
      .uniqueArray(fc.tuple(keys, tie("node")), { maxLength: 4, selector: ([key]) => key })
      .map((pairs) => `{ ${pairs.map(([key, value]) => `${key}: ${value}`).join(" , ")} }`),
  ),
})).node;

function withComments(lines: readonly string[], indent: string): string {
  return lines.map((text) => (text === "" ? "\n" : `${indent}${text}\n`)).join("");
}

const block: fc.Arbitrary<Block> = fc.letrec<{ node: Block; map: Block; list: Block; leaf: Block }>(
  (tie) => ({
    leaf: fc.tuple(flow, maybeEol).map(
      ([text, eol]): Block =>
        () =>
          ` ${text}${eol}\n`,
    ),
    map: fc
      .tuple(
        step,
        fc.uniqueArray(fc.tuple(keys, tie("node"), before), {
          minLength: 1,
          maxLength: 5,
          selector: ([key]) => key,
        }),
        before,
        maybeEol,
      )
      .map(
        ([deeper, pairs, after, eol]): Block =>
          (indent) => {
            const inner = indent + deeper;
            const rows = pairs.map(
              ([key, value, lead]) => `${withComments(lead, inner)}${inner}${key}:${value(inner)}`,
            );
            return `${eol}\n${rows.join("")}${withComments(after, inner)}`;
          },
      ),
    list: fc
      .tuple(step, fc.array(fc.tuple(tie("node"), before), { minLength: 1, maxLength: 4 }), maybeEol)
      .map(
        ([deeper, items, eol]): Block =>
          (indent) => {
            const inner = indent + deeper;
            const rows = items.map(
              ([value, lead]) => `${withComments(lead, inner)}${inner}-${value(`${inner} `)}`,
            );
            return `${eol}\n${rows.join("")}`;
          },
      ),
    node: fc.oneof({ maxDepth: 3 }, tie("leaf"), tie("map"), tie("list")),
  }),
).node;

const document = fc
  .tuple(
    before,
    fc.constantFrom("Organization", "Group", "Project", "Other"),
    fc.uniqueArray(fc.tuple(keys, block, before), { maxLength: 4, selector: ([key]) => key }),
    before,
  )
  .map(([lead, kind, pairs, after]) => {
    const rows = pairs.map(([key, value, above]) => `${withComments(above, "")}${key}:${value("")}`);
    return `${withComments(lead, "")}${rows.slice(0, 1).join("")}kind: ${kind}\n${rows.slice(1).join("")}${withComments(after, "")}`;
  });

/** One file of one to three documents. */
export const yamlText: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(document, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("---\n", "--- \n", "---\n\n", "...\n---\n"),
    fc.boolean(),
  )
  .map(([documents, separator, windows]) => {
    const text = documents.join(separator);
    return windows ? `\uFEFF${text.replaceAll("\n", "\r\n")}` : text;
  });
