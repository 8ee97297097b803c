import { Refusal } from "../../reply.ts";
import type { World } from "../world.ts";
import { type Answer, type Call, mayDo, ok } from "./call.ts";

/** Bytes of a text before it is cut and says `isTruncated`. */
const MAX_TEXT = 512_000;

const VIEWER = /^\s*(?:query(?:\s+\w+)?\s*)?\{\s*viewer\s*\{\s*login\s*\}\s*\}\s*$/;
const OBJECTS =
  /^\s*query(?:\s+\w+)?\s*\(\s*\$owner\s*:\s*String!\s*,?\s*\$name\s*:\s*String!\s*\)\s*\{\s*repository\s*\(\s*owner\s*:\s*\$owner\s*,?\s*name\s*:\s*\$name\s*\)\s*\{([\s\S]*)\}\s*\}\s*$/;
const OBJECT =
  /^\s*(\w+)\s*:\s*object\s*\(\s*oid\s*:\s*"([0-9a-f]+)"\s*\)\s*\{\s*\.\.\.\s*on\s+Blob\s*\{([\w\s]*)\}\s*\}/;

/** Answers GraphQL, of which two questions exist here: who the viewer is, and blobs of the repository by their ids. */
export function answerGraphql(call: Call): Answer {
  const { account, body } = call;
  const query = textOf(body, "query") ?? "";
  if (VIEWER.test(query)) {
    return ok({ data: { viewer: { login: account.login } } });
  }
  const [, inside] = OBJECTS.exec(query) ?? [];
  return inside === undefined ? unknown() : readObjects(call, inside);
}

function readObjects({ world, account, body }: Call, inside: string): Answer {
  const variables = typeof body === "object" && body !== null && "variables" in body ? body.variables : {};
  const name = `${textOf(variables, "owner")}/${textOf(variables, "name")}`;
  const { owner, name: own } = world.settings;
  if (name.toLowerCase() !== `${owner}/${own}`.toLowerCase()) {
    const message = `Could not resolve to a Repository with the name '${name}'.`;
    return refused("NOT_FOUND", message);
  }
  if (!mayDo(account, "contents=read")) {
    return refused("FORBIDDEN", "Resource not accessible by integration");
  }
  const repository: Record<string, object | null> = {};
  for (let rest = inside; rest.trim() !== ""; ) {
    const [all, alias, oid, fields] = OBJECT.exec(rest) ?? [];
    if (all === undefined || alias === undefined || oid === undefined || fields === undefined) {
      return unknown();
    }
    repository[alias] = objectOf(world, oid, fields.split(/\s+/));
    rest = rest.slice(all.length);
  }
  return ok({ data: { repository } });
}

/** Null for what is not there; nothing of what is no blob. */
function objectOf({ git }: World, oid: string, fields: readonly string[]): object | null {
  const bytes = git.blob(oid);
  if (bytes === undefined) {
    return git.raw(oid) === undefined ? null : {};
  }
  const isBinary = bytes.includes(0);
  const isTruncated = bytes.length > MAX_TEXT;
  const blob = {
    oid,
    byteSize: bytes.length,
    isBinary,
    isTruncated,
    text: isBinary ? null : Buffer.from(bytes.subarray(0, MAX_TEXT)).toString("utf8"),
  };
  return Object.fromEntries(Object.entries(blob).filter(([field]) => fields.includes(field)));
}

function refused(type: string, message: string): Answer {
  return ok({ data: { repository: null }, errors: [{ type, path: ["repository"], message }] });
}

function unknown(): Answer {
  return ok({
    errors: [
      { message: "The fake GitHub answers only { viewer { login } } and blobs by their ids over GraphQL." },
    ],
  });
}

function textOf(value: unknown, name: string): string | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const found: unknown = Reflect.get(value, name);
  if (found !== undefined && typeof found !== "string") {
    throw new Refusal(400, "Problems parsing JSON");
  }
  return found;
}
