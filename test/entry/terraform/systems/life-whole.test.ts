import { describe, expect, test } from "vitest";
import { story } from "../../../conformance/story.ts";
import { hasTerraform } from "../client/terraform.ts";
import { whole } from "./configuration.ts";
import { byHand } from "./hand.ts";
import { leaves } from "./leaves.ts";
import { begin, destroyAll, importAll, peopleOf, putBack } from "./life.ts";
import { openScenes } from "./scene.ts";

const open = openScenes();
const { guide, cnap, lumoauth, cantila, apimetrics } = leaves;

describe.skipIf(!hasTerraform())("all members as one resource, with real Terraform", () => {
  test.each([guide, cnap, lumoauth, cantila, apimetrics])("$name", async (leaf) => {
    const scene = await open(leaf);
    scene.configure(whole(story.start, scene.words));
    expect(await scene.ok("validate")).toContain("Success! The configuration is valid");
    await begin(scene, whole(story.start, scene.words));

    const moved = {
      roles: { bob: "more", mallory: "less" },
      gone: ["dora"],
      levels: { bob: "mid" },
    } as const;
    await byHand(scene, moved);
    const told = await scene.run("plan", "-refresh-only", "-detailed-exitcode");
    expect(told).toMatchObject({ code: 2 });
    expect(told.text).toMatch(/- "dora@acme\.test"\s+= \{/);
    expect(told.text).toMatch(/\+ "mallory@acme\.test"\s+= \{/);
    await putBack(scene);
    expect(await peopleOf(scene, "mallory")).toEqual([]);

    await importAll(scene);
    // In two goes: who loses access with a role counts beside those who lose it with a workspace.
    if (scene.words.roleAccess) await scene.ok("destroy", "-auto-approve", "-target=orgwright_workspace.all");
    await destroyAll(scene);
  });
});
