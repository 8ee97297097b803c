/** Several projects in one repository: each in its folder, with a comment and a status of its own. */
import { describe, expect, test } from "vitest";
import { projectText } from "../cli.ts";
import { acme, carol, erin, ours, planned } from "./acme.ts";
import { asLive, openStage } from "./stage.ts";

describe("projects in folders", () => {
  const folders = ["teams/identity", "teams/sites"];
  const inFolder = (folder: string, files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));

  test("keep a comment and a status each, and annotate at paths of the repository", async () => {
    const stage = await openStage({
      files: ({ signalsmith }) => ({
        ...inFolder("teams/identity", {
          "orgwright.yaml": projectText(signalsmith),
          ...acme(...asLive),
        }),
        ...inFolder("teams/sites", { "orgwright.yaml": projectText(signalsmith), ...acme(...asLive) }),
      }),
    });
    const number = stage.propose(
      {
        ...inFolder("teams/identity", acme(...asLive, carol)),
        ...inFolder("teams/sites", acme(...asLive, erin)),
      },
      { branch: "change" },
    );
    const inputsOf = (folder: string) => ({
      inputs: { "working-directory": folder, "status-context": `orgwright/${folder}` },
    });

    for (const folder of folders) {
      const result = await planned(stage, number, inputsOf(folder));
      expect(result.conclusion, result.log).toBe("success");
      expect(result.annotations.map(({ file }) => file)).toEqual([`${folder}/orgs/acme.yaml`]);
    }

    const [one, two, ...more] = ours(stage, number);
    expect(more).toEqual([]);
    expect(one?.body).toContain("carol@acme.test");
    expect(one?.body).not.toContain("erin@acme.test");
    expect(two?.body).toContain("erin@acme.test");
    const contexts = stage.github.state
      .statuses(stage.github.state.commit("change"))
      .map(({ context }) => context);
    expect(contexts).toEqual(folders.map((folder) => `orgwright/${folder}`));

    stage.github.merge(number);
    for (const folder of folders) {
      const applied = await stage.step("apply", { name: "push" }, inputsOf(folder));
      // The two manifests are of one organization: each was shown what the other has not.
      if (folder === "teams/identity") expect(applied.outputs["applied"], applied.log).toBe("1");
      else expect(applied.outputs["failure-reason"], applied.log).toBe("unreviewed");
    }
    expect(stage.writes()).toEqual(["POST /organizations/org_1/members/invite"]);
  });

  test("a folder without a project is a clear error", async () => {
    const stage = await openStage();
    const number = stage.propose(acme(...asLive, carol));

    for (const folder of ["teams/nowhere", "../outside"]) {
      const result = await planned(stage, number, { inputs: { "working-directory": folder } });
      expect(result.outputs).toEqual({ "failure-reason": "configuration" });
      expect(result.log).toMatch(/There is no orgwright.yaml in teams\/nowhere|leads out of the repository/);
    }
  });
});
