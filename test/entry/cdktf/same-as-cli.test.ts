/** The same manifests leave the same live state, applied by the command or by the construct and Terraform; step by step. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Sandbox } from "../../../src/sandbox/index.ts";
import { folderWith } from "../../io/folder.ts";
import { type Ended, openSandbox, orgwright } from "../cli.ts";
import { hasTerraform } from "../terraform/install/stand-in.ts";
import { providerSettings, stageIn } from "./deploy.ts";
import { root } from "./installed.ts";
import { kit } from "./kit.ts";
import { comparable } from "./same-state.ts";
import { type Edit, type Story, stories } from "./same-stories.ts";

const withTerraform = await hasTerraform();
if (!withTerraform)
  process.stderr.write("NO terraform ON THE PATH: the construct is not compared with the command.\n");

/** One way to apply, on a system of its own. */
interface Side {
  readonly folder: string;
  readonly sandbox: Sandbox;
  /** Applies the manifests as they stand; what was said, with how it ended. */
  readonly apply: () => Promise<string>;
}

describe.runIf(withTerraform).each(stories)("$system", (story) => {
  test("is the same after each step", { timeout: 900_000 }, async () => {
    const sides = [await byCommand(story), await byConstruct(story)] as const;
    for (const [what, ...edits] of story.steps) {
      const said: string[] = [];
      for (const { folder, apply } of sides) {
        for (const edit of edits) await edited(folder, edit);
        said.push(await apply());
      }
      expect(
        said.map((text) => text.split("\n").at(-1)),
        said.join("\n"),
      ).toEqual(["exit 0", "exit 0"]);
      const [command, construct] = sides.map(({ sandbox }) => comparable(sandbox.state()[story.system]));
      expect(construct, `${what}\n${said.join("\n")}`).toEqual(command);
    }
  });
});

async function byCommand(story: Story): Promise<Side> {
  const { folder, sandbox } = await copied(story);
  const environment = { [story.token]: "demo-token" };
  const args = ["apply", "--yes", "--secrets-out", "secrets.jsonl"];
  return { folder, sandbox, apply: async () => told(await orgwright(args, { folder, environment })) };
}

async function byConstruct(story: Story): Promise<Side> {
  const { folder, sandbox } = await copied(story);
  const environment = { [story.token]: "demo-token", TF_CLI_CONFIG_FILE: await providerSettings() };
  const { synthesize, run } = stageIn(kit("cdktf"), folder, environment, {
    project: join(folder, "orgwright.yaml"),
    secretsOut: join(folder, "secrets.jsonl"),
  });
  let isReady = false;
  const apply = async () => {
    synthesize();
    if (!isReady) await run("init");
    isReady = true;
    return told(await run("apply", "-auto-approve"));
  };
  return { folder, sandbox, apply };
}

/** The shipped example before a sandbox of its own, with guards that let all steps pass. */
async function copied({ system }: Story): Promise<Pick<Side, "folder" | "sandbox">> {
  const from = join(root, "examples", system);
  const seed = JSON.parse(await readFile(join(from, "sandbox.json"), "utf8"));
  const sandbox = await openSandbox(seed);
  const names = (await readdir(from, { recursive: true })).filter((name) => name.endsWith(".yaml"));
  const texts = names.map(async (name) => [name, await readFile(join(from, name), "utf8")] as const);
  const files = Object.fromEntries(await Promise.all(texts));
  const project = (files["orgwright.yaml"] ?? "")
    .replace(/http:\/\/127\.0\.0\.1:\d+/, new URL(sandbox.url).origin)
    .replace(/guards:[\s\S]*/, "guards: {maxRemovals: {count: 100, percent: 100}, minOwners: 1}\n");
  return { sandbox, folder: await folderWith({ ...files, "orgwright.yaml": project }) };
}

async function edited(folder: string, [file, from, to]: Edit): Promise<void> {
  const before = await readFile(join(folder, file), "utf8");
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} has no ${from}:\n${before}`);
  await writeFile(join(folder, file), after);
}

function told({ code, stdout, stderr }: Ended): string {
  return `${stdout}${stderr}\nexit ${code}`;
}
