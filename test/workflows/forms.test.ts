/** GitHub tells nobody when a form or a list of owners is wrong: it just does not use it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { root } from "./workflow.ts";

const read = (file: string) => readFileSync(join(root, file), "utf8");

const attributes = z.object({ label: z.string().min(1), description: z.string().optional() });
const field = z.object({
  id: z.string().regex(/^[\w-]+$/),
  validations: z.strictObject({ required: z.boolean() }).optional(),
});
const form = z.strictObject({
  name: z.string().min(1),
  description: z.string().min(1),
  labels: z.array(z.string()),
  body: z.array(
    z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("markdown"), attributes: z.strictObject({ value: z.string() }) }),
      z.strictObject({ ...field.shape, type: z.literal("input"), attributes: attributes.strict() }),
      z.strictObject({
        ...field.shape,
        type: z.literal("textarea"),
        attributes: attributes.extend({ render: z.string().optional() }).strict(),
      }),
      z.strictObject({
        ...field.shape,
        type: z.literal("dropdown"),
        attributes: attributes.extend({ options: z.array(z.string()).min(1) }).strict(),
      }),
      z.strictObject({
        ...field.shape,
        type: z.literal("checkboxes"),
        attributes: attributes
          .extend({ options: z.array(z.strictObject({ label: z.string() })).min(1) })
          .strict(),
      }),
    ]),
  ),
});

const forms = globSync(".github/ISSUE_TEMPLATE/*.yml", { cwd: root, dot: true })
  .filter((file) => !file.endsWith("config.yml"))
  .sort();

test("there are issue forms", () => {
  expect(forms).toHaveLength(3);
});

describe.each(forms)("%s", (file) => {
  test("is a form, with something to fill in and no id twice", () => {
    const { body } = form.parse(parse(read(file)));
    const ids = body.flatMap((one) => (one.type === "markdown" ? [] : [one.id]));

    expect(ids.length).toBeGreaterThan(0);
    expect(ids).toEqual([...new Set(ids)]);
  });
});

test("CODEOWNERS names what is there, and an owner for each", () => {
  const lines = read(".github/CODEOWNERS")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

  expect(lines[0]).toMatch(/^\*\s/);
  for (const line of lines) {
    const [pattern = "", ...owners] = line.split(/\s+/);
    expect(owners.length, line).toBeGreaterThan(0);
    expect(
      owners.filter((owner) => !/^@[\w-]+\/[\w-]+$/.test(owner)),
      line,
    ).toEqual([]);
    if (pattern !== "*") expect(existsSync(join(root, pattern)), pattern).toBe(true);
  }
});

test("Dependabot looks after packages and actions", () => {
  const { version, updates } = z
    .object({
      version: z.literal(2),
      updates: z.array(z.object({ "package-ecosystem": z.string(), directory: z.string() })),
    })
    .parse(parse(read(".github/dependabot.yml")));

  expect(version).toBe(2);
  expect(updates.map((one) => one["package-ecosystem"]).sort()).toEqual(["github-actions", "npm"]);
});
