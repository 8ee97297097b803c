/** One system and one Terraform beside it, opened for one test and closed after it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { openProject, type TestProject } from "../../../conformance/project.ts";
import { type Words, wordsOf } from "../../../conformance/words.ts";
import type { WiredWorld } from "../../../conformance/world.ts";
import { bundleProvider } from "../client/bundle.ts";
import { openTerraform, type Terraform } from "../client/terraform.ts";
import { type Configuration, type Json, snake } from "./configuration.ts";
import type { Leaf } from "./leaves.ts";

/** A resource as the state has it. */
export interface Kept {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A system, Terraform beside it, and somebody who works by hand. */
export interface Scene extends Terraform {
  readonly world: WiredWorld;
  readonly words: Words;
  /** Somebody else's own project on the same system. */
  readonly hand: TestProject;
  /** Makes that the whole configuration, behind the provider's block. */
  configure(configuration: Configuration, guards?: Json): void;
  /** Another folder with nothing in its state, on the same system. */
  another(): Scene;
  /** Applies what is configured; nothing is left to do then. */
  settle(): Promise<string>;
  /** The same folder, so many days later. */
  later(days: number): Scene;
  /** What is in the state. */
  resources(): readonly Kept[];
  /** A resource's attributes in the state; throws when it is not there. */
  values(address: string): Readonly<Record<string, unknown>>;
  /** Runs, and gives what was asked of the system meanwhile, as `METHOD /path`. */
  asked(work: () => Promise<unknown>): Promise<readonly string[]>;
}

/** How a scene is unlike the usual one. */
export interface SceneOptions {
  readonly env?: Readonly<Record<string, string>>;
}

const dayMs = 86_400_000;

/** Guards under which a small organization can be changed at all. */
const loose: Json = { max_removals: { count: 100, percent: 100, total: 1000 } };

/** Bundles the provider before the tests of a file; gives what opens a scene. */
export function openScenes(): (leaf: Leaf, options?: SceneOptions) => Promise<Scene> {
  let [root, file] = ["", ""];
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "orgwright-systems-"));
    const entry = fileURLToPath(new URL("../../../../src/entry/terraform/main.ts", import.meta.url));
    file = await bundleProvider(entry, root);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return async (leaf, { env = {} } = {}) => {
    const world = await leaf.start();
    onTestFinished(async () => await world.close());
    const hand = openProject(leaf.connector, world);
    const words = wordsOf(leaf, hand.settings);
    const openIn = (folder: string, more: SceneOptions["env"] = {}): Scene => {
      const variables = { ORGWRIGHT_TOKEN: world.token, ...env, ...more };
      const terraform = openTerraform({ folder, file, env: variables });
      return {
        ...sceneOf(terraform, world),
        ...{ world, words, hand, another },
        later: (days) => {
          world.advance(days * dayMs);
          return openIn(folder, { ORGWRIGHT_NOW: new Date(Date.now() + days * dayMs).toISOString() });
        },
      };
    };
    const another = () => openIn(mkdtempSync(join(root, "f-")));
    return another();
  };
}

function sceneOf(
  terraform: Terraform,
  world: WiredWorld,
): Omit<Scene, "world" | "words" | "hand" | "another" | "later"> {
  const resources = () => keptIn(terraform.read("terraform.tfstate"));
  return {
    ...terraform,
    configure: (configuration, guards = loose) =>
      terraform.write({
        "main.tf.json": JSON.stringify({ ...head(world, guards), ...configuration }, null, 2),
      }),
    settle: async () => {
      const text = await terraform.ok("apply", "-auto-approve");
      const { code, text: plan } = await terraform.run("plan", "-detailed-exitcode");
      if (code !== 0) throw new Error(`The second plan is not empty:\n${plan}`);
      return text;
    },
    resources,
    values: (address) => {
      const found = resources().find(({ type, name }) => `${type}.${name}` === address);
      if (found === undefined) throw new Error(`${address} is not in the state`);
      return found.values;
    },
    asked: async (work) => {
      const before = world.requests().length;
      await work();
      return world
        .requests()
        .slice(before)
        .map(({ method, path }) => `${method} ${path}`);
    },
  };
}

function keptIn(state: string): readonly Kept[] {
  const { resources } = JSON.parse(state) as {
    readonly resources: readonly (Omit<Kept, "values"> & {
      readonly instances: readonly { readonly attributes: Kept["values"] }[];
    })[];
  };
  return resources.flatMap(({ instances, ...resource }) =>
    instances.map(({ attributes }) => ({ ...resource, values: attributes })),
  );
}

function head({ connection }: WiredWorld, guards: Json): Configuration {
  const main = Object.entries(connection).map(([name, value]) => [snake(name), value] as const);
  return {
    terraform: { required_providers: { orgwright: { source: "orgwright/orgwright" } } },
    provider: {
      orgwright: {
        connections: { main: { ...Object.fromEntries(main), token_env: "ORGWRIGHT_TOKEN" } },
        guards,
        secrets_out: "secrets.jsonl",
      },
    },
  };
}
