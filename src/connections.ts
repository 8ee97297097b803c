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

function settled({ project, connectors }: Wanted) {
  return Object.entries(project.connections).flatMap(([name, { token: _token, ...connection }]) => {
    const connector = connectors[connection.system];
    return connector === undefined ? [] : [{ connector, settings: { ...connection, name } }];
  });
}
