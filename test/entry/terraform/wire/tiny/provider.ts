/** A provider whose resources are files: what the wire is tried with. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type {
  ApplyRequest,
  PlanAnswer,
  PlanRequest,
  Problem,
  Provider,
  Resource,
  StateAnswer,
} from "../../../../../src/entry/terraform/provider.ts";
import type { Schema } from "../../../../../src/entry/terraform/schema/schema.ts";
import { typeOf } from "../../../../../src/entry/terraform/schema/type.ts";
import { fromJson, toJson } from "../../../../../src/entry/terraform/values/json.ts";
import { type Attributes, UNKNOWN, type Value } from "../../../../../src/entry/terraform/values/value.ts";
import type { Log } from "../../../../../src/entry/terraform/wire/log.ts";

/** The schema of a note; attributes of every form. */
export const noteSchema: Schema = {
  version: 2,
  description: "A note in a file.",
  attributes: {
    name: { type: "string", description: "Its file.", required: true },
    body: { type: "string", description: "Its text.", optional: true },
    secret: { type: "string", description: "Not shown.", optional: true, sensitive: true },
    weight: { type: "number", description: "Any number.", optional: true },
    tags: { type: { collection: "set", of: "string" }, description: "Words.", optional: true },
    labels: { type: { collection: "map", of: "string" }, description: "Words by key.", optional: true },
    readers: {
      type: {
        nesting: "set",
        attributes: {
          email: { type: "string", description: "Who.", required: true },
          role: { type: "string", description: "As what.", optional: true },
        },
      },
      description: "Who reads it.",
      optional: true,
    },
    lines: {
      type: {
        nesting: "list",
        attributes: { text: { type: "string", description: "What it says.", required: true } },
      },
      description: "Its lines.",
      optional: true,
    },
    home: {
      type: {
        nesting: "single",
        attributes: { town: { type: "string", description: "Where.", optional: true } },
      },
      description: "Where it is.",
      optional: true,
    },
    id: { type: "string", description: "Its id.", computed: true },
    revision: { type: "number", description: "How often it was written.", computed: true },
  },
};

const none = { private: {}, problems: [] };

/** The provider. Its notes are in `folder`; `log` is told what is asked, and some bodies make it misbehave. */
export function tinyProvider(folder: string, log: Log): Provider {
  let isStopped = false;
  return {
    schema: {
      version: 0,
      description: "A provider of notes.",
      attributes: { greeting: { type: "string", description: "Anything.", optional: true } },
    },
    resources: { orgwright_note: note(folder, log, () => isStopped) },
    dataSources: {
      orgwright_note: {
        schema: {
          version: 0,
          description: "A note.",
          attributes: {
            name: { type: "string", description: "Its file.", required: true },
            body: { type: "string", description: "Its text.", computed: true },
          },
        },
        validate: (config) => (config["name"] === "bad" ? [problem(["name"])] : []),
        read: async ({ name = null }) => {
          await Promise.resolve();
          return { state: { name, body: stored(folder, name)?.["body"] ?? null }, problems: [] };
        },
      },
    },
    validate: ({ greeting }) => (greeting === "bad" ? [problem(["greeting"])] : []),
    configure: async ({ greeting }) => {
      await Promise.resolve();
      log("info", "configured", { greeting: String(greeting) });
      return [];
    },
    stop: () => {
      isStopped = true;
      log("info", "stopped");
    },
  };
}

function problem(path: NonNullable<Problem["path"]>): Problem {
  return { severity: "error", summary: "A bad value", detail: "Take a good one.", path };
}

function note(folder: string, log: Log, isStopped: () => boolean): Resource {
  return {
    schema: noteSchema,
    upgrades: {
      0: ({ title = null, ...rest }) => ({ ...rest, name: title }),
      1: (state) => ({
        ...state,
        body: state["body"] == null ? null : `${String(state["body"])}!`,
        gone: true,
      }),
    },
    validate: ({ body = null }) => {
      if (body === "bad reader") return [problem(["readers", { member: null }, "email"])];
      if (body === "bad line") return [problem(["lines", 1, "text"])];
      if (body === "bad home") return [problem(["home", "town"])];
      if (body === "bad label") return [problem(["labels", "a b"])];
      return body === "bad" ? [{ ...problem(["body"]), severity: "warning" }] : [];
    },
    read: async ({ state, private: data }) => {
      await Promise.resolve();
      misbehave(state["body"], "read");
      return { ...none, state: stored(folder, state["name"] ?? null), private: data };
    },
    plan: async (request) => {
      await Promise.resolve();
      misbehave(request.config?.["body"], "plan");
      if (request.config?.["body"] === "leak") leak(log);
      return planned(request);
    },
    apply: async (request) => {
      misbehave(request.config?.["body"], "apply");
      if (request.config?.["body"] === "slow") await whenToldTo(folder, log, isStopped);
      return applied(folder, request);
    },
    importState: async (id) => {
      await Promise.resolve();
      return { ...none, state: { name: id }, private: { imported: true } };
    },
  };
}

function misbehave(body: Value | undefined, when: string): void {
  if (body === `throw in ${when}`) throw new Error("The note is on fire");
  if (body !== "print") return;
  console.log("printed by console");
  console.error("complained by console");
  process.stdout.write("printed at once\n");
}

function leak(log: Log): never {
  log("info", 'sends to"ken', { header: 'Bearer to"ken' });
  console.error('sent to"ken');
  throw new Error('The note refuses to"ken');
}

/** Waits until the test has made a file, as a request waits for a server. */
async function whenToldTo(folder: string, log: Log, isStopped: () => boolean): Promise<void> {
  log("info", "waiting");
  while (!existsSync(join(folder, "go-on"))) await new Promise((next) => setTimeout(next, 10));
  log("info", "went on", { stopped: isStopped() });
}

function planned({ prior, proposed, private: data }: PlanRequest): PlanAnswer {
  if (proposed === null) return { ...none, planned: null, replace: [] };
  if (prior === null) {
    return { ...none, planned: { ...proposed, id: UNKNOWN, revision: UNKNOWN }, replace: [] };
  }
  const isSame = JSON.stringify(prior) === JSON.stringify(proposed);
  return {
    planned: isSame ? prior : { ...proposed, revision: UNKNOWN },
    replace: prior["name"] === proposed["name"] ? [] : moved(proposed),
    private: data,
    problems: [],
  };
}

/** Paths of all forms; Terraform refuses those that lead nowhere. */
function moved({ home }: Attributes): PlanAnswer["replace"] {
  return [["name"], ...(home === null ? [] : [["home", "town"]]), ["readers", { member: null }]];
}

function applied(folder: string, { prior, planned: wanted }: ApplyRequest): StateAnswer {
  if (wanted === null) {
    rmSync(join(folder, `${String(prior?.["name"])}.json`), { force: true });
    return { ...none, state: null };
  }
  const state: Attributes = {
    ...wanted,
    id: `note-${String(wanted["name"])}`,
    revision: Number(prior?.["revision"] ?? 0) + 1,
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${String(state["name"])}.json`), toJson(state));
  return { ...none, state, private: { written: 1 } };
}

function stored(folder: string, name: Value): Attributes | null {
  const file = join(folder, `${String(name)}.json`);
  return existsSync(file) ? (fromJson(readFileSync(file, "utf8"), typeOf(noteSchema)) as Attributes) : null;
}
