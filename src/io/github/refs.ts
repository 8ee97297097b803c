/** Branches: where they are, and how they are moved. */
import * as z from "zod";
import { ConfigurationError } from "../../model/errors.ts";
import type { Client } from "./client.ts";
import { type Attempt, hasStatus } from "./errors.ts";

/** What can be done with branches. All throw GitHubError, and ConfigurationError for what no branch can be called. */
export interface Refs {
  /** Asked once. */
  defaultBranch(): Promise<string>;
  /** The commit of a branch; undefined when there is no such branch, and the token could see it. */
  headOf(branch: string): Promise<string | undefined>;
  /** The branches whose names begin so, with their commits. */
  branchesUnder(prefix: string): Promise<readonly { readonly name: string; readonly sha: string }[]>;
  /** False: it is there already, and at another commit. */
  createBranch(branch: string, sha: string): Promise<boolean>;
  /** `refused`: this is no fast-forward, or the branch is gone. */
  moveBranch(branch: string, sha: string, options: { readonly force: boolean }): Promise<"moved" | "refused">;
  /** Nothing happens when it is gone. */
  deleteBranch(branch: string): Promise<void>;
}

const ref = z.object({ ref: z.string(), object: z.object({ sha: z.string() }) });
const READ = "contents: read";
const WRITE = "contents: write";
const MISSING = /does not exist|not found/i;

/** The branches of the client's repository. */
export function refsOf(client: Client): Refs {
  const { request, here, one, none } = client;

  let asked: Promise<string> | undefined;

  async function defaultBranch(): Promise<string> {
    asked ??= readDefaultBranch().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return await asked;
  }

  async function readDefaultBranch(): Promise<string> {
    const { default_branch } = await one(
      { operation: "read the repository", permission: "metadata: read" },
      request("GET /repos/{owner}/{repo}", here),
      z.object({ default_branch: z.string().min(1) }),
    );
    return default_branch;
  }

  async function shaOf(branch: string): Promise<string> {
    const attempt: Attempt = { operation: `find branch ${branch}`, permission: READ };
    const { object } = await one(
      attempt,
      request(`GET /repos/{owner}/{repo}/git/ref/${pathOf(branch)}`, here),
      ref,
    );
    return object.sha;
  }

  async function headOf(branch: string): Promise<string | undefined> {
    try {
      return await shaOf(branch);
    } catch (error) {
      if (!hasStatus(error, 404)) throw error;
      // A token that may see no branch gets a 404 too: only one that sees another branch knows.
      const known = await defaultBranch();
      if (known === branch) throw error;
      await shaOf(known);
      return undefined;
    }
  }

  return {
    defaultBranch,
    headOf,
    branchesUnder: async (prefix) => await branchesUnder(client, prefix),
    createBranch: async (branch, sha) => {
      pathOf(branch);
      try {
        await one(
          { operation: `create branch ${branch}`, permission: WRITE },
          request("POST /repos/{owner}/{repo}/git/refs", { ...here, ref: `refs/heads/${branch}`, sha }),
          ref,
        );
        return true;
      } catch (error) {
        if (!(hasStatus(error, 422) && /already exists/i.test(error.answer))) throw error;
        // Sent twice, the second is refused although the first was done.
        return (await headOf(branch)) === sha;
      }
    },
    moveBranch: async (branch, sha, { force }) => {
      try {
        await one(
          { operation: `move branch ${branch}`, permission: WRITE },
          request(`PATCH /repos/{owner}/{repo}/git/refs/${pathOf(branch)}`, { ...here, sha, force }),
          ref,
        );
        return "moved";
      } catch (error) {
        const refused =
          hasStatus(error, 422) && (/fast.?forward/i.test(error.answer) || MISSING.test(error.answer));
        if (refused || hasStatus(error, 409)) return "refused";
        throw error;
      }
    },
    deleteBranch: async (branch) => {
      try {
        await none(
          { operation: `delete branch ${branch}`, permission: WRITE },
          request(`DELETE /repos/{owner}/{repo}/git/refs/${pathOf(branch)}`, here),
        );
      } catch (error) {
        if (!(hasStatus(error, 422) && MISSING.test(error.answer))) throw error;
      }
    },
  };
}

/** The branch in an address: its slashes stay, and nothing in it leads elsewhere. */
function pathOf(branch: string): string {
  const parts = branch.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) {
    throw new ConfigurationError(
      `${JSON.stringify(branch)} is no name of a branch`,
      "Give a name that git takes, such as orgwright-record.",
    );
  }
  return `heads/${parts.map(encodeURIComponent).join("/")}`;
}

async function branchesUnder(
  { request, here, one }: Client,
  prefix: string,
): Promise<readonly { readonly name: string; readonly sha: string }[]> {
  const found = await one(
    { operation: `list the branches that begin with ${prefix}`, permission: READ },
    request(`GET /repos/{owner}/{repo}/git/matching-refs/${pathOf(prefix)}`, here),
    z.array(ref),
  );
  return found.map((each) => ({ name: each.ref.replace(/^refs\/heads\//, ""), sha: each.object.sha }));
}
