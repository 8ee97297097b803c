import { expect, test } from "vitest";
import { secretOf } from "../../src/io/secrets.ts";
import { ConfigurationError } from "../../src/model/errors.ts";

test("a credential is what its variable holds", () => {
  expect(secretOf({ env: "TOKEN" }, "signalsmith", { TOKEN: "canary" })).toBe("canary");
});

test.each([
  ["not set", {}],
  ["empty", { TOKEN: "" }],
])("a variable that is %s is an error that names it and its connection", (state, environment) => {
  const ask = () => secretOf({ env: "TOKEN" }, "signalsmith", { ...environment, OTHER: "canary" });

  expect(ask).toThrow(ConfigurationError);
  expect(ask).toThrow(new RegExp(`signalsmith.*TOKEN is ${state}`));
  expect(ask).not.toThrow(/canary/);
});
