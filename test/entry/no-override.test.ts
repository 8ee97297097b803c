/** A guard is opened by an Approval in git, and by nothing that can be typed: no entry has a flag for it (law 5). */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Options } from "../../src/entry/cli/command.ts";
import { commands, globalOptions } from "../../src/entry/cli/commands.ts";
import { schemas } from "../../src/entry/terraform/schemas/index.ts";

/** What such flags are called. */
const overriding =
  /force|override|bypass|ignore|skip|disable|unsafe|unguarded|guard|approve|no-|allow|dangerous|lenient/i;

/** What is called so, and overrides no guard. */
const harmless: Readonly<Record<string, string>> = {
  "terraform --force": "replaces files of another build on this machine",
  "provider.guards": "the limits themselves, as the project file has them",
  "provider.guards.type.attributes.approve_gains": "asks for more approvals, and gives none",
  "provider.guards.type.attributes.organizations.type.attributes.approve_gains":
    "asks for more approvals, and gives none",
};

/** All keys of a value, as paths. */
function keysIn(value: unknown, path: string): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    `${path}.${key}`,
    ...keysIn(inner, `${path}.${key}`),
  ]);
}

function suspects(names: readonly string[]): readonly string[] {
  const last = (name: string) => name.split(/[.\s]/).at(-1) ?? name;
  return names.filter(
    (name) => overriding.test(last(name).replace(/^--/, "")) && !Object.hasOwn(harmless, name),
  );
}

const flags = Object.entries({ ...commands, orgwright: { options: globalOptions } }).flatMap(
  ([command, { options }]: [string, { readonly options: Options }]) =>
    Object.keys(options).map((option) => `${command} --${option}`),
);

test("no command has one", () => {
  expect(flags).toContain("apply --yes");
  expect(suspects(flags)).toEqual([]);
});

test("the Action has no input for one", () => {
  const file = fileURLToPath(new URL("../../action.yml", import.meta.url));
  const action = parse(readFileSync(file, "utf8")) as { readonly inputs: object };
  const inputs = Object.keys(action.inputs);

  expect(inputs).toContain("token");
  expect(suspects(inputs)).toEqual([]);
});

test("the Terraform provider has no attribute for one", () => {
  const { provider, resources, dataSources } = schemas;
  const all = [
    ...keysIn(provider.attributes, "provider"),
    ...Object.entries({ ...resources, ...dataSources }).flatMap(([name, { attributes }]) =>
      keysIn(attributes, name),
    ),
  ];

  expect(all).toContain("provider.guards");
  expect(suspects(all)).toEqual([]);
});

test("the project file has no word that opens a guard", () => {
  const file = fileURLToPath(new URL("../../schemas/project.schema.json", import.meta.url));
  const schema = JSON.parse(readFileSync(file, "utf8")) as {
    readonly $defs: { readonly Guards: { readonly properties: object } };
  };

  expect(Object.keys(schema.$defs.Guards.properties).sort()).toEqual([
    "approveGains",
    "maxRemovals",
    "minOwners",
    "organizations",
    "protectSelf",
    "protected",
  ]);
});
