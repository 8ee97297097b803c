/** Labels of issues and pull requests. */
import * as z from "zod";
import type { Client } from "./client.ts";
import { unlessGone } from "./comments.ts";
import { hasStatus } from "./errors.ts";

/** A label as it is made when the repository does not have it. */
export interface Label {
  readonly name: string;
  /** Six hexadecimal digits, without #. */
  readonly color: string;
  readonly description: string;
}

/** What can be done with labels. All throw GitHubError. */
export interface Labels {
  /** `wanted` is on the issue afterwards, and the others of `among` are not; the repository gets the label if need be. */
  put(issue: number, wanted: Label | undefined, among: readonly string[]): Promise<void>;
}

const named = z.object({ name: z.string() });
const PERMISSION = "pull-requests: write";

/** The labels of the client's repository. */
export function labelsOf(client: Client): Labels {
  const { request, pages, here, one, none, all } = client;

  async function add(issue: number, label: Label): Promise<void> {
    await provide(client, label);
    await one(
      { operation: `put the label ${label.name} on #${issue}`, permission: PERMISSION },
      request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", {
        ...here,
        issue_number: issue,
        labels: [label.name],
      }),
      z.array(named),
    );
  }

  async function takeOff(issue: number, name: string): Promise<void> {
    const removing = request("DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}", {
      ...here,
      issue_number: issue,
      name,
    });
    await unlessGone(
      none({ operation: `take the label ${name} off #${issue}`, permission: PERMISSION }, removing),
    );
  }

  return {
    put: async (issue, wanted, among) => {
      const there = await all(
        { operation: `list the labels of #${issue}`, permission: "pull-requests: read" },
        pages("GET /repos/{owner}/{repo}/issues/{issue_number}/labels", {
          ...here,
          issue_number: issue,
          per_page: 100,
        }),
        named,
      );
      if (wanted !== undefined && !there.some(({ name }) => same(name, wanted.name)))
        await add(issue, wanted);
      const others = among.filter((name) => wanted === undefined || !same(name, wanted.name));
      for (const { name } of there) {
        if (others.some((other) => same(other, name))) await takeOff(issue, name);
      }
    },
  };
}

/** GitHub knows a label by its name in small or capital letters. */
function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Makes the label; it is fine when another run is faster. */
async function provide({ request, here, one }: Client, label: Label): Promise<void> {
  const reading = request("GET /repos/{owner}/{repo}/labels/{name}", { ...here, name: label.name });
  const attempt = { operation: `read the label ${label.name}`, permission: "issues: read" };
  if ((await unlessGone(one(attempt, reading, named))) !== undefined) return;
  try {
    await one(
      { operation: `make the label ${label.name}`, permission: "issues: write" },
      request("POST /repos/{owner}/{repo}/labels", { ...here, ...label }),
      named,
    );
  } catch (error) {
    if (!(hasStatus(error, 422) && /already_exists/.test(error.answer))) throw error;
  }
}
