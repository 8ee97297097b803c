/** What a token may do: GitHub's names of permissions, such as `pull_requests`, each read or write. */
export type Permissions = Readonly<Record<string, "read" | "write">>;

/** Somebody with a token. */
export interface FakeAccount {
  readonly token: string;
  /** As GitHub shows it: an app's ends with `[bot]`. */
  readonly login: string;
  /** Everything left out is refused. Default: all that the fake serves, write. */
  readonly permissions?: Permissions;
  /** `bot` is a workflow's GITHUB_TOKEN, `app` a GitHub App's, `user` a personal access token. Default `user`. */
  readonly kind?: "bot" | "user" | "app";
}

/** The limits that GitHub has; each can be moved, and 0 turns the first two off. */
export interface FakeLimits {
  /** Requests of one account an hour. Default 1000 for a bot, as GITHUB_TOKEN has, else 5000. */
  readonly requestsPerHour?: number;
  /** Requests of one account that write something, a minute. Default 80. */
  readonly writesPerMinute?: number;
  /** Entries of a recursive tree before it is cut and says `truncated`. Default 100,000. */
  readonly treeEntries?: number;
  /** Changed files that a comparison shows. Default 300. */
  readonly compareFiles?: number;
}

/** One request and its reply, for tests that hold them against a contract. */
export interface FakeExchange {
  readonly method: string;
  /** Below the root of the API, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; undefined when there is none. */
  readonly body: unknown;
  readonly status: number;
  /** The parsed reply; undefined when it is empty. */
  readonly reply: unknown;
  /** Whether it came as to GitHub Enterprise Server, under /api. */
  readonly enterprise: boolean;
  /** Whether an injected fault answered instead of the fake. */
  readonly faulted: boolean;
}

/** How the fake is; every setting has a default. */
export interface GitHubOptions {
  /** Default 0: a free one. */
  readonly port?: number;
  /** `owner/name`. Default `acme/organizations`. */
  readonly repository?: string;
  /** Default `main`. */
  readonly defaultBranch?: string;
  /** Default: one, token `github-token`, login `github-actions[bot]`, a bot that may do everything. */
  readonly accounts?: readonly FakeAccount[];
  readonly limits?: FakeLimits;
  /** Milliseconds since 1970. Default: the present, and each merge has a second of its own, as people leave one between. */
  readonly now?: () => number;
  /** The files of the first commit on the default branch. Default: a README. */
  readonly seed?: { readonly files: Readonly<Record<string, string>> };
  /** Which form `apiUrl` and `graphqlUrl`, and all links in replies, have. Both are always served. Default `github.com`. */
  readonly form?: "github.com" | "enterprise";
  /** Who may comment where a conversation is locked: users with write access, or nobody. Default `users`. */
  readonly lockedLetsIn?: "users" | "nobody";
  /** Whether the token of a workflow may open pull requests. Default true. */
  readonly botsMayOpenPulls?: boolean;
  /** Whether the repository has issues at all. Default true. */
  readonly hasIssues?: boolean;
  /** Called after each request, with what was asked and answered. */
  readonly onExchange?: (exchange: FakeExchange) => void;
}

/** An account with everything decided. */
export type Account = Required<FakeAccount>;

/** The options with everything decided. */
export interface Settings {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly accounts: readonly Account[];
  readonly limits: FakeLimits & Required<Omit<FakeLimits, "requestsPerHour">>;
  readonly now: () => number;
  /** Lets a second pass, by the fake's own clock; one that was given goes as it goes. */
  readonly pass: () => void;
  readonly enterprise: boolean;
  readonly lockedLetsIn: "users" | "nobody";
  readonly botsMayOpenPulls: boolean;
  readonly hasIssues: boolean;
}

const EVERYTHING: Permissions = {
  actions: "write",
  checks: "write",
  contents: "write",
  issues: "write",
  metadata: "read",
  pull_requests: "write",
  statuses: "write",
};

const WORKFLOW: FakeAccount = { token: "github-token", login: "github-actions[bot]", kind: "bot" };

/** Fills in the defaults; throws a TypeError when the repository is not `owner/name` or a token is given twice. */
export function decide(options: GitHubOptions): Settings {
  const repository = options.repository ?? "acme/organizations";
  const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(repository) ?? [];
  if (owner === undefined || name === undefined) {
    throw new TypeError(`The repository is \`${repository}\`; it must be \`owner/name\`.`);
  }
  return {
    owner,
    name,
    defaultBranch: options.defaultBranch ?? "main",
    accounts: accountsOf(options.accounts ?? [WORKFLOW]),
    limits: { writesPerMinute: 80, treeEntries: 100_000, compareFiles: 300, ...options.limits },
    ...clockOf(options.now),
    enterprise: options.form === "enterprise",
    lockedLetsIn: options.lockedLetsIn ?? "users",
    botsMayOpenPulls: options.botsMayOpenPulls ?? true,
    hasIssues: options.hasIssues ?? true,
  };
}

function clockOf(given: (() => number) | undefined): Pick<Settings, "now" | "pass"> {
  if (given !== undefined) return { now: given, pass: () => {} };
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    pass: () => {
      ahead += 1000;
    },
  };
}

function accountsOf(accounts: readonly FakeAccount[]): readonly Account[] {
  const tokens = accounts.map(({ token }) => token);
  const twice = tokens.find((token, at) => tokens.indexOf(token) !== at);
  if (twice !== undefined) {
    throw new TypeError(`Two accounts have the token \`${twice}\`; each needs its own.`);
  }
  return accounts.map((account) => ({ permissions: EVERYTHING, kind: "user", ...account }));
}
