import { once } from "../../io/lazy.ts";
import type { ConnectionSettings, ReadClient, Reader } from "../../model/connector.ts";
import type { HistoryEntry } from "../../model/contract.ts";
import { ConnectorError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { LiveMember, LiveOrganization, LiveState } from "../../model/live.ts";
import type { OrganizationKey } from "../../model/organization.ts";
import { type Api, createApi, MOST_EVENTS } from "./api.ts";
import { accountAs, type Caller, type Key, readCaller, readDialect } from "./caller.ts";
import type { Account } from "./contract.ts";
import type { Dialect } from "./dialect.ts";
import { historyEntry, liveInvitation, liveMember, liveOrganization } from "./live.ts";
import { incomplete } from "./pages.ts";
import { saysMissing } from "./words.ts";

/** What all reads of one connection share; the questions are asked once. */
interface Session {
  readonly settings: ConnectionSettings;
  readonly api: Api;
  readonly caller: () => Promise<Caller>;
  readonly dialect: () => Promise<Dialect>;
}

/** Reads a Cantila connection. */
export function createReader(settings: ConnectionSettings, client: ReadClient): Reader {
  const api = createApi(client);
  const caller = once(() => readCaller(api));
  const dialect = once(() => readDialect(settings, api, caller));
  const session: Session = { settings, api, caller, dialect };
  return {
    find: (key) => find(session, key),
    read: (organization) => read(session, organization),
    organizations: () => organizations(session),
    dialect,
    history: (organization, since) => history(session, organization, since),
  };
}

async function find(
  session: Session,
  { id, slug, previousSlugs }: OrganizationKey,
): Promise<readonly LiveOrganization[]> {
  if (id !== undefined) return await findOne(session, "id", id);
  const handles = new Set([...(slug === undefined ? [] : [slug]), ...previousSlugs]);
  return (await Promise.all([...handles].map((handle) => findOne(session, "handle", handle)))).flat();
}

async function findOne(session: Session, by: Key, asked: string): Promise<readonly LiveOrganization[]> {
  const account = await accountOrNone(session, by, asked);
  return account === undefined ? [] : [await withLook(session, account)];
}

/** The account that an id or a handle means, asked by acting as it; nothing where there is none. */
async function accountOrNone({ api }: Session, by: Key, asked: string): Promise<Account | undefined> {
  try {
    return await accountAs(api, by, asked);
  } catch (error) {
    if (saysMissing(error)) return undefined;
    if (error instanceof ConnectorError && error.status === 403) throw notParent(asked, error);
    throw error;
  }
}

function notParent(asked: string, { requestId, body, message }: ConnectorError): ConnectorError {
  return new ConnectorError(`The credential's account is neither ${asked} nor its parent: ${message}`, {
    ...{ status: 403, retryable: false, body },
    ...(requestId === undefined ? {} : { requestId }),
  });
}

async function withLook({ api, dialect }: Session, account: Account): Promise<LiveOrganization> {
  const branding = (await dialect()) === "documented" ? await api.branding(account.id) : undefined;
  return liveOrganization(account, branding);
}

async function organizations(session: Session): Promise<readonly LiveOrganization[]> {
  const { api, caller } = session;
  const { account: id } = await caller();
  const [own, below] = await Promise.all([accountAs(api, "id", id), api.subAccounts(id)]);
  return await Promise.all([own, ...below].map((account) => withLook(session, account)));
}

async function read(session: Session, organization: LiveOrganization): Promise<LiveState> {
  const { api, caller, settings } = session;
  const { id } = organization;
  // Invitations first: who accepts between the two looks is seen twice, never not at all.
  const [invites, self] = await Promise.all([api.invites(id), caller()]);
  const members = await api.members(id);
  const now = Date.now();
  const people = [...members.map(liveMember), ...invites.flatMap((invite) => liveInvitation(invite, now))];
  const isNobody = self.person === undefined && settings.self === undefined;
  return {
    organization,
    roles: [],
    workspaces: [],
    members: people.map((person) =>
      isSelf(person, { self, settings }) ? { ...person, protection: "self" } : person,
    ),
    access: [],
    ...(isNobody ? { selfIsNobody: true } : {}),
    ...(self.person?.email === undefined ? {} : { selfEmail: self.person.email }),
  };
}

/** Oneself is known by e-mail: the ids of the member list are never those of a session's person. */
function isSelf(
  { id, email }: LiveMember,
  { self, settings }: { readonly self: Caller; readonly settings: ConnectionSettings },
): boolean {
  const own = [self.person?.email, settings.self].flatMap((each) => (each === undefined ? [] : [each]));
  return own.some(
    (each) => each === id || (email !== undefined && comparedEmail(each) === comparedEmail(email)),
  );
}

async function history(
  { api }: Session,
  { id }: LiveOrganization,
  since: string,
): Promise<readonly HistoryEntry[]> {
  const events = await api.activity(id);
  const start = Date.parse(since);
  const entries = events.map(historyEntry).reverse();
  entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const [oldest] = entries;
  if (entries.length >= MOST_EVENTS && oldest !== undefined && Date.parse(oldest.at) > start) {
    throw incomplete(
      "/activity",
      `it tells the latest ${MOST_EVENTS} events, and all are later than ${since}`,
    );
  }
  return entries.filter(({ at }) => Date.parse(at) >= start);
}
