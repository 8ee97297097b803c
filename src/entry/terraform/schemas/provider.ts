/** The configuration of the provider. */
import type { Attributes, Schema } from "../schema/schema.ts";
import { given, needed, object, text } from "./parts.ts";

const removalLimit: Attributes = {
  count: {
    type: "number",
    description: "At most so many of a kind in an organization. Default 10.",
    ...given,
  },
  percent: {
    type: "number",
    description: "At most this share of the live ones of a kind, from 4 live ones up. Default 25.",
    ...given,
  },
};

const minOwners = {
  type: "number",
  description: "Active owners that an organization keeps at least. Default 1.",
  ...given,
} as const;

const approveGains = {
  type: { collection: "list", of: "string" },
  description: "Gains that are refused without an approval: `owner`, `admin`. Default none.",
  ...given,
} as const;

function count(description: string): Attributes[string] {
  return { type: "number", description, ...given };
}

function names(description: string): Attributes[string] {
  return { type: { collection: "list", of: "string" }, description, ...given };
}

const connection: Attributes = {
  system: text("The system: `signalsmith`, `cnap`, `lumoauth`, `cantila` or `apimetrics`.", needed),
  endpoint: text("Base address of its API.", needed),
  token_env: text("Name of the environment variable that holds the credential. Give this or `token`.", given),
  token: {
    ...text("The credential itself. Better: `token_env`, so that no plan file holds it.", given),
    sensitive: true,
  },
  dialect: text(
    "Which of the system's published dialects the endpoint speaks, as in the project file.",
    given,
  ),
  tenant: text("LumoAuth: the slug of the tenant.", given),
  self: text("The credential's own account, by e-mail or id, where the API does not tell.", given),
  workspace: text("SignalSmith: the workspace that calls are made from.", given),
  pending_members: text("SignalSmith: `listed` or `hidden`.", given),
  pace: object(
    "How fast requests may follow each other. Default: as the system documents.",
    {
      per_minute: count("Requests in any 60 seconds, in place of what the system documents."),
      per_second: count("Requests in any second, in place of what the system documents."),
      leave: count(
        "Percent of the quota that are left for others. Default 20 where others share it, else 0.",
      ),
      concurrency: count("Requests at the same time. Default 8."),
    },
    given,
  ),
};

/** Connections and guards: from a project file, from here, or both; what is said here wins. */
export const providerSchema: Schema = {
  version: 0,
  description:
    "Organizations as code: who belongs to which organization, with which role, on which workspaces. The same engine as the `orgwright` command, with the same guards.",
  attributes: {
    project: text(
      "Path of an `orgwright.yaml`, relative to the folder that Terraform runs in. Its connections, guards, invitations and secrets hold here too; its manifests are not read.",
      given,
    ),
    connections: {
      type: { nesting: "map", attributes: connection },
      description: "Accounts on systems, by a name of your own.",
      ...given,
    },
    guards: object(
      "Limits that no plan and no apply passes. All are on by default.",
      {
        min_owners: minOwners,
        protect_self: {
          type: "bool",
          description: "Whether the credential's own account is protected. Default true.",
          ...given,
        },
        protected: object(
          "Accounts and organizations that nothing is taken from, break-glass accounts above all.",
          {
            people: names("E-mails, or the systems' ids as `id:user_9`."),
            organizations: names("Organizations, by slug."),
          },
          given,
        ),
        approve_gains: approveGains,
        max_removals: object(
          "How much one run may take away: removals, demotions, lowered access, and people who lose access by cascade.",
          {
            ...removalLimit,
            total: {
              type: "number",
              description: "At most so many people and things over the whole run. Default 50.",
              ...given,
            },
          },
          given,
        ),
        organizations: {
          type: {
            nesting: "map",
            attributes: {
              min_owners: minOwners,
              approve_gains: approveGains,
              max_removals: object("Other limits.", removalLimit, given),
            },
          },
          description: "Other numbers for single organizations, by slug.",
          ...given,
        },
      },
      given,
    ),
    invitations: object(
      "How often an expired invitation is sent again.",
      {
        max_per_person: {
          type: "number",
          description: "Mails to one person for one wish. Default 3.",
          ...given,
        },
        quiet_days: { type: "number", description: "Days of rest after a mail. Default 3.", ...given },
      },
      given,
    ),
    secrets_out: text(
      "File for secrets that a system tells once, such as invitation tokens. Without it what needs one is refused. Never in the state.",
      given,
    ),
    secrets_recipients: {
      type: { collection: "list", of: "string" },
      description: "age recipients that the file of `secrets_out` is encrypted for.",
      ...given,
    },
  },
};
