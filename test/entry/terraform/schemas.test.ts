/** The provider's own schemas: sane for Terraform and for bindings, and wide enough for every system. */
import { expect, test } from "vitest";
import { checkSchemas } from "../../../src/entry/terraform/schema/check.ts";
import { schemas } from "../../../src/entry/terraform/schemas/index.ts";

test("Terraform and the generators of bindings take every name, but for two that they spell otherwise", () => {
  // HCL has them as the project file has them; TypeScript says systemAttribute and selfAttribute.
  expect(checkSchemas(schemas)).toEqual([
    "provider.connections.system: is renamed in the bindings",
    "provider.connections.self: is renamed in the bindings",
  ]);
});

test("a credential is sensitive, and is no part of any resource", () => {
  const { connections } = schemas.provider.attributes;
  const inside =
    typeof connections?.type === "object" && "attributes" in connections.type
      ? connections.type.attributes
      : {};
  expect(inside["token"]).toMatchObject({ sensitive: true });
  const names = Object.values(schemas.resources).flatMap(({ attributes }) => Object.keys(attributes));
  expect(names.filter((name) => /token|secret|password$/.test(name))).toEqual([]);
});

test("every resource can be named, referred to and released, but for what removes nothing when it goes", () => {
  for (const [name, { attributes }] of Object.entries(schemas.resources)) {
    expect(attributes["id"], name).toMatchObject({ computed: true });
    expect("on_destroy" in attributes, name).toBe(name !== "orgwright_ownership");
    expect(attributes["timeouts"], name).toBeDefined();
  }
});
