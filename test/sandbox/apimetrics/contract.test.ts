import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createApimetrics } from "../../../src/sandbox/apimetrics/index.ts";

const contract = JSON.parse(
  readFileSync(new URL("../../../schemas/systems/apimetrics.openapi.json", import.meta.url), "utf8"),
) as { readonly paths: Readonly<Record<string, object>> };

it("the sandbox serves what is in the contract, and nothing else", () => {
  const published = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const served = createApimetrics({}, () => 0).endpoints.map(
    ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`,
  );

  expect(served.toSorted()).toEqual(published.toSorted());
});
