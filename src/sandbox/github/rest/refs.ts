import * as z from "zod";
import { Refusal } from "../../reply.ts";
import { branchesOf, commitOf, moveRef, removeRef } from "../branches.ts";
import { isAncestor } from "../git/history.ts";
import { commitBody, refBody } from "../wire/git.ts";
import { repositoryUrl } from "../wire/repository.ts";
import {
  type Answer,
  type Call,
  made,
  notFound,
  type Operation,
  ok,
  paged,
  param,
  readBody,
} from "./call.ts";

const createSchema = z.object({ ref: z.string(), sha: z.string() });
const updateSchema = z.object({ sha: z.string(), force: z.boolean().default(false) });

const write = "contents=write";
const read = "contents=read";

/** Refs, and the branches among them. */
export const refOperations: readonly Operation[] = [
  { method: "POST", path: "/git/refs", accepts: write, answer: createRef },
  { method: "GET", path: "/git/ref/:ref+", accepts: read, answer: readRef },
  { method: "GET", path: "/git/matching-refs/:ref+", accepts: read, answer: listRefs },
  { method: "PATCH", path: "/git/refs/:ref+", accepts: write, answer: updateRef },
  { method: "DELETE", path: "/git/refs/:ref+", accepts: write, answer: deleteRef },
  { method: "GET", path: "/branches", accepts: read, answer: listBranches },
  { method: "GET", path: "/branches/:branch+", accepts: read, answer: readBranch },
];

/** `refs/heads/a` or `refs/tags/a/b`, of characters and parts that git allows. */
const SHAPE = /^refs\/[^/\s~^:?*[\\]+(\/[^/\s~^:?*[\\]+)+$/;

function createRef(call: Call): Answer {
  const { world } = call;
  const { ref, sha } = readBody(call, "Reference", createSchema);
  if (!SHAPE.test(ref) || ref.includes("..") || ref.endsWith(".lock")) {
    throw new Refusal(422, `${ref} is not a valid ref name.`);
  }
  if (world.refs.has(ref)) {
    throw new Refusal(422, "Reference already exists");
  }
  // Git keeps refs as files: one cannot be the folder of another.
  if ([...world.refs.keys()].some((other) => other.startsWith(`${ref}/`) || ref.startsWith(`${other}/`))) {
    throw new Refusal(422, "Reference could not be created: a part of its name is a ref already");
  }
  checkObject(call, sha);
  moveRef(world, ref, sha);
  return made(refBody(world, ref, sha));
}

function readRef(call: Call): Answer {
  const ref = `refs/${param(call, "ref")}`;
  const sha = call.world.refs.get(ref);
  if (sha === undefined) {
    throw notFound();
  }
  return ok(refBody(call.world, ref, sha));
}

function listRefs(call: Call): Answer {
  const start = `refs/${param(call, "ref")}`;
  const rows = [...call.world.refs].filter(([ref]) => ref.startsWith(start)).sort();
  return paged(call, rows, ([ref, sha]) => refBody(call.world, ref, sha));
}

function updateRef(call: Call): Answer {
  const { world } = call;
  const { ref, before } = existing(call);
  const { sha, force } = readBody(call, "Reference", updateSchema);
  checkObject(call, sha);
  if (!(force || isAncestor(world.git, before, sha))) {
    throw new Refusal(422, "Update is not a fast forward");
  }
  if (sha !== before) {
    moveRef(world, ref, sha);
  }
  return ok(refBody(world, ref, sha));
}

function deleteRef(call: Call): Answer {
  const { ref } = existing(call);
  if (ref === `refs/heads/${call.world.settings.defaultBranch}`) {
    throw new Refusal(422, "Cannot delete the default branch");
  }
  removeRef(call.world, ref);
  return { status: 204 };
}

function existing(call: Call): { readonly ref: string; readonly before: string } {
  const ref = `refs/${param(call, "ref")}`;
  const before = call.world.refs.get(ref);
  if (before === undefined) {
    throw new Refusal(422, "Reference does not exist");
  }
  return { ref, before };
}

function checkObject({ world }: Call, sha: string): void {
  if (world.git.commit(sha) === undefined) {
    throw new Refusal(422, "Object does not exist");
  }
}

function listBranches(call: Call): Answer {
  return paged(call, branchesOf(call.world), ([name, sha]) => ({
    name,
    commit: { sha, url: `${repositoryUrl(call.world)}/commits/${sha}` },
    protected: false,
  }));
}

function readBranch(call: Call): Answer {
  const { world } = call;
  const name = param(call, "branch");
  const sha = world.refs.get(`refs/heads/${name}`);
  if (sha === undefined) {
    throw new Refusal(404, "Branch not found");
  }
  const self = `${repositoryUrl(world)}/branches/${encodeURIComponent(name)}`;
  return ok({
    name,
    commit: commitBody(world, sha, commitOf(world, sha)),
    _links: { self, html: `${world.place.server}/tree/${name}` },
    protected: false,
    protection: {
      enabled: false,
      required_status_checks: { enforcement_level: "off", contexts: [], checks: [] },
    },
    protection_url: `${self}/protection`,
  });
}
