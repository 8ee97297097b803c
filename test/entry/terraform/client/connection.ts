import { Client, type ClientOptions, credentials, Metadata } from "@grpc/grpc-js";
import type { ClientIdentity } from "./identity.ts";

/** The one line that a provider says. */
export interface Handshake {
  readonly core: string;
  readonly protocol: string;
  readonly network: string;
  readonly address: string;
  readonly kind: string;
  /** Base64 without padding, or nothing in plain text. */
  readonly certificate: string;
  /** Said only when it is asked for. */
  readonly sharing: string | undefined;
}

/** A call, as the generated services have it. */
export interface Method<Request, Reply> {
  readonly path: string;
  readonly requestSerialize: (request: Request) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => Reply;
}

/** A connection to a provider, as gRPC sees it. */
export interface Connection {
  /** Makes a call that a definition of ours has; rejects with a status that is not 0. */
  call<Request, Reply>(method: Method<Request, Reply>, request: Request): Promise<Reply>;
  /** Calls by path with no message, and gives the status; 0 when it is answered. */
  status(path: string): Promise<number>;
  close(): void;
}

const LARGEST = 256 * 1024 * 1024;

/** The fields of the line. */
export function readHandshake(line: string): Handshake {
  const [core = "", protocol = "", network = "", address = "", kind = "", certificate = "", sharing] =
    line.split("|");
  return { core, protocol, network, address, kind, certificate, sharing };
}

/** Connects as Terraform does: it trusts the announced certificate and shows its own. Without one, TLS has no client's. */
export function connect(handshake: Handshake, identity: ClientIdentity | undefined): Connection {
  const { network, address, certificate } = handshake;
  const target = network === "unix" ? `unix:${address}` : address;
  const secrets =
    certificate === ""
      ? credentials.createInsecure()
      : credentials.createSsl(
          pem(certificate),
          identity === undefined ? null : Buffer.from(identity.key),
          identity === undefined ? null : Buffer.from(identity.cert),
        );
  const options: ClientOptions = {
    "grpc.ssl_target_name_override": "localhost",
    "grpc.default_authority": "localhost",
    "grpc.max_receive_message_length": LARGEST,
    "grpc.max_send_message_length": LARGEST,
    "grpc.enable_retries": 0,
  };
  const client = new Client(target, secrets, options);
  return {
    call: async (method, request) => await called(client, method, request),
    status: async (path) => await statusOf(client, path),
    close: () => client.close(),
  };
}

function pem(base64: string): Buffer {
  const lines = base64.match(/.{1,64}/g) ?? [];
  const padded = `${lines.join("\n")}${"=".repeat((4 - (base64.length % 4)) % 4)}`;
  return Buffer.from(`-----BEGIN CERTIFICATE-----\n${padded}\n-----END CERTIFICATE-----\n`);
}

async function called<Request, Reply>(
  client: Client,
  { path, requestSerialize, responseDeserialize }: Method<Request, Reply>,
  request: Request,
): Promise<Reply> {
  return await new Promise((done, failed) => {
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, reply) =>
      error === null && reply !== undefined
        ? done(reply)
        : failed(error ?? new Error(`${path} said nothing`)),
    );
  });
}

async function statusOf(client: Client, path: string): Promise<number> {
  const as = (bytes: Buffer) => bytes;
  return await new Promise((done) => {
    client.makeUnaryRequest(path, as, as, Buffer.alloc(0), new Metadata(), (error) => done(error?.code ?? 0));
  });
}
