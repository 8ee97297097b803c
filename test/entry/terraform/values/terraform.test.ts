/** Values on their way through a real Terraform: it stops at anything that comes back as something else. */
import { describe, expect, test } from "vitest";
import { hasTerraform, openStage } from "../schema/real-terraform.ts";

const CONFIGURATION = `
resource "orgwright_thing" "known" {
  text    = "e\u0301 \\u2713"
  flag    = false
  list    = ["", "null", "\u00e9"]
  set     = [9007199254740993, 0.1, 1e30, 123456789012345678901234567890.123456789, -0.5, 4294967296, 18446744073709551616]
  map     = { "e\u0301" = true, b = false, "a b" = null }
  single  = { name = "one", level = 0.30000000000000000001 }
  members = [{ name = "a", deep = { k = { name = "b" } } }, { name = "c" }, { name = "c" }]
  keyed   = {}
}

resource "orgwright_thing" "later" {
  text    = "team-\${orgwright_thing.known.number}"
  list    = [for each in orgwright_thing.known.several : each.name]
  set     = [orgwright_thing.known.number, 1]
  map     = { for each in orgwright_thing.known.several : each.name => true }
  members = [{ name = orgwright_thing.known.several[0].name }, { name = orgwright_thing.known.several[1].name }]
}

resource "orgwright_nothing" "at_all" {}

data "orgwright_thing" "read" {
  text = orgwright_thing.later.text
}
`;

interface Shown {
  readonly values: { readonly root_module: { readonly resources: readonly Resource[] } };
}

interface Resource {
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}

describe.skipIf(!hasTerraform)("with a real Terraform", () => {
  const stage = openStage();

  test("every shape of value goes there and back, unknown first, and the next plan is empty", async () => {
    stage.write("things.tf", CONFIGURATION);

    await stage.terraform("apply", "-auto-approve", "-no-color");
    await stage.terraform("plan", "-detailed-exitcode", "-no-color");

    const { stdout } = await stage.terraform("show", "-json");
    const { resources } = (JSON.parse(stdout) as Shown).values.root_module;
    const valuesOf = (address: string) => resources.find((each) => each.address === address)?.values;
    expect(valuesOf("orgwright_thing.later")).toMatchObject({
      text: "team-98765432109876543210.125",
      list: ["first", "second"],
      map: { first: true, second: true },
      members: [
        { name: "first", level: null, deep: null },
        { name: "second", level: null, deep: null },
      ],
    });
    expect(valuesOf("orgwright_thing.known")).toMatchObject({
      text: "\u00e9 \u2713",
      members: [{ name: "a" }, { name: "c" }],
      keyed: {},
    });
    expect(valuesOf("data.orgwright_thing.read")).toMatchObject({ text: "team-98765432109876543210.125" });
    for (const digits of ["9007199254740993", "18446744073709551616", "0.30000000000000000001"])
      expect(stdout).toContain(digits);
    expect(stdout).toContain("123456789012345678901234567890.123456789");
  }, 60_000);
});
