import type { Opened } from "./world.ts";

interface Said {
  readonly etag?: unknown;
  readonly body?: object;
}

/** What somebody else does with the same credential, behind the connector's back; the parsed answer. */
export async function byHand(
  { sandbox }: Pick<Opened, "sandbox">,
  method: "GET" | "POST" | "PATCH",
  path: string,
  { etag, body }: Said = {},
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(`${sandbox.endpoints.cnap}${path}`, {
    method,
    headers: {
      authorization: "Bearer secret-token",
      "content-type": "application/json",
      ...(etag === undefined ? {} : { "if-match": String(etag) }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return text === "" ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
}
