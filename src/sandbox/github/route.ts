import type { Quota } from "./quota.ts";
import { accountOperations } from "./rest/account.ts";
import type { Call, Operation } from "./rest/call.ts";
import { checkOperations } from "./rest/checks.ts";
import { commentOperations } from "./rest/comments.ts";
import { contentOperations } from "./rest/contents.ts";
import { gitOperations } from "./rest/git.ts";
import { issueOperations } from "./rest/issues.ts";
import { labelOperations } from "./rest/labels.ts";
import { pullOperations } from "./rest/pulls.ts";
import { refOperations } from "./rest/refs.ts";
import { repositoryOperations } from "./rest/repository.ts";
import { statusOperations } from "./rest/statuses.ts";
import { treeOperations } from "./rest/trees.ts";

/** An operation with what its path held. */
export interface Route {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the operation for a method and a path below the root of the API; undefined where there is none. */
export type Router = (method: string, path: string) => Route | undefined;

/** The router of the whole REST API for one repository (`owner/name`), whose name is compared without case. */
export function createRouter(repository: string, quota: Quota): Router {
  const operations = [
    ...accountOperations(({ account }: Call) => quota.usage(account)),
    ...repositoryOperations,
    ...commentOperations,
    ...issueOperations,
    ...labelOperations,
    ...pullOperations,
    ...statusOperations,
    ...checkOperations,
    ...refOperations,
    ...gitOperations,
    ...treeOperations,
    ...contentOperations,
  ];
  const routes = operations.map((operation) => ({ operation, pattern: patternOf(operation.path) }));
  return (method, path) => {
    for (const { operation, pattern } of routes) {
      const groups = operation.method === method ? pattern.exec(path)?.groups : undefined;
      if (groups !== undefined) {
        const { repository: asked = repository, ...params } = decoded(groups);
        return asked.toLowerCase() === repository.toLowerCase() ? { operation, params } : undefined;
      }
    }
    return undefined;
  };
}

function patternOf(path: string): RegExp {
  const below = path === "" || path.startsWith("/");
  const start = below ? "/repos/(?<repository>[^/]+/[^/]+)" : "(?<none>)/";
  const rest = path.replace(
    /:(\w+)(\+?)/g,
    (_, name, many) => `(?<${name}>${many === "+" ? ".+" : "[^/]+"})`,
  );
  return new RegExp(`^${start}${rest}/?$`);
}

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]));
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
