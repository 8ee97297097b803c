/**
 * How a request goes out, below Octokit. Octokit takes an answer that broke off, or one without a body, for an empty
 * list; here it is a failure. The token goes to GitHub's own addresses only, whatever a Link header says.
 */

/** A good status without the JSON that belongs to it. */
export class BadAnswer extends Error {
  override readonly name = "BadAnswer";
  readonly status: number;
  readonly requestId: string | undefined;

  constructor(message: string, response: Response) {
    super(message);
    this.status = response.status;
    this.requestId = response.headers.get("x-github-request-id") ?? undefined;
  }
}

const TIMEOUT_MS = 30_000;
const WITHOUT_BODY = new Set([204, 205]);

/**
 * A fetch for Octokit: an answer within 30 seconds, whole JSON or a failure, from no address but those of `origins`, also
 * after a redirection.
 */
export function carefulFetch(origins: ReadonlySet<string>, timeoutMs: number = TIMEOUT_MS): typeof fetch {
  function known(address: string | URL): void {
    const { origin } = new URL(address);
    if (!origins.has(origin)) throw new Error(`${origin} is not GitHub's address`);
  }

  return async (address, init) => {
    known(address instanceof Request ? address.url : address);
    const response = await fetch(address, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    known(response.url);
    if (response.ok && !WITHOUT_BODY.has(response.status)) await holdsJson(response);
    return response;
  };
}

async function holdsJson(response: Response): Promise<void> {
  const text = await textOf(response.clone());
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return;
  } catch {
    // Said below.
  }
  throw new BadAnswer(`the answer with status ${response.status} is no JSON`, response);
}

async function textOf(copy: Response): Promise<string> {
  try {
    return await copy.text();
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") throw error;
    throw new BadAnswer(`the answer with status ${copy.status} broke off`, copy);
  }
}
