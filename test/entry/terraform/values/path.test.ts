import { expect, test } from "vitest";
import type { AttributePath } from "../../../../src/entry/terraform/provider.ts";
import { pathWords, SOME_MEMBER, ValueError } from "../../../../src/entry/terraform/values/path.ts";

test.each<[AttributePath, string]>([
  [["name"], "name"],
  [["members", { member: { email: "ann@acme.test" } }, "role"], "members[…].role"],
  [["members", SOME_MEMBER], "members[…]"],
  [["list", 2, "name"], "list[2].name"],
  [["tags", "a b"], 'tags["a b"]'],
  [["tags", 'a"b'], 'tags["a\\"b"]'],
  [["workspaces", "production", "role"], "workspaces.production.role"],
  [[], ""],
])("a path is said as Terraform would write it: %j", (path, words) => {
  expect(pathWords(path)).toBe(words);
});

test("an error says where, or that it is about the whole", () => {
  const error = new ValueError(["list", 2], "is missing");

  expect(error).toMatchObject({ message: "list[2] is missing.", path: ["list", 2] });
  expect(new ValueError([], "is missing").message).toBe("The value is missing.");
});
