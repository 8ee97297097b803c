/** Somebody else who works on the same accounts, past the connector and its proxy. */
import type { Opened } from "./world.ts";

/** Holds a world for what is made before it, such as its proxy. */
export interface Later {
  world?: Opened;
}

/** One request of a colleague. */
export interface Act {
  /** As `PATCH /team/members/mem_bob`. */
  readonly request: string;
  readonly body?: object;
  /** Default acme. */
  readonly account?: string;
  /** Default the key of the agency. */
  readonly token?: string;
}

/** Does what a colleague does; throws where the sandbox refuses. */
export async function colleague(
  world: Opened | undefined,
  { request, body, account = "acme", token = "agency-key" }: Act,
): Promise<void> {
  const [method = "", path] = request.split(" ");
  const json = body === undefined ? {} : { "content-type": "application/json" };
  const answer = await fetch(`${world?.sandbox.endpoints.cantila}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "x-cantila-act-as": account, ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Something that is waited for, and the way to let it happen. */
export function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}
