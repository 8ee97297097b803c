/** Five systems with credentials that must not be seen, and what looks for them in everything that a command leaves behind. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { codeOf } from "../../../src/io/files.ts";
import type { Sandbox, SandboxOptions, SandboxSeed } from "../../../src/sandbox/index.ts";
import { copyOf } from "../../examples/story.ts";
import { folderWith } from "../../io/folder.ts";
import { type Ended, openSandbox, orgwright } from "../cli.ts";

const example = fileURLToPath(new URL("../../../examples/all-systems", import.meta.url));

/** The connections of the example, each with the variable that it names for its credential. */
export const connections = {
  data: "SIGNALSMITH_TOKEN",
  deployments: "CNAP_TOKEN",
  logins: "LUMOAUTH_TOKEN",
  sites: "CANTILA_TOKEN",
  monitoring: "APIMETRICS_TOKEN",
} as const;

/** A connection of the example. */
export type Name = keyof typeof connections;
const names = Object.keys(connections) as readonly Name[];

/** Where the project file says that a credential is. */
export type Kind = "env" | "file" | "command";

/** Parts of every credential that no spelling takes apart; no hexadecimal digest has one by chance. */
const pieces = ["cnry7wq1", "zk8x0tok", "end9vy4p"] as const;

/** A credential with everything in it that texts escape; one of the five is plain, so that it may be part of a host's name. */
export function tokenOf(name: Name): string {
  if (name === "deployments") return pieces.join(name).toUpperCase();
  return `${pieces[0]}${name}"<${pieces[1]}&'%2f+/=\\${pieces[2]}`;
}

/** A project against a sandbox, or against whatever stands in front of it. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly folder: string;
  /** Runs a command there, and looks for credentials in what it said and left in the folder. */
  run(args: readonly string[]): Promise<Ended>;
}

/** How the project is set up. */
export interface StageOptions {
  /** Where each credential is; by default one kind after the other. */
  readonly kindOf?: (name: Name) => Kind;
  /** The address in place of the sandbox's. */
  readonly address?: (sandbox: Sandbox) => string | Promise<string>;
  /** A reference in place of those that work. */
  readonly token?: string;
  /** Changes the project file. */
  readonly edit?: (project: string) => string;
  readonly options?: SandboxOptions;
  readonly environment?: Readonly<Record<string, string>>;
}

const kinds: readonly Kind[] = ["env", "file", "command"];

/** Opens the example with five canaries as its credentials. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const { kindOf = (name: Name) => kinds[names.indexOf(name) % kinds.length] ?? "env" } = options;
  const folder = await copyOf(example);
  const sandbox = await openSandbox(await seedOf(folder), options.options);
  const address = (await options.address?.(sandbox)) ?? sandbox.url;
  const vault = await folderWith(Object.fromEntries(names.map((name) => [name, `${tokenOf(name)}\n`])));
  const file = join(folder, "orgwright.yaml");
  const text = names.reduce(
    (shown, name) =>
      shown.replace(`{env: ${connections[name]}}`, options.token ?? referenceTo(name, kindOf(name), vault)),
    (await readFile(file, "utf8")).replaceAll("http://127.0.0.1:4105", address),
  );
  await writeFile(file, options.edit?.(text) ?? text);
  const given = names.filter((name) => kindOf(name) === "env");
  const environment = {
    ORGWRIGHT_DEBUG: "1",
    ...Object.fromEntries(given.map((name) => [connections[name], tokenOf(name)])),
    ...options.environment,
  };
  return {
    sandbox,
    folder,
    run: async (args) => {
      const ended = await orgwright(args, { folder, environment });
      await expectKept(ended, folder, args.join(" "));
      return ended;
    },
  };
}

async function seedOf(folder: string): Promise<SandboxSeed> {
  const file = join(folder, "sandbox.json");
  const text = await readFile(file, "utf8");
  // A seed is no part of what a command leaves behind.
  await writeFile(file, "{}");
  return JSON.parse(
    names.reduce((seed, name) => seed.replaceAll(`"demo-${name}"`, JSON.stringify(tokenOf(name))), text),
  );
}

function referenceTo(name: Name, kind: Kind, vault: string): string {
  if (kind === "env") return `{env: ${connections[name]}}`;
  const file = join(vault, name);
  if (kind === "file") return `{file: ${JSON.stringify(file)}}`;
  const script = "process.stdout.write(require('fs').readFileSync(process.argv[1]))";
  return `{command: ${JSON.stringify([process.execPath, "-e", script, file])}}`;
}

/** Nothing of any credential is in what a command said, nor in any file of its folder. */
async function expectKept(ended: Ended, folder: string, command: string): Promise<void> {
  const texts = { stdout: ended.stdout, stderr: ended.stderr, ...(await filesIn(folder)) };
  expect(leaksIn(texts), command).toEqual([]);
}

/** Every file below a folder by its name; what another command has just taken away is none. */
export async function filesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, "utf8").catch((error: unknown) => {
        if (codeOf(error) !== "ENOENT") throw error;
        return undefined;
      });
      return text === undefined ? [] : [[file.slice(folder.length + 1), text] as const];
    }),
  );
  return Object.fromEntries(texts.flat());
}

/** Where credentials are seen, whole or in part, in letters of any case, in Base64 or in hexadecimal digits. */
export function leaksIn(texts: Readonly<Record<string, string>>): readonly string[] {
  const coded = names.flatMap((name) =>
    (["base64", "base64url", "hex"] as const).map((encoding) =>
      Buffer.from(tokenOf(name)).toString(encoding),
    ),
  );
  return Object.entries(texts).flatMap(([where, text]) => {
    const small = text.toLowerCase();
    const seen = [...pieces, ...coded.map((each) => each.toLowerCase())].find((each) => small.includes(each));
    if (seen === undefined) return [];
    const at = small.indexOf(seen);
    return [`${where}: …${text.slice(Math.max(0, at - 80), at + 80)}…`];
  });
}

/** A credential as servers repeat it: plain, escaped for JSON (twice), percent-encoded (twice), for HTML, in other letters. */
export function echoOf(token: string): string {
  const json = JSON.stringify(token).slice(1, -1);
  const html = token.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
  const named = token.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  return [
    token,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(token),
    encodeURIComponent(encodeURIComponent(token)),
    html,
    named,
    token.toUpperCase(),
    `Authorization: Bearer ${token}`,
  ].join(" | ");
}
