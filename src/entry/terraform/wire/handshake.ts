/** How Terraform and a provider's process find each other: variables in, one line on stdout back. */
import type { Environment } from "./host.ts";

/** Which version of Terraform's protocol is spoken. */
export const PROTOCOL_VERSION = 6;

/** What proves nothing, and only tells a start by Terraform from one by hand. */
const COOKIE = {
  name: "TF_PLUGIN_MAGIC_COOKIE",
  value: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
};

/** What the starting program offers. */
export interface Offer {
  /** PEM of the only client that may connect; absent where that program wants no TLS. */
  readonly clientCertificate: string | undefined;
  /** Where it wants the socket. */
  readonly socketFolder: string | undefined;
  /** Whether it waits to be told that connections are not shared. */
  readonly asksForSharing: boolean;
}

/** What a process that listens tells. */
export interface Announcement {
  readonly network: "unix" | "tcp";
  readonly address: string;
  /** The server's certificate, base64 without padding; absent without TLS. */
  readonly certificate: string | undefined;
}

/** Whether Terraform or OpenTofu has started this process. */
export function isStartedByTerraform(environment: Environment): boolean {
  return environment[COOKIE.name] === COOKIE.value;
}

/** Whether the starting program speaks this protocol; one that does not say is taken at its word to come. */
export function isUnderstood(environment: Environment): boolean {
  const versions = environment["PLUGIN_PROTOCOL_VERSIONS"] ?? "";
  return versions === "" || versions.split(",").some((each) => each.trim() === String(PROTOCOL_VERSION));
}

/** What the variables offer. */
export function readOffer(environment: Environment): Offer {
  return {
    clientCertificate: filled(environment["PLUGIN_CLIENT_CERT"]),
    socketFolder: filled(environment["PLUGIN_UNIX_SOCKET_DIR"]),
    asksForSharing: filled(environment["PLUGIN_MULTIPLEX_GRPC"]) !== undefined,
  };
}

/** The line that the starting program waits for. */
export function handshakeLine(
  { network, address, certificate = "" }: Announcement,
  asksForSharing: boolean,
): string {
  const fields = [1, PROTOCOL_VERSION, network, address, "grpc", certificate];
  return `${[...fields, ...(asksForSharing ? [false] : [])].join("|")}\n`;
}

/** What somebody reads who has started it by hand. */
export function aboutText(version: string): string {
  return `This is the Orgwright provider ${version} for Terraform and OpenTofu. They start it themselves; by hand it does nothing.

To use it, name it in your configuration and run \`terraform init\`:

  terraform {
    required_providers {
      orgwright = { source = "orgwright/orgwright" }
    }
  }

\`npx orgwright terraform install\` installs it where it is found without a registry.
To debug it, start it with --debug and give Terraform the variable that it prints.
`;
}

/** What a program that speaks only other protocols is told. */
export function notUnderstoodText(environment: Environment): string {
  const spoken = environment["PLUGIN_PROTOCOL_VERSIONS"] ?? "";
  return `The Orgwright provider speaks protocol ${PROTOCOL_VERSION}, and what started it only ${spoken}. Use Terraform 1.0 or OpenTofu 1.6, or later.\n`;
}

/** What is told when no connection can be offered. */
export function cannotStartText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `The Orgwright provider cannot start: ${message}. It needs a certificate from whoever starts it, and room for a socket in the folder for temporary files (TMPDIR).\n`;
}

function filled(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
