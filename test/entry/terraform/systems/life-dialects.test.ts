import { describe, test } from "vitest";
import { story } from "../../../conformance/story.ts";
import { hasTerraform } from "../client/terraform.ts";
import { singles } from "./configuration.ts";
import { leaves } from "./leaves.ts";
import { begin, comesBack, destroyAll, importAll } from "./life.ts";
import { openScenes } from "./scene.ts";

const open = openScenes();
const { referenceA, referenceB } = leaves;

describe.skipIf(!hasTerraform())(
  "a resource for each thing, in the dialects that differ, with real Terraform",
  () => {
    test.each([referenceA, referenceB])("$name", async (leaf) => {
      const scene = await open(leaf);
      await begin(scene, singles(story.start, scene.words));
      await comesBack(scene);
      await importAll(scene);
      await destroyAll(scene);
    });
  },
);
