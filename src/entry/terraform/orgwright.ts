/** The provider: schemas, resources and data sources over the engine, and the run that a configuration begins. */
import { type ClientWorld, clients, connectors, openParts, type RequestLine } from "../../index.ts";
import { credentialsIn } from "../../io/secrets.ts";
import { type Configuration, readConfiguration, validateConfiguration } from "./configuration.ts";
import { keepSecrets, withSecrets } from "./configuration-secrets.ts";
import type { Provider } from "./provider.ts";
import { accessPiece } from "./resources/access.ts";
import { memberPiece } from "./resources/member.ts";
import { membersPiece } from "./resources/members.ts";
import { organizationPiece } from "./resources/organization.ts";
import { ownershipPiece } from "./resources/ownership.ts";
import { resourceOf } from "./resources/resource.ts";
import { rolePiece } from "./resources/role.ts";
import { beginRun, type Run } from "./resources/run.ts";
import { workspacePiece } from "./resources/workspace.ts";
import { schemas } from "./schemas/index.ts";
import { membersSource } from "./sources/members.ts";
import { organizationSource } from "./sources/organization.ts";
import { organizationsSource } from "./sources/organizations.ts";
import { dataSourceOf } from "./sources/source.ts";
import type { Log } from "./wire/log.ts";

/** What the provider sees of the world: everything that is the process's comes in through here. */
export interface ProviderWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder that Terraform runs in; paths of the configuration are relative to it. */
  readonly folder: string;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Credentials in use: the provider adds them before their first use, and nothing may show one. */
  readonly secrets: Set<string>;
  readonly log?: Log;
}

const pieces = {
  orgwright_access: accessPiece,
  orgwright_member: memberPiece,
  orgwright_members: membersPiece,
  orgwright_organization: organizationPiece,
  orgwright_ownership: ownershipPiece,
  orgwright_role: rolePiece,
  orgwright_workspace: workspacePiece,
};

const sources = {
  orgwright_members: membersSource,
  orgwright_organization: organizationSource,
  orgwright_organizations: organizationsSource,
};

/** Makes the provider. It asks no system before it is configured and something is asked of it. */
export function createProvider(world: ProviderWorld): Provider {
  let run: Run | undefined;
  const current = () => run;
  return {
    schema: schemas.provider,
    resources: mapped(pieces, (piece) => resourceOf(piece, current)),
    dataSources: mapped(sources, (source) => dataSourceOf(source, current)),
    validate: validateConfiguration,
    configure: async (config) => {
      const { configuration, problems } = await readConfiguration(config, world.folder);
      run = configuration === undefined ? undefined : runOf(configuration, world);
      return problems;
    },
    stop: () => run?.parts.stop(),
  };
}

function mapped<Each, To>(
  all: Readonly<Record<string, Each>>,
  make: (each: Each) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(all).map(([name, each]) => [name, make(each)]));
}

/** Terraform asks for resources side by side, in any order: an owner may come a little after the one who goes. */
const patienceMs = 3000;

function runOf({ project, tokens, credentialFolder, secretsOut }: Configuration, world: ProviderWorld): Run {
  const request = {
    project,
    connectors,
    clients: clients(project, clientWorld({ tokens, credentialFolder }, world)),
    now: world.now,
    patienceMs,
  };
  if (secretsOut === undefined) return beginRun(openParts(request));
  const { recipients } = project.secrets ?? {};
  const keeper = keepSecrets({ path: secretsOut, folder: world.folder, recipients });
  return beginRun(withSecrets(openParts({ ...request, secrets: keeper.sink }), keeper));
}

function clientWorld(
  { tokens, credentialFolder: folder }: Pick<Configuration, "tokens" | "credentialFolder">,
  { environment, version, secrets, log }: ProviderWorld,
): ClientWorld {
  const onSecret = (value: string) => void secrets.add(value);
  const given = credentialsIn({ environment: tokens, folder }, onSecret);
  const found = credentialsIn({ environment, folder }, onSecret);
  return {
    // Kept apart: the command of one connection has no business with the credential of another.
    credential: (name, token) =>
      token.env !== undefined && Object.hasOwn(tokens, token.env) ? given(name, token) : found(name, token),
    userAgent: `terraform-provider-orgwright/${version}`,
    ...(log === undefined ? {} : { onRequest: (connection, line) => logRequest(connection, line, log) }),
  };
}

/** One line for each request: no body, no header, no query. */
function logRequest(connection: string, line: RequestLine, log: Log): void {
  const { method, path, status, durationMs, attempt, requestId } = line;
  log("debug", "a request to a system", {
    connection,
    method,
    path,
    durationMs,
    attempt,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}
