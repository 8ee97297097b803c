/** The record in its file store: `.orgwright/record/ORG.json` beside the project, one file per organization. */
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { compareText } from "../model/diagnostic.ts";
import { ConfigurationError, InternalError } from "../model/errors.ts";
import type { OrganizationRecord, RecordStore } from "../model/record.ts";
import { codeOf, writeWhole } from "./files.ts";

/** Where records are, relative to the project. */
export const RECORD_FOLDER = ".orgwright/record";

/** Names come from what systems and records say: nothing in one may lead to another folder. */
const SAFE_NAME = /^[A-Za-z0-9_~%-][A-Za-z0-9._~%-]*$/;

const invitation = z.strictObject({
  sentAt: z.iso.datetime({ offset: true }),
  count: z.int().nonnegative(),
  roles: z.array(z.string()),
  access: z.record(z.string(), z.string()),
});

const attempted = z.strictObject({
  commit: z.string().exactOptional(),
  at: z.iso.datetime({ offset: true }),
  status: z.enum(["partial", "blocked", "stopped"]),
});

const record: z.ZodType<OrganizationRecord> = z.strictObject({
  formatVersion: z.literal(1),
  organization: z.string().min(1),
  connection: z.string().min(1),
  slug: z.string().exactOptional(),
  id: z.string().exactOptional(),
  commit: z.string().exactOptional(),
  appliedAt: z.iso.datetime({ offset: true }).exactOptional(),
  desired: z.string().exactOptional(),
  attempted: attempted.exactOptional(),
  declared: z.record(z.string(), z.string()),
  released: z.array(z.string()),
  invitations: z.record(z.string(), invitation),
});

/** The records of the project in `root`. What cannot be understood is an error and never taken for absent. */
export function fileRecords(root: string): RecordStore {
  return {
    all: async () => await Promise.all((await names(root)).map((name) => read(root, name))),
    put: async (one) => await writeWhole(pathOf(root, one.organization), `${JSON.stringify(one, null, 2)}\n`),
    remove: async (organization) => await rm(pathOf(root, organization), { force: true }),
  };
}

/** Never outside the folder, and never a file that `names` would leave out. */
function pathOf(root: string, name: string): string {
  if (!SAFE_NAME.test(name)) throw new InternalError(`${JSON.stringify(name)} cannot be a record's name`);
  return join(root, RECORD_FOLDER, `${name}.json`);
}

async function names(root: string): Promise<readonly string[]> {
  try {
    const files = await readdir(join(root, RECORD_FOLDER));
    return files
      .filter((file) => file.endsWith(".json") && !file.startsWith("."))
      .map((file) => file.slice(0, -".json".length))
      .sort(compareText);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

async function read(root: string, name: string): Promise<OrganizationRecord> {
  if (!SAFE_NAME.test(name)) throw damaged(name, "no record has such a name");
  const parsed = record.safeParse(parseJson(await readFile(pathOf(root, name), "utf8")));
  if (!parsed.success) throw damaged(name, z.prettifyError(parsed.error).split("\n")[0] ?? "");
  if (parsed.data.organization !== name) {
    throw damaged(name, `it speaks of organization ${parsed.data.organization}`);
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function damaged(name: string, reason: string): ConfigurationError {
  const file = `${RECORD_FOLDER}/${name}.json`;
  return new ConfigurationError(
    `The record ${file} is damaged: ${reason.replace(/^✖ /, "")}`,
    `Restore it, or delete it: without a record differences are only no longer told apart, and nothing is removed for it; invitations may be sent once more.`,
  );
}
