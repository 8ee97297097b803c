/** Credentials of the Action that stand in a file or come from a command: taken as the base says, and never from a pull request. */
import { existsSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runAction } from "../../../src/entry/testing/index.ts";
import type { Happening } from "../../../src/sandbox/github/index.ts";
import { folderWith } from "../../io/folder.ts";
import { canary, projectText } from "../cli.ts";
import { acme, carol, ours, planned } from "./acme.ts";
import { actionFolder, asLive, githubToken, openStage, type Stage } from "./stage.ts";

const reference = "{env: SIGNALSMITH_TOKEN}";
/** The canary is looked for in all that a step says, but no reference names this variable. */
const secrets = { NOT_NAMED: canary };

async function stageWith(token: string) {
  return await openStage({
    files: ({ signalsmith }) => ({
      "orgwright.yaml": projectText(signalsmith).replace(reference, token),
      ...acme(...asLive),
    }),
  });
}

/** Runs a command over a checkout. */
async function over(workspace: string, stage: Stage, command: string, happening: Happening) {
  const { github } = stage;
  const { name, payload, ref, sha } = github.event(happening);
  const { serverUrl, apiUrl, graphqlUrl, repository } = github;
  return await runAction({
    workspace,
    action: actionFolder,
    inputs: { command },
    event: { name, payload, ref, sha },
    github: { serverUrl, apiUrl, graphqlUrl, repository, token: githubToken, runId: "1", ref, sha },
    environment: { ORGWRIGHT_GITHUB_SECOND: "0.001" },
  });
}

/** A checkout with a script that leaves a mark and prints the credential. */
async function checkout() {
  const marks = await folderWith({});
  const mark = join(marks, "was-run");
  const workspace = await folderWith({ "token.sh": `#!/bin/sh\ntouch "${mark}"\necho "${canary}"\n` });
  await chmod(join(workspace, "token.sh"), 0o755);
  return { workspace, mark, script: join(workspace, "token.sh") };
}

test.each([
  ["file", (vault: string) => `{file: "${vault}/token"}`],
  ["command", (vault: string) => `{command: [cat, "${vault}/token"]}`],
])("a %s that the base names is used on a pull request, and masked", async (_, referenceIn) => {
  const vault = await folderWith({ token: `${canary}\n` });
  const stage = await stageWith(referenceIn(vault));
  const number = stage.propose(acme(...asLive, carol));

  const result = await planned(stage, number, { secrets });

  expect(result.conclusion, result.log).toBe("success");
  expect(ours(stage, number)[0]?.body).not.toContain("not compared with live");
  expect(stage.sandbox.requests().length).toBeGreaterThan(0);
  expect(result.rawStdout).toContain(`::add-mask::${canary}\n`);
});

test("a command that a pull request brings in is never run", async () => {
  const stage = await openStage();
  const { mark, script } = await checkout();
  const number = stage.propose({
    "orgwright.yaml": projectText(stage.sandbox.endpoints.signalsmith).replace(
      reference,
      `{command: ["${script}"]}`,
    ),
    ...acme(...asLive, carol),
  });

  const result = await planned(stage, number);

  expect(result.conclusion, result.log).toBe("success");
  expect(existsSync(mark)).toBe(false);
  expect(ours(stage, number)[0]?.body).toContain("this changes connection signalsmith in the project file");
});

test("a script of the checkout is run for what was merged, and never for a pull request", async () => {
  const stage = await stageWith("{command: [./token.sh]}");
  const { workspace, mark } = await checkout();
  const number = stage.propose(acme(...asLive, carol));

  const proposed = await over(workspace, stage, "plan", { name: "pull_request", number });

  expect(proposed.conclusion, proposed.log).toBe("success");
  expect(existsSync(mark)).toBe(false);
  expect(stage.sandbox.requests()).toEqual([]);
  expect(ours(stage, number)[0]?.body).toContain("there is no program ./token.sh");

  const looked = await over(workspace, stage, "drift", { name: "schedule" });

  expect(looked.conclusion, looked.log).toBe("success");
  expect(existsSync(mark)).toBe(true);
});

test("a file of the checkout is read for what was merged, and never for a pull request", async () => {
  const stage = await stageWith("{file: secrets/token}");
  const workspace = await folderWith({ "secrets/token": canary });
  const number = stage.propose(acme(...asLive, carol));

  const proposed = await over(workspace, stage, "plan", { name: "pull_request", number });
  const looked = await over(workspace, stage, "drift", { name: "schedule" });

  expect(ours(stage, number)[0]?.body).toContain("the file secrets/token is not there");
  expect(proposed.conclusion, proposed.log).toBe("success");
  expect(looked.conclusion, looked.log).toBe("success");
});
