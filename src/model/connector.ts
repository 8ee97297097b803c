/** The contract between the engine and the leaves that speak to one system each. */
import type { Address } from "./address.ts";
import type { Change, Connection, Diagnostic, HistoryEntry } from "./contract.ts";
import type { ConnectorError } from "./errors.ts";
import type { Kinds, Operation } from "./kinds.ts";
import type { LiveAccess, LiveAccount, LiveOrganization, LiveState, LiveWorkspace } from "./live.ts";
import type { Organization, OrganizationKey } from "./organization.ts";
import type { Limits, Requests } from "./pace.ts";
import type { Resource } from "./resource.ts";

/** A connection of the project file without its credential. */
export type ConnectionSettings = Omit<Connection, "token"> & { readonly name: string };

/** What a server answered: a parsed JSON body (undefined when empty) and what is needed to speak of it. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId?: string;
}

/** What a request carries beside its path. */
export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A client that can only read (law 2). Paths are relative to the connection's endpoint.
 * Throws ConnectorError for every status of 400 and above, for what is no JSON, for time-outs and lost connections.
 */
export interface ReadClient {
  get(path: string, options?: RequestOptions): Promise<Reply>;
}

/** A client that can write too; given to `writer` alone, and only while an apply runs. */
export interface WriteClient extends ReadClient {
  send(
    method: "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    options?: RequestOptions & { readonly body?: unknown },
  ): Promise<Reply>;
}

/**
 * Reads one connection. Lists that several organizations need are asked for once. The optional verbs are there where the
 * system has something to ask.
 */
export interface Reader {
  /** Every live organization that the key's id, slug or an earlier slug means. Throws when the list is incomplete. */
  find(key: OrganizationKey): Promise<readonly LiveOrganization[]>;
  /** Everything inside an organization. Throws rather than answer incompletely. */
  read(organization: LiveOrganization): Promise<LiveState>;
  /** Every organization that the credential can see and manage. Throws when the list is incomplete. */
  organizations(): Promise<readonly LiveOrganization[]>;
  /** Who has access to a workspace that is about to be linked: people who are members of the organization by their ids there. */
  inside?(workspace: LiveWorkspace, organization: LiveState): Promise<readonly LiveAccess[]>;
  /** All workspaces that the credential sees, linked or not, where the system links existing ones. */
  workspaces?(): Promise<readonly LiveWorkspace[]>;
  /** Which of these people the system knows already, where such people are added without an invitation. Compared in small letters. */
  accounts?(emails: readonly string[]): Promise<readonly LiveAccount[]>;
  /** Whether the credential itself can end a workspace, where that is not the same for all; asked only for those that shall go. */
  ending?(workspace: LiveWorkspace): Promise<Operation>;
  /** The dialect that answers, where the connection leaves it open. */
  dialect?(): Promise<NonNullable<Connection["dialect"]>>;
  /** What the system's audit log says of an organization since an instant (ISO 8601), oldest first. */
  history?(organization: LiveOrganization, since: string): Promise<readonly HistoryEntry[]>;
}

/** What a write needs to know beside the change itself. */
export interface WriteContext {
  /** The system's id of what an address names: live at the plan, or made earlier in this apply. Throws InternalError when unknown. */
  id(address: Address): string;
}

/** What a write gave. */
export interface Written {
  /** The system's id of what was created. */
  readonly id?: string;
  /** A secret that is told this once; it never goes anywhere but to the sink. */
  readonly secret?: string;
  /** Something was made, and what belongs to it was not: the secret is kept, and the change has failed all the same. */
  readonly unfinished?: ConnectorError;
}

/** Writes one connection: one change, idempotent (law 1): writing it twice equals once. */
export interface Writer {
  write(change: Change, context: WriteContext): Promise<Written>;
}

/** A problem that `check` finds. `at` says where in the manifest's `spec` it is, where no entry's own location does. */
export type CheckProblem = Diagnostic & { readonly at?: readonly (string | number)[] };

/** What a first project on a system looks like: lines of YAML, without indentation at their beginning. */
export interface ConnectorExample {
  readonly endpoint: string;
  /** Further lines of the connection, comments included. */
  readonly connection: readonly string[];
  /** Lines of the first manifest's `spec`, behind `connection`. */
  readonly spec: readonly string[];
}

/** A leaf: what a system can do as data, two pure checks, and the two verbs. */
export interface Connector {
  readonly system: Connection["system"];
  /** The system's name as people write it. */
  readonly title: string;
  /** The published dialects, the default first. */
  readonly dialects: readonly string[];
  /** How the credential is sent: in `Authorization` behind Bearer, or alone in a header of this name. */
  readonly credential: "Bearer" | "X-API-Key";
  /** Keys of a connection that only this system has, such as `tenant`. */
  readonly settings: readonly string[];
  /** Texts for a first project. Pure. */
  example(dialect: string | undefined): ConnectorExample;
  /** What the system can do in the settings' dialect. */
  kinds(settings: ConnectionSettings): Kinds;
  /** The resources that an organization wants on this system. Pure. */
  desired(organization: Organization, settings: ConnectionSettings): readonly Resource[];
  /** How fast requests may follow each other, as the system documents it. */
  limits(settings: ConnectionSettings): Limits;
  /** What a change costs when nothing disturbs it. Pure. */
  requests(change: Change, settings: ConnectionSettings): Requests;
  /** What the system cannot express beyond what `kinds` says. Pure; a problem carries its entry's location, or says where. */
  check(organization: Organization, settings: ConnectionSettings): readonly CheckProblem[];
  /** Opens the connection for reading: the type and the client have no write. */
  reader(settings: ConnectionSettings, client: ReadClient): Reader;
  /** Opens the connection for writing. */
  writer(settings: ConnectionSettings, client: WriteClient): Writer;
}
