/** The project's connections with their connectors: what each can do, and the readers that are opened on them. */
import type { SystemFacts } from "./manifest/index.ts";
import type { ConnectionSettings, Connector, ReadClient, Reader } from "./model/connector.ts";
import type { Project } from "./model/contract.ts";

interface Wanted {
  readonly project: Project;
  readonly connectors: Readonly<Record<string, Connector>>;
}

/** A connection that can be read. */
export interface Connected {
  readonly connector: Connector;
  readonly settings: ConnectionSettings;
  /** One reader per run, so that what several organizations need is asked for once. */
  readonly reader: () => Reader;
}

/** What the manifests are checked against, by connection name. Opens nothing. */
export function facts({ project, connectors }: Wanted): ReadonlyMap<string, SystemFacts> {
  return new Map(
    settled({ project, connectors }).map(({ connector, settings }) => [
      settings.name,
      {
        title: connector.title,
        system: settings.system,
        kinds: connector.kinds(settings),
        check: (organization) => connector.check(organization, settings),
      },
    ]),
  );
}

/** The connections by name; readers are opened at first use. */
export function connect(
  wanted: Wanted & { readonly readClient: (connection: string) => ReadClient },
): ReadonlyMap<string, Connected> {
  return new Map(
    settled(wanted).map(({ connector, settings }) => {
      let reader: Reader | undefined;
      const open = () => {
        reader ??= connector.reader(settings, wanted.readClient(settings.name));
        return reader;
      };
      return [settings.name, { connector, settings, reader: open }];
    }),
  );
}

/**
 * The request with the dialects that answer, where connections leave that open: then the manifests mean more, and are
 * checked again. Only connections that are used are asked. One that does not answer is left as it is, and fails when it
 * is read.
 */
export async function withDialects<
  Request extends Wanted & { readonly readClient: (connection: string) => ReadClient },
>(request: Request, used: ReadonlySet<string>): Promise<Request> {
  const answers = await Promise.all(
    [...connect(request)].map(async ([name, connected]) => {
      const dialect = used.has(name) && isOpen(connected) ? await answerOf(connected) : undefined;
      return dialect === undefined ? [] : [[name, dialect] as const];
    }),
  );
  const found = new Map(answers.flat());
  if (found.size === 0) return request;
  const connections = Object.entries(request.project.connections).map(([name, connection]) => {
    const dialect = found.get(name);
    return [name, dialect === undefined ? connection : { ...connection, dialect }] as const;
  });
  return { ...request, project: { ...request.project, connections: Object.fromEntries(connections) } };
}

function isOpen({ connector, settings }: Connected): boolean {
  return connector.dialects.includes("auto") && (settings.dialect ?? "auto") === "auto";
}

async function answerOf({ reader }: Connected): Promise<ConnectionSettings["dialect"]> {
  try {
    return await reader().dialect?.();
  } catch {
    return undefined;
  }
}

function settled({ project, connectors }: Wanted) {
  return Object.entries(project.connections).flatMap(([name, { token: _token, ...connection }]) => {
    const connector = connectors[connection.system];
    return connector === undefined ? [] : [{ connector, settings: { ...connection, name } }];
  });
}
