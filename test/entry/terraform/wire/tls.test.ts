import { once } from "node:events";
import { connect as connectTls } from "node:tls";
import { describe, expect, test } from "vitest";
import type { TestClient } from "../client/client.ts";
import { connect } from "../client/connection.ts";
import { type ClientIdentity, clientIdentity } from "../client/identity.ts";
import { openStage } from "./stage.ts";

const stage = openStage();
const UNAVAILABLE = 14;
const schemas = "/tfplugin6.Provider/GetProviderSchema";

/** The status of a call from somebody with that certificate. */
async function statusFor(
  { handshake }: TestClient,
  identity: ClientIdentity | undefined,
  plain = false,
): Promise<number> {
  const connection = connect(plain ? { ...handshake, certificate: "" } : handshake, identity);
  const status = await connection.status(schemas);
  connection.close();
  return status;
}

describe("who may connect", () => {
  test("a client with the certificate of the start may", async () => {
    const client = await stage.start();

    expect(await statusFor(client, client.identity)).toBe(0);
  });

  test("a client without a certificate is refused, and nothing of it reaches a handler", async () => {
    const client = await stage.start({ env: { TF_LOG: "trace" } });

    expect(await statusFor(client, undefined)).toBe(UNAVAILABLE);
    expect(client.stderr()).not.toContain("GetProviderSchema");
    expect(await statusFor(client, client.identity)).toBe(0);
    await client.logged(/GetProviderSchema/);
  });

  test("a client with a certificate of its own making is refused", async () => {
    const client = await stage.start();

    expect(await statusFor(client, await clientIdentity())).toBe(UNAVAILABLE);
  });

  test("a client in plain text is refused", async () => {
    const client = await stage.start();

    expect(await statusFor(client, undefined, true)).toBe(UNAVAILABLE);
  });

  test("TLS itself asks for the certificate, and speaks nothing older than 1.2", async () => {
    const { handshake } = await stage.start();
    const alone = connectTls({ path: handshake.address, rejectUnauthorized: false, ALPNProtocols: ["h2"] });
    const [refused] = await once(alone.resume(), "error");
    expect(refused).toMatchObject({ code: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED" });

    const old = connectTls({
      path: handshake.address,
      rejectUnauthorized: false,
      minVersion: "TLSv1.1",
      maxVersion: "TLSv1.1",
      ciphers: "DEFAULT@SECLEVEL=0",
    });
    const [outdated] = await once(old.resume(), "error");
    expect(outdated).toMatchObject({ code: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION" });
  });
});
