/**
 * The story of an import: live organizations → manifests, each looked at as the first plan will see it before it is
 * given away. It reads; nothing here can write.
 */
import { type Connected, connect, withDialects } from "./connections.ts";
import {
  type Found,
  type ImportedOrganization,
  type ImportRequest,
  manifests,
  type ReadOrganization,
} from "./imported.ts";
import { declaredName, isSayable, organizationNames } from "./manifest/index.ts";
import { organizationAddress } from "./model/address.ts";
import type { Reader } from "./model/connector.ts";
import type { Diagnostic } from "./model/contract.ts";
import { compareText } from "./model/diagnostic.ts";
import { InternalError } from "./model/errors.ts";
import { failure } from "./model/failure.ts";
import type { LiveOrganization } from "./model/live.ts";

interface Session {
  readonly request: ImportRequest;
  readonly connected: Connected;
}

type Failed = Extract<ImportedOrganization, { readonly status: "failed" }>;

/** Imports what is asked for. One failure is that organization's alone (law 8). Throws only for our own bugs. */
export async function importOrganizations(asked: ImportRequest): Promise<readonly ImportedOrganization[]> {
  const session = await open(asked);
  const { request, connected } = session;
  const { found, failed } = await findAll(session);
  const declared = await declaredNames(found, session);
  const fresh = found.filter(({ live }) => !declared.has(live.id));
  const names = organizationNames(
    fresh.map(({ live }) => live),
    request.documents,
    request.connection,
  );
  const read = await readAll(fresh, names, session);
  const organizations: readonly ImportedOrganization[] = [
    ...failed,
    ...found.flatMap(({ live }) => {
      const name = declared.get(live.id);
      return name === undefined ? [] : [{ status: "declared", name, key: live.slug ?? live.id } as const];
    }),
    ...read.filter((each) => "status" in each),
    ...manifests(
      read.filter((each) => "state" in each),
      { request, connected, declared },
    ),
  ];
  return [...organizations].sort((a, b) => compareText(labelOf(a), labelOf(b)));
}

function labelOf(each: ImportedOrganization): string {
  return "name" in each ? each.name : each.key;
}

/** The manifests that organizations and their parents have already, by the live id. */
async function declaredNames(
  found: readonly Found[],
  { request: { connection, documents }, connected }: Session,
): Promise<ReadonlyMap<string, string>> {
  const live = found.map((each) => each.live);
  const known = new Set(live.map(({ id }) => id));
  const parents = new Set(
    live.flatMap(({ parent }) => (parent === undefined || known.has(parent) ? [] : [parent])),
  );
  const { foundBy, levels } = connected.connector.kinds(connected.settings).organization;
  const asked = levels > 1 && foundBy.includes("id") ? [...parents] : [];
  const above = await Promise.all(
    asked.map((id) =>
      connected
        .reader()
        .find({ id, previousSlugs: [] })
        .catch(() => []),
    ),
  );
  return new Map(
    [...live, ...above.flat()].flatMap((each) => {
      const name = declaredName(each, connection, documents);
      return name === undefined ? [] : [[each.id, name] as const];
    }),
  );
}

/** The one connection, in the dialect that answers. */
async function open(asked: ImportRequest): Promise<Session> {
  const { connection: name, project } = asked;
  const connections = Object.fromEntries(Object.entries(project.connections).filter(([key]) => key === name));
  const settled = await withDialects(
    { ...asked, project: { ...project, connections } },
    new Set(Object.keys(connections)),
  );
  const request = {
    ...settled,
    project: { ...project, connections: { ...project.connections, ...settled.project.connections } },
  };
  const connected = connect(request).get(name);
  if (connected === undefined) throw new InternalError(`There is no connection ${name}.`);
  return { request, connected };
}

async function findAll(
  session: Session,
): Promise<{ readonly found: readonly Found[]; readonly failed: readonly Failed[] }> {
  const { request, connected } = session;
  const lists = await Promise.all(
    request.keys.length === 0
      ? [listed(request.connection, () => connected.reader().organizations())]
      : [...new Set(request.keys)].map((key) => listed(key, () => named(key, connected), notFound)),
  );
  const live = [...new Map(lists.flatMap((list) => list.live).map((each) => [each.id, each])).values()];
  const keyed = await Promise.all(live.map((each) => keyOf(each, live, session)));
  return {
    found: keyed.filter((each) => "live" in each),
    failed: [...lists.flatMap((list) => list.failed), ...keyed.filter((each) => "status" in each)],
  };
}

