/** A client for a server on loopback, with short patience. */
import { type GitHub, type GitHubOptions, openGitHub } from "../../../src/io/github/index.ts";

/** Never to be seen in an error. */
export const TOKEN = "ghs_canary/+=secret";

export function open(url: string, options: Partial<GitHubOptions> = {}): GitHub {
  return openGitHub({
    apiUrl: url,
    graphqlUrl: `${url}/graphql`,
    token: TOKEN,
    owner: "acme",
    repo: "orgs",
    userAgent: "orgwright-test",
    minimumWaitSeconds: 0.005,
    ...options,
  });
}
