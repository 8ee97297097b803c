/** Whose token it is. */
import * as z from "zod";
import type { Client } from "./client.ts";
import { hasStatus, isMissingPermission } from "./errors.ts";

/** The account of the token that a workflow has by itself. */
export const ACTIONS_BOT = "github-actions[bot]";

const account = z.object({ login: z.string().min(1) });
const answer = z.object({ data: z.object({ viewer: account.nullish() }).nullish() });

/**
 * The login of the token's account. By GraphQL, since `GET /user` is refused to the token of a workflow; where GraphQL is
 * refused as well, it is taken for that token. Throws GitHubError when GitHub does not answer or knows no such token.
 */
export async function viewer({ request, graphqlUrl, one }: Client): Promise<string> {
  const query = "query { viewer { login } }";
  try {
    const { data } = await one(
      { operation: "find out whose token this is", permission: "metadata: read" },
      request({ method: "POST", url: graphqlUrl, query }),
      answer,
    );
    return data?.viewer?.login ?? ACTIONS_BOT;
  } catch (error) {
    if (isMissingPermission(error) || hasStatus(error, 404)) return ACTIONS_BOT;
    throw error;
  }
}
