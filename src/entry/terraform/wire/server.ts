/** The gRPC server: one client, known by its certificate. */
import { X509Certificate } from "node:crypto";
import {
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { createIdentity } from "./certificate.ts";
import type { Announcement } from "./handshake.ts";
import type { Host } from "./host.ts";
import { openPlace } from "./socket.ts";

/** As large as Terraform's own providers take them. */
const LARGEST_MESSAGE = 256 * 1024 * 1024;

/** A service and what answers for it. */
export interface Service {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
}

/** A server that listens. */
export interface Listening {
  readonly announcement: Announcement;
  /** Takes no more calls, lets answers go out, and removes the socket. */
  close(): Promise<void>;
}

/** What a server is started with. */
export interface ServerOptions {
  readonly services: readonly Service[];
  /** PEM of the only client that may connect; without it anybody who reaches the socket may, in plain text. */
  readonly clientCertificate: string | undefined;
  readonly socketFolder: string | undefined;
  readonly host: Pick<Host, "platform" | "onExit">;
}

/** Listens, with TLS on both sides where there is a client's certificate. Calls of services that are not given are answered "unimplemented". */
export async function listen(options: ServerOptions): Promise<Listening> {
  const { services, clientCertificate, socketFolder, host } = options;
  const server = new Server({
    "grpc.max_receive_message_length": LARGEST_MESSAGE,
    "grpc.max_send_message_length": LARGEST_MESSAGE,
  });
  for (const { definition, implementation } of services) server.addService(definition, implementation);
  const { credentials, certificate } = await credentialsFor(clientCertificate);
  const place = openPlace(host.platform, socketFolder);
  host.onExit(place.remove);
  const port = await bind(server, place.target, credentials);
  return {
    announcement: { network: place.network, address: place.address(port), certificate },
    close: async () => {
      await new Promise<void>((done) => server.tryShutdown(() => done()));
      place.remove();
    },
  };
}

interface Credentials {
  readonly credentials: ServerCredentials;
  readonly certificate: string | undefined;
}

async function credentialsFor(clientCertificate: string | undefined): Promise<Credentials> {
  if (clientCertificate === undefined) {
    return { credentials: ServerCredentials.createInsecure(), certificate: undefined };
  }
  refuseUnreadable(clientCertificate);
  const { certificatePem, keyPem, announced } = await createIdentity();
  const pair = { cert_chain: Buffer.from(certificatePem), private_key: Buffer.from(keyPem) };
  return {
    credentials: ServerCredentials.createSsl(Buffer.from(clientCertificate), [pair], true),
    certificate: announced,
  };
}

/** The library would wait for ever. */
function refuseUnreadable(certificate: string): void {
  try {
    new X509Certificate(certificate);
  } catch {
    throw new Error("PLUGIN_CLIENT_CERT holds no certificate that can be read");
  }
}

async function bind(server: Server, target: string, credentials: ServerCredentials): Promise<number> {
  return await new Promise((done, failed) => {
    server.bindAsync(target, credentials, (error, port) => (error === null ? done(port) : failed(error)));
  });
}
