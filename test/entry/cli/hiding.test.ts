/** The last door: no credential in what is shown, whichever of them came first. */
import { expect, test } from "vitest";
import { hiding } from "../../../src/entry/cli/hiding.ts";

const short = "lmk_prod";
const long = "lmk_prod-7f3a9c";

test.each([
  ["the shorter first", [short, long]],
  ["the longer first", [long, short]],
])("one that another begins with is hidden whole, read %s", (_order, secrets) => {
  const hide = hiding(new Set(secrets));

  expect(hide(`401 for ${long}, not for ${short}`)).toBe("401 for [credential], not for [credential]");
});

test("one that is read only later is hidden from then on", () => {
  const secrets = new Set([short]);
  const hide = hiding(secrets);
  expect(hide(long)).toBe("[credential]-7f3a9c");

  secrets.add(long);

  expect(hide(long)).toBe("[credential]");
});