async function listed(
  key: string,
  list: () => Promise<readonly LiveOrganization[]>,
  otherwise?: (key: string) => Failed,
): Promise<{ readonly live: readonly LiveOrganization[]; readonly failed: readonly Failed[] }> {
  try {
    const live = await list();
    return { live, failed: live.length > 0 || otherwise === undefined ? [] : [otherwise(key)] };
  } catch (error) {
    return { live: [], failed: [unread(key, error)] };
  }
}

/** The slug where it means this organization and no other; else the id, and the slug as one of its attributes. */
async function keyOf(
  live: LiveOrganization,
  all: readonly LiveOrganization[],
  { request, connected }: Session,
): Promise<Found | Failed> {
  const { foundBy, attributes } = connected.connector.kinds(connected.settings).organization;
  const { id, slug } = live;
  const isOwn =
    slug !== undefined && isSayable(slug) && all.every((other) => other === live || other.slug !== slug);
  const asked = request.keys.includes(id) && slug !== id;
  if (isOwn && foundBy.includes("slug") && (!asked || (await isFoundBy(live, connected.reader()))))
    return { live, key: { slug } };
  if (!foundBy.includes("id") || !isSayable(id)) return noKey(live);
  return { live, key: isOwn && attributes["slug"]?.mode === "managed" ? { id, slug } : { id } };
}

/** By slug, else by id; a system that cannot look for one of them is asked for the other. */
async function named(
  key: string,
  { connector, settings, reader: open }: Connected,
): Promise<readonly LiveOrganization[]> {
  const { foundBy } = connector.kinds(settings).organization;
  const reader = open();
  let refused: unknown;
  for (const by of ["slug", "id"] as const) {
    if (!foundBy.includes(by)) continue;
    try {
      const found = await reader.find({ [by]: key, previousSlugs: [] });
      if (found.length > 0) return found;
    } catch (error) {
      refused ??= error;
    }
  }
  if (refused !== undefined) throw refused;
  return [];
}

/** Whether its slug means it and nothing else: some systems cannot look for slugs, and then only the id finds it. */
async function isFoundBy({ id, slug = "" }: LiveOrganization, reader: Reader): Promise<boolean> {
  const found = await reader.find({ slug, previousSlugs: [] }).catch(() => []);
  return found.length === 1 && found[0]?.id === id;
}

async function readAll(
  fresh: readonly Found[],
  names: ReadonlyMap<string, string>,
  { request, connected }: Session,
): Promise<readonly (ReadOrganization | Failed)[]> {
  let done = 0;
  return await Promise.all(
    fresh.map(async ({ live, key }): Promise<ReadOrganization | Failed> => {
      const name = names.get(live.id) ?? live.id;
      const read = await connected
        .reader()
        .read(live)
        .then(
          (state) => ({ live, key, name, state }),
          (error: unknown) => unread(live.slug ?? live.id, error),
        );
      done += 1;
      request.onRead?.({ done, of: fresh.length, organization: name });
      return read;
    }),
  );
}

function unread(key: string, error: unknown): Failed {
  return { status: "failed", key, diagnostics: [failure(error, organizationAddress(key))] };
}

function notFound(key: string): Failed {
  const diagnostic: Diagnostic = {
    code: "import/not-found",
    severity: "error",
    message: `No live organization has the slug or id ${JSON.stringify(key)}, as far as the credential can see.`,
    fix: "Correct it; without slugs, all that the connection shows are imported.",
  };
  return { status: "failed", key, diagnostics: [diagnostic] };
}

function noKey({ id, slug }: LiveOrganization): Failed {
  const diagnostic: Diagnostic = {
    code: "import/no-key",
    severity: "error",
    message: `The organization ${slug ?? id} has no slug of its own, and this system finds none by its id.`,
    why: "No manifest could say which organization it is about.",
    fix: "Give it a slug of its own on the system, then import again.",
  };
  return { status: "failed", key: slug ?? id, diagnostics: [diagnostic] };
}
