/** Where the process listens: a socket that nobody else on the machine can reach. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Longer paths of sockets are cut by some systems. */
const LONGEST = 100;

/** A place to listen at. */
export interface Place {
  readonly network: "unix" | "tcp";
  /** As grpc-js takes it. */
  readonly target: string;
  /** As the handshake tells it, once the port is known. */
  address(port: number): string;
  /** Removes what it has left on disk; may be called again. */
  remove(): void;
}

/** A socket in a new folder of the user's own, or a port of this machine where Node has no such sockets. */
export function openPlace(platform: string, wanted: string | undefined): Place {
  return platform === "win32" ? port() : socket(wanted);
}

function port(): Place {
  return {
    network: "tcp",
    target: "127.0.0.1:0",
    address: (number) => `127.0.0.1:${number}`,
    remove: () => undefined,
  };
}

function socket(wanted: string | undefined): Place {
  const folder = mkdtempSync(join(parentFolder(wanted), "orgwright-"));
  const path = join(folder, "provider");
  return {
    network: "unix",
    target: `unix:${path}`,
    address: () => path,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The folder that was asked for, or the usual one; the short one where the path would become too long. */
function parentFolder(wanted: string | undefined): string {
  const folder = wanted ?? tmpdir();
  const name = "orgwright-XXXXXX/provider";
  return Buffer.byteLength(join(folder, name)) <= LONGEST ? folder : "/tmp";
}
