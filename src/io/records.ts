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
  renewing: z.literal(true).exactOptional(),
});

const attempted = z.strictObject({
  commit: z.string().exactOptional(),
  at: z.iso.datetime({ offset: true }),
  status: z.enum(["partial", "blocked", "stopped"]),
  created: z.record(z.string(), z.string()).exactOptional(),
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
  manifest: z.string().exactOptional(),
  waiting: z.literal(true).exactOptional(),
  attempted: attempted.exactOptional(),
  declared: z.record(z.string(), z.string()),
  released: z.array(z.string()),
  invitations: z.record(z.string(), invitation),
});

/** The records of the project in `root`. What cannot be understood is an error and never taken for absent. */
export function fileRecords(root: string): RecordStore {
  return {
    all: async () => await Promise.all((await names(root)).map((name) => read(root, name))),
    put: async (one) => await writeWhole(join(root, recordFile(one.organization)), recordText(one)),
    remove: async (organization) => await rm(join(root, recordFile(organization)), { force: true }),
  };
}

/** Where an organization's record is: never outside the folder, and never a file that `recordName` would leave out. */
export function recordFile(organization: string): string {
  if (!SAFE_NAME.test(organization)) {
    throw new InternalError(`${JSON.stringify(organization)} cannot be a record's name`);
  }
  return `${RECORD_FOLDER}/${organization}.json`;
}

/** Whose record a file of the folder is; undefined when it is no record. `file` is the name in the folder. */
export function recordName(file: string): string | undefined {
  return file.endsWith(".json") && !file.startsWith(".") ? file.slice(0, -".json".length) : undefined;
}

/** A record as its file has it. */
export function recordText(one: OrganizationRecord): string {
  return `${JSON.stringify(one, null, 2)}\n`;
}

/** The record in a file's text. Throws ConfigurationError, which names `file`, for what is no record of `name`. */
export function parseRecord(name: string, text: string, file: string): OrganizationRecord {
  refuseName(name, file);
  const parsed = record.safeParse(parseJson(text));
  if (!parsed.success) throw damagedRecord(file, z.prettifyError(parsed.error).split("\n")[0] ?? "");
  if (parsed.data.organization !== name) {
    throw damagedRecord(file, `it speaks of organization ${parsed.data.organization}`);
  }
  return parsed.data;
}

/** The error for a record that cannot be read. */
export function damagedRecord(file: string, reason: string): ConfigurationError {
  return new ConfigurationError(
    `The record ${file} is damaged: ${reason.replace(/^✖ /, "")}`,
    `Restore it, or delete it: without a record differences are only no longer told apart, and nothing is removed for it; invitations may be sent once more.`,
  );
}

async function names(root: string): Promise<readonly string[]> {
  try {
    const files = await readdir(join(root, RECORD_FOLDER));
    return files.flatMap((file) => recordName(file) ?? []).sort(compareText);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

async function read(root: string, name: string): Promise<OrganizationRecord> {
  const file = `${RECORD_FOLDER}/${name}.json`;
  refuseName(name, file);
  return parseRecord(name, await readFile(join(root, file), "utf8"), file);
}

function refuseName(name: string, file: string): void {
  if (!SAFE_NAME.test(name)) throw damagedRecord(file, "no record has such a name");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
