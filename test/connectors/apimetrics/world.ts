import { apimetrics } from "../../../src/connectors/apimetrics/index.ts";
import { type ClientOptions, readClient, writeClient } from "../../../src/io/http.ts";
import type {
  ConnectionSettings,
  ReadClient,
  Reader,
  WriteContext,
  Writer,
} from "../../../src/model/connector.ts";
import type { Change } from "../../../src/model/contract.ts";
import { ConnectorError } from "../../../src/model/errors.ts";
import type { LiveState } from "../../../src/model/live.ts";
import {
  type ApimetricsOptions,
  type ApimetricsSeed,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from "../../../src/sandbox/index.ts";
import { type WiredWorld, worldOf } from "../../conformance/world.ts";
import { contracted } from "../../contract/clients.ts";
import { type Alter, startProxy } from "./proxy.ts";

export { change } from "../../model/change.ts";

/**
 * Acme: Olga and the service account `ci` are ADMIN, Alice has two roles, Bob has DEFAULT alone; Nina is invited as
 * SRE. Production: Olga owns it, Alice edits, Nora, an outsider, views, Xena is invited to view, SRE has two levels.
 * Staging is Olga's. Tokens: `secret-token` is the service account's, `olga-token` Olga's, `bob-token` Bob's.
 */
export const acmeSeed: ApimetricsSeed = {
  accounts: [
    { id: "auth0|olga", email: "olga@acme.test", name: "Olga" },
    { id: "auth0|alice", email: "Alice@acme.test", name: "Alice" },
    { id: "auth0|bob", email: "bob@acme.test" },
    { id: "auth0|nora", email: "nora@partner.test" },
  ],
  tokens: [
    { token: "secret-token", account: "ci@clients" },
    { token: "olga-token", account: "auth0|olga" },
    { token: "bob-token", account: "auth0|bob" },
  ],
  organizations: [
    {
      id: "acme",
      name: "Acme",
      tags: ["gold"],
      enforce_2fa: true,
      password_expiry_days: 90,
      roles: [
        { id: "SRE", description: "On call" },
        { id: "AUDIT", description: "Looks" },
      ],
      members: [
        { account: "auth0|olga", roles: ["ADMIN"] },
        { account: "auth0|alice", roles: ["SRE", "AUDIT"] },
        { account: "auth0|bob" },
      ],
      service_accounts: [{ name: "ci", roles: ["ADMIN"] }],
      invites: [
        { id: "inv_nina", email: "nina@acme.test", roles: ["SRE"] },
        { id: "inv_xena", email: "xena@partner.test", project_id: "proj_prod", access_level: "VIEWER" },
      ],
    },
    { id: "other", name: "Other", members: [{ account: "auth0|olga", roles: ["ADMIN"] }] },
  ],
  projects: [
    {
      id: "proj_prod",
      name: "Production",
      org_id: "acme",
      tags: ["eu", "live"],
      email: "ops@acme.test",
      security_profile: "strict",
      access: [
        { id: "grant_olga", account: "auth0|olga", access_level: "OWNER" },
        { id: "grant_alice", account: "auth0|alice", access_level: "EDITOR" },
        { id: "grant_nora", account: "auth0|nora", access_level: "VIEWER" },
        { id: "grant_ci", account: "ci@clients", access_level: "MANAGER" },
      ],
      role_access: [
        { id: "rg_1", role: "SRE", access_level: "EDITOR" },
        { id: "rg_2", role: "SRE", access_level: "ANALYST" },
      ],
    },
    {
      id: "proj_stage",
      name: "Staging",
      org_id: "acme",
      access: [{ id: "grant_stage", account: "auth0|olga", access_level: "OWNER" }],
    },
  ],
};

/** What a test of the connector holds: the server, and the connector on it over HTTP. */
export interface Opened {
  readonly sandbox: Sandbox;
  readonly settings: ConnectionSettings;
  reader(): Reader;
  writer(): Writer;
}

/** Other answers than the documents suggest, another credential, other people. */
export interface WorldOptions extends Omit<SandboxOptions, "apimetrics" | "seed">, ApimetricsOptions {
  readonly seed?: ApimetricsSeed;
  readonly alter?: Alter;
  readonly token?: string;
  readonly timeoutMs?: number;
}

/** Starts an APImetrics and the connector on it; altered answers are not held against the contract. */
export async function openApimetrics({
  seed = acmeSeed,
  alter,
  token = "secret-token",
  timeoutMs,
  faults,
  now,
  latencyMs,
  ...options
}: WorldOptions = {}): Promise<Opened> {
  const sandbox = await startSandbox({
    requestsPerMinute: 0,
    seed: { apimetrics: seed },
    apimetrics: options,
    ...(faults === undefined ? {} : { faults }),
    ...(now === undefined ? {} : { now }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
  });
  const { apimetrics: real } = sandbox.endpoints;
  const endpoint = alter === undefined ? real : await startProxy(real, alter);
  const settings: ConnectionSettings = { name: "main", system: "apimetrics", endpoint };
  const client: ClientOptions = {
    endpoint,
    token,
    random: () => 0,
    sleep: () => Promise.resolve(),
    userAgent: "orgwright/test",
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
  const watched = <Client extends ReadClient>(plain: Client): Client =>
    alter === undefined ? contracted("apimetrics", plain) : plain;
  return {
    sandbox,
    settings,
    reader: () => apimetrics.reader(settings, watched(readClient(client))),
    writer: () => apimetrics.writer(settings, watched(writeClient(client))),
  };
}

/** The organization `acme` as it is now, read by a new reader. */
export async function readAcme(world: Opened): Promise<LiveState> {
  const reader = world.reader();
  const [acme] = await reader.find({ slug: "acme", previousSlugs: [] });
  if (acme === undefined) throw new Error("acme was not found");
  return await reader.read(acme);
}

/** Who is in `acme`, as `e-mail roles status`. */
export async function people(world: Opened): Promise<readonly string[]> {
  const { members } = await readAcme(world);
  return members.map(({ email, id, roles, status }) => `${email ?? id} ${roles.join("+")} ${status}`);
}

/** Who has access in `acme`, as `project holder level`. */
export async function holders(world: Opened): Promise<readonly string[]> {
  const { access } = await readAcme(world);
  return access.map(({ workspace, subject, level }) => {
    const who = subject.type === "role" ? `role:${subject.role}` : (subject.email ?? subject.id);
    return `${workspace} ${who} ${level}`;
  });
}

/** The requests so far that could have changed something, as `METHOD path`. */
export function writes({ sandbox }: Pick<Opened, "sandbox">): readonly string[] {
  return sandbox
    .requests()
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path}`);
}

/** Somebody accepts all of their invitations. */
export async function accept({ sandbox }: Pick<Opened, "sandbox">, email: string): Promise<void> {
  const response = await fetch(`${sandbox.url}/_sandbox/apimetrics/invitations/accept`, {
    method: "POST",
    body: JSON.stringify({ email }),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** The error of something that has to fail as a connector does. */
export async function failureOf(act: Promise<unknown>): Promise<ConnectorError> {
  const error = await act.then(
    () => new Error("it did not fail"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ConnectorError) return error;
  throw error;
}

/** The ids that a plan on the acme seed would know; a change's own references come first. */
export function contextOf({ refs }: Change): WriteContext {
  return {
    id: (address) => {
      const id = refs[address] ?? ids[address];
      if (id === undefined) throw new Error(`nobody knows ${address}`);
      return id;
    },
  };
}

const ids: Readonly<Record<string, string>> = {
  "acme/organization": "acme",
  "acme/workspace/production": "proj_prod",
  "acme/workspace/staging": "proj_stage",
};

/** A world with its server. */
export interface ApimetricsWorld extends WiredWorld {
  readonly sandbox: Sandbox;
}

/** A world for the conformance suite: the organization `acme` with nobody in it but a service account, or a person. */
export async function startWorld({
  byPerson = false,
  ...options
}: WorldOptions & { readonly byPerson?: boolean } = {}): Promise<ApimetricsWorld> {
  const account = byPerson ? "auth0|ops" : "ci@clients";
  const { sandbox } = await openApimetrics({
    seed: {
      accounts: [{ id: "auth0|ops", email: "ops@acme.test" }],
      tokens: [{ token: "secret-token", account }],
      organizations: [
        {
          id: "acme",
          name: "Acme",
          members: byPerson ? [{ account: "auth0|ops", roles: ["ADMIN"] }] : [],
          service_accounts: [{ name: "ci", roles: ["ADMIN"] }],
        },
      ],
    },
    ...options,
  });
  return { ...worldOf(sandbox, { system: "apimetrics", token: "secret-token" }), sandbox };
}
