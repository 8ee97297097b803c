/** The table of commands. Only what works is in it; each row loads its own code when it is started. */
import { type Command, command, type Options } from "./command.ts";
import { paceOptions } from "./pace-options.ts";
import { only, planFormat, shard } from "./plan-options.ts";

/** Options of every command. */
export const globalOptions: Options = {
  directory: {
    type: "string",
    short: "C",
    value: "DIR",
    help: "work in DIR as if started there",
  },
  color: {
    type: "string",
    value: "WHEN",
    choices: ["auto", "always", "never"],
    help: "auto (default), always or never; NO_COLOR turns auto off",
  },
  log: {
    type: "string",
    value: "FORMAT",
    choices: ["json"],
    help: "json: one line on stderr for each HTTP request",
  },
  help: { type: "boolean", short: "h", help: "show this" },
};

const paths = "PATH: a manifest file, or a folder of them; default: all that orgwright.yaml names.";

/** All commands by name, in the order in which one meets them. */
export const commands: Readonly<Record<string, Command>> = {
  init: command({
    summary: "Start a project: a commented project file and a first manifest.",
    details: "Never overwrites a file. The JSON schemas for your editor go to .orgwright/schemas/.",
    arguments: "[DIR]",
    most: 1,
    options: {
      system: {
        type: "string",
        value: "NAME",
        help: "the system of the first connection (see `orgwright systems`)",
      },
    },
    examples: ["orgwright init --system signalsmith my-organizations"],
    start: async (given, world) => await (await import("./init.ts")).init(given, world),
  }),
  validate: command({
    summary: "Check project file and manifests without any request.",
    details: `Shows all problems of all files at once, each at its line.\n${paths}`,
    arguments: "[PATH…]",
    options: {
      format: {
        type: "string",
        value: "FORMAT",
        choices: ["text", "json", "github", "sarif"],
        help: "text (default), json, github (annotations) or sarif",
      },
    },
    examples: ["orgwright validate", "orgwright validate orgs/acme.yaml --format github"],
    start: async (given, world) => await (await import("./validate.ts")).validate(given, world),
  }),
  plan: command({
    summary: "Show what an apply would do. Writes nothing to any system.",
    details: paths,
    arguments: "[PATH…]",
    options: {
      out: {
        type: "string",
        short: "o",
        value: "FILE",
        help: "save the plan for `apply --plan` and `approve`",
      },
      format: planFormat,
      only,
      shard,
      base: {
        type: "string",
        value: "GITREF",
        help: "tell differences from the manifests at this commit apart, instead of the record's",
      },
      "detailed-exitcode": { type: "boolean", help: "exit 2 when there are changes" },
      ...paceOptions,
    },
    examples: ["orgwright plan --out plan.json", "orgwright plan --base origin/main --format markdown"],
    start: async (given, world) => await (await import("./plan.ts")).plan(given, world),
  }),
  approve: command({
    summary: "Write an Approval that lets the blocked changes of a saved plan pass.",
    details:
      "Names exactly the changes that guards hold, one document for each organization and guard.\n" +
      "It takes effect once it stands in git where `approvals:` in orgwright.yaml looks.",
    options: {
      plan: { type: "string", value: "FILE", help: "a plan saved by `plan --out` (required)" },
      reason: { type: "string", value: "TEXT", help: "why, for the reviewer (required)" },
      expires: {
        type: "string",
        value: "DATE",
        help: "last day on which it holds, e.g. 2026-12-31 (required)",
      },
      out: { type: "string", short: "o", value: "FILE", help: "default: a new file under approvals/" },
    },
    most: 0,
    examples: ['orgwright approve --plan plan.json --reason "Team closed, OPS-42" --expires 2026-12-31'],
    start: async (given, world) => await (await import("./approve.ts")).approve(given, world),
  }),
  apply: command({
    summary: "Make the systems what the manifests say.",
    details:
      `Plans, shows the plan, asks, and writes. With --plan, an organization goes on only when each of\n` +
      `its changes was in that plan; else it stops and says what moved; with --yes it is not shown again.\n${paths}`,
    arguments: "[PATH…]",
    options: {
      plan: { type: "string", value: "FILE", help: "apply what this saved plan showed, and nothing else" },
      only,
      shard,
      scope: {
        type: "string",
        value: "WHICH",
        choices: ["all", "due"],
        help: "all (default), or due: only what time alone has moved (from, until, expiry)",
      },
      "secrets-out": {
        type: "string",
        value: "FILE",
        help: "where secrets that a system tells once are kept (mode 0600), one JSON line each",
      },
      journal: {
        type: "string",
        value: "FILE",
        help: "where each write is announced and settled; default .orgwright/journal.jsonl",
      },
      ...paceOptions,
      yes: { type: "boolean", short: "y", help: "do not ask; needed where nobody sits at a terminal" },
    },
    examples: ["orgwright apply", "orgwright apply --plan plan.json --yes"],
    start: async (given, world) => await (await import("./apply.ts")).apply(given, world),
  }),
  drift: command({
    summary: "Show how the live systems differ, and who moved. Exit 2 when they do.",
    details: `Writes nothing to any system.\n${paths}`,
    arguments: "[PATH…]",
    options: { format: planFormat, only, shard, ...paceOptions },
    examples: ["orgwright drift", "orgwright drift --only acme --format json"],
    start: async (given, world) => await (await import("./drift.ts")).drift(given, world),
  }),
  import: command({
    summary: "Write manifests for organizations that are live. Writes nothing to any system.",
    details:
      "Each is in canonical form, and its first plan is empty; what no manifest can say is told.\n" +
      "Never overwrites a file. SLUG: a slug or id; default: all that the connection shows.",
    arguments: "[SLUG…]",
    options: {
      connection: {
        type: "string",
        value: "NAME",
        help: "a connection of orgwright.yaml; needed where it has several",
      },
      out: { type: "string", short: "o", value: "DIR", help: "where the manifests go (required)" },
      ...paceOptions,
    },
    examples: [
      "orgwright import --out orgs",
      "orgwright import --connection signalsmith acme-corp --out orgs",
    ],
    start: async (given, world) => await (await import("./import.ts")).importLive(given, world),
  }),
  fmt: command({
    summary: "Write manifests in their canonical form; comments stay.",
    details: paths,
    arguments: "[PATH…]",
    options: { check: { type: "boolean", help: "write nothing; exit 1 when a file would change" } },
    examples: ["orgwright fmt", "orgwright fmt --check"],
    start: async (given, world) => await (await import("./fmt.ts")).fmt(given, world),
  }),
  sandbox: command({
    summary: "Serve local systems to try things on: real HTTP on 127.0.0.1, no account anywhere.",
    details: "Runs until Ctrl-C.",
    options: {
      port: { type: "string", value: "N", help: "default: a free one" },
      seed: { type: "string", value: "FILE", help: "JSON of what the systems hold at the start" },
      save: { type: "string", value: "FILE", help: "write what they hold at the end; fit for --seed" },
      dialect: {
        type: "string",
        value: "NAME",
        help: "which published description is served, as guide, t or server; several with commas",
      },
      "pending-members": {
        type: "string",
        value: "HOW",
        choices: ["listed", "hidden"],
        help: "whether the member list shows who is only invited",
      },
      latency: { type: "string", value: "MS", help: "milliseconds before each reply" },
      rate: { type: "string", value: "N/min", help: "requests in a minute or a second (N/s); 0: no limit" },
      faults: { type: "string", value: "SPEC", help: "faults to inject, e.g. 429@3,500@1=POST:/members" },
    },
    most: 0,
    examples: ["orgwright sandbox --port 4100 --seed sandbox.json"],
    start: async (given, world) => await (await import("./sandbox.ts")).sandbox(given, world),
  }),
  terraform: command({
    summary: "Install the Terraform provider from this package, without any registry.",
    details:
      "`terraform install` writes a filesystem mirror for Terraform and OpenTofu, and shows the configuration\n" +
      "that they need. What is there already is kept.",
    arguments: "install",
    most: 1,
    options: {
      dir: {
        type: "string",
        value: "DIR",
        help: "default: ~/.terraform.d/plugins, where both look without being told",
      },
      "all-platforms": {
        type: "boolean",
        help: "for Linux, macOS and FreeBSD, not only for this machine; the same bytes for each",
      },
      force: { type: "boolean", help: "replace another build of the same version" },
    },
    examples: ["orgwright terraform install", "orgwright terraform install --dir mirror --all-platforms"],
    start: async (given, world) => await (await import("./terraform.ts")).terraform(given, world),
  }),
  schema: command({
    summary: "Print a JSON schema; without a name, list them.",
    arguments: "[NAME]",
    most: 1,
    options: {},
    examples: ["orgwright schema organization > organization.schema.json"],
    start: async (given, world) => await (await import("./schema.ts")).schema(given, world),
  }),
  systems: command({
    summary: "Show which systems there are, and what each can do.",
    options: {
      format: {
        type: "string",
        value: "FORMAT",
        choices: ["text", "markdown"],
        help: "text (default) or markdown",
      },
    },
    most: 0,
    examples: ["orgwright systems"],
    start: async (given, world) => await (await import("./systems.ts")).systems(given, world),
  }),
};
