import { describe, expect, test } from "vitest";
import { hasTerraform } from "../client/terraform.ts";
import { organization, organizationOf } from "./configuration.ts";
import { leaves } from "./leaves.ts";
import { openScenes } from "./scene.ts";

const open = openScenes();

/** One of each thing that not every system has. */
const things = {
  role: { organization, name: "auditors" },
  workspace: { organization, name: "Production" },
  access: { organization, role: "auditors", workspace: "Production", level: "VIEWER" },
} as const;

describe.skipIf(!hasTerraform())(
  "what a system does not have is refused by the plan, with real Terraform",
  () => {
    test.each(Object.values(leaves))("$name", async (leaf) => {
      const scene = await open(leaf);
      const { kinds } = scene.words;
      const missing = (["role", "workspace", "access"] as const).filter((kind) => kinds[kind] === undefined);
      scene.configure({
        resource: {
          orgwright_organization: { acme: organizationOf(scene.words) },
          ...Object.fromEntries(missing.map((kind) => [`orgwright_${kind}`, { it: things[kind] }])),
          orgwright_member: { no: { organization, email: "bob@acme.test", role: "emperor" } },
        },
      });

      const { text } = await scene.run("plan");

      for (const kind of missing) {
        const words = kind === "access" ? kind : `${kind}s`;
        const refused = `has no ${words} that can be managed\\.\\s+with orgwright_${kind}\\.it,[\\s\\S]*Remove this resource\\.`;
        expect(text).toMatch(new RegExp(refused));
      }
      if (kinds.member?.customRoles === false)
        expect(text).toMatch(/There is no role `emperor`[\s\S]*"role": "emperor"/);
    });
  },
);
