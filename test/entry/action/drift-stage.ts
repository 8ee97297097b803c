/** A stage on which live drifts: acme as declared and recorded, labs beside it where a test asks for it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { run } from "../../../src/entry/action/run.ts";
import { pairsOf } from "../../../src/entry/testing/file-commands.ts";
import type { FakeGitHub, FakeState } from "../../../src/sandbox/github/index.ts";
import type { Sandbox, SandboxSeed } from "../../../src/sandbox/index.ts";
import { folderWith } from "../../io/folder.ts";
import { canary, organizationText, projectText, seed } from "../cli.ts";
import { asLive, githubToken, openStage, type Stage, type StageOptions, type StepOptions } from "./stage.ts";

/** When the first look is; a test never runs over midnight. */
export const MORNING = "2026-12-01T10:00:00Z";
export const NOON = "2026-12-01T12:00:00Z";
export const NEXT_DAY = "2026-12-02T10:00:00Z";

/** What a person can change live. */
export interface Hands {
  readonly bobIs: (role: "admin" | "member") => Promise<unknown>;
  readonly frankIs: (role: "admin" | "member") => Promise<unknown>;
  readonly elsewhere: (role: "admin" | "member") => Promise<unknown>;
}

/** How a look ended. */
export interface Look {
  readonly conclusion: "success" | "failure";
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly warnings: readonly string[];
  readonly log: string;
}

/** A stage with a record, and shorter ways to what these tests do. */
export interface DriftStage extends Stage {
  readonly hands: Hands;
  /** Runs `command: drift` at an instant. */
  look(at?: string, options?: Pick<StepOptions, "inputs" | "secrets">): Promise<Look>;
  /** The writing requests to GitHub since the last call, with their status. */
  written(): readonly string[];
  /** The only issue. */
  issue(): ReturnType<FakeState["issues"]>[number];
  /** The texts of its comments. */
  comments(): readonly string[];
}

const [acme] = seed.signalsmith?.organizations ?? [];

/** acme and labs, each with alice as its owner and somebody to be changed. */
export const twoSeed: SandboxSeed = {
  signalsmith: {
    ...seed.signalsmith,
    tokens: [{ token: canary, account: "ops@acme.test" }],
    organizations: [
      ...(acme === undefined ? [] : [acme]),
      {
        name: "Labs",
        members: [
          { account: "ops@acme.test", role: "owner" },
          { account: "alice@acme.test", role: "owner" },
          { account: "zoe@acme.test", role: "member" },
        ],
      },
    ],
  },
};

const labsText = `apiVersion: orgwright/v1
kind: Organization
metadata: {name: labs}
spec:
  connection: signalsmith
  slug: labs
  members:
    - {email: alice@acme.test, role: owner} # since 2019
    - {email: zoe@acme.test, role: member}
`;

/** The project with both. */
export function twoFiles({ signalsmith }: Sandbox["endpoints"]): Readonly<Record<string, string>> {
  return {
    "orgwright.yaml": projectText(signalsmith),
    "orgs/acme.yaml": organizationText(asLive),
    "orgs/labs.yaml": labsText,
  };
}

/** Opens a stage whose state is in the record: what differs later is drift. */
export async function openDriftStage(
  options: StageOptions = {},
  inputs: Readonly<Record<string, string>> = {},
): Promise<DriftStage> {
  const stage = await openStage(options);
  const given = { ...asInputs(inputs), SIGNALSMITH_TOKEN: canary, ORGWRIGHT_NOW: "2026-12-01T09:00:00Z" };
  const first = await stepHere(stage.github, { ...given, INPUT_COMMAND: "apply" });
  expect(first.outputs, first.log).toHaveProperty("verdict");
  let seen = stage.github.requests().length;
  const role = (organization: string, member: string) => async (org_role: string) =>
    await stage.sandboxFetch("PUT", `/organizations/${organization}/members/${member}`, { org_role });
  const issue = () => {
    const [only, ...others] = stage.github.state.issues();
    expect(others).toEqual([]);
    if (only === undefined) throw new Error("There is no issue.");
    return only;
  };
  return {
    ...stage,
    hands: {
      bobIs: role("org_1", "mem_4"),
      frankIs: role("org_1", "mem_5"),
      elsewhere: role("org_2", "mem_8"),
    },
    look: async (at = MORNING, { inputs: more, secrets = { SIGNALSMITH_TOKEN: canary } } = {}) =>
      await stepHere(stage.github, { ...secrets, ...asInputs({ ...inputs, ...more }), ORGWRIGHT_NOW: at }),
    written: () => {
      const all = stage.github.requests();
      const news = all.slice(seen).filter(({ method, path }) => method !== "GET" && path !== "/graphql");
      seen = all.length;
      return news.map(
        ({ method, path, status }) =>
          `${method} ${path.replace(`/repos/${stage.github.repository}`, "")} ${status}`,
      );
    },
    issue,
    comments: () => stage.github.state.comments(issue().number).map(({ body }) => body),
  };
}

function asInputs(inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
}

let runs = 5000;

/** A step in this process: the bundle's own start takes longer than all that these tests look at. */
async function stepHere(github: FakeGitHub, given: Readonly<Record<string, string>>): Promise<Look> {
  const { name, payload, sha } = github.event({ name: "schedule" });
  const folder = await folderWith({ "event.json": JSON.stringify(payload), output: "", summary: "" });
  const printed: string[] = [];
  runs += 1;
  const environment = {
    INPUT_COMMAND: "drift",
    INPUT_TOKEN: githubToken,
    GITHUB_REPOSITORY: github.repository,
    GITHUB_API_URL: github.apiUrl,
    GITHUB_GRAPHQL_URL: github.graphqlUrl,
    GITHUB_SERVER_URL: github.serverUrl,
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: join(folder, "event.json"),
    GITHUB_SHA: sha,
    GITHUB_RUN_ID: String(runs),
    GITHUB_OUTPUT: join(folder, "output"),
    GITHUB_STEP_SUMMARY: join(folder, "summary"),
    RUNNER_TEMP: folder,
    ORGWRIGHT_GITHUB_SECOND: "0.001",
    ...given,
  };
  const isFine = await run({ environment, print: (text) => void printed.push(text), version: "0.0.0" });
  const log = printed.join("");
  expect(log.replace(/^::add-mask::.*$/gmu, "")).not.toContain(canary);
  return {
    log,
    conclusion: isFine ? "success" : "failure",
    outputs: pairsOf(await readFile(join(folder, "output"), "utf8")).pairs,
    summary: await readFile(join(folder, "summary"), "utf8"),
    warnings: [...log.matchAll(/^::warning [^:]*::(.*)$/gmu)].map(([, text = ""]) => text),
  };
}
