import { X509Certificate } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { connect, readHandshake } from "../client/connection.ts";
import { type Process, type Start, startProcess, terraformVariables } from "../client/process.ts";
import { openStage } from "./stage.ts";

const stage = openStage();

function begin(start: Omit<Start, "file">): Process {
  const started = startProcess({ file: stage.file(), ...start });
  onTestFinished(() => void started.child.kill("SIGKILL"));
  return started;
}

describe("the handshake", () => {
  test("is one line with protocol 6, the socket and the certificate", async () => {
    const { handshake, stdout } = await stage.start();

    expect(stdout()).toMatch(/^1\|6\|unix\|\/[^|]+\|grpc\|[A-Za-z0-9+/]+\n$/);
    expect(handshake.sharing).toBeUndefined();
  });

  test("says that connections are not shared, where that is asked for", async () => {
    const { handshake } = await stage.start({ env: { PLUGIN_MULTIPLEX_GRPC: "true" } });

    expect(handshake.sharing).toBe("false");
  });

  test("announces a certificate on P-256 for localhost that is its own root", async () => {
    const { handshake } = await stage.start();
    const certificate = new X509Certificate(Buffer.from(handshake.certificate, "base64"));

    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
    expect(certificate.subjectAltName).toBe("DNS:localhost");
    expect(certificate.ca).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
  });

  test("makes another certificate at each start", async () => {
    const [one, other] = [await stage.start(), await stage.start()];

    expect(one.handshake.certificate).not.toBe(other.handshake.certificate);
  });

  test("goes in plain text where Terraform shows no certificate", async () => {
    const client = await stage.start({ env: { PLUGIN_CLIENT_CERT: undefined } });

    expect(client.stdout()).toMatch(/^1\|6\|unix\|\/[^|]+\|grpc\|\n$/);
    expect(Object.keys((await client.schema()).resources)).toEqual(["orgwright_note"]);
  });

  test("finds 6 among the protocols wherever it stands", async () => {
    for (const PLUGIN_PROTOCOL_VERSIONS of ["6,5", "6", "4,6,7"]) {
      expect((await stage.start({ env: { PLUGIN_PROTOCOL_VERSIONS } })).handshake.protocol).toBe("6");
    }
  });

  test("is refused to what speaks only other protocols", async () => {
    const old = begin({ env: { ...terraformVariables, PLUGIN_PROTOCOL_VERSIONS: "4,5" } });

    expect(await old.ended()).toBe(1);
    expect(old.stdout()).toBe("");
    expect(old.stderr()).toContain("speaks protocol 6, and what started it only 4,5");
  });
});

describe("the socket", () => {
  test("is in a folder of its own that nobody else may enter, and goes with the process", async () => {
    const client = await stage.start();
    const folder = dirname(client.handshake.address);

    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(client.handshake.address).isSocket()).toBe(true);
    await client.close();
    expect(existsSync(folder)).toBe(false);
  });

  test("is where Terraform wants it", async () => {
    const folder = stage.folder();
    const { handshake } = await stage.start({ env: { PLUGIN_UNIX_SOCKET_DIR: folder } });

    expect(dirname(dirname(handshake.address))).toBe(folder);
  });

  test("has a short path where the folder's own is too long for a socket", async () => {
    const client = await stage.start({ env: { TMPDIR: `${stage.folder()}/${"long".repeat(30)}` } });

    expect(client.handshake.address).toMatch(/^\/tmp\/orgwright-/);
    expect(await client.close()).toBe(0);
  });
});

describe("what cannot be offered", () => {
  test("is told, where there is no folder for the socket", async () => {
    const PLUGIN_UNIX_SOCKET_DIR = join(stage.folder(), "nowhere");
    const lost = begin({ env: { ...terraformVariables, PLUGIN_UNIX_SOCKET_DIR } });

    expect(await lost.ended()).toBe(1);
    expect(lost.stdout()).toBe("");
    expect(lost.stderr()).toMatch(/^The Orgwright provider cannot start: ENOENT.*TMPDIR/);
  });

  test("is told, where the client's certificate is none; plain text is no way out", async () => {
    const lost = begin({ env: { ...terraformVariables, PLUGIN_CLIENT_CERT: "no certificate" } });

    expect(await lost.ended()).toBe(1);
    expect(lost.stdout()).toBe("");
    expect(lost.stderr()).toContain("cannot start: PLUGIN_CLIENT_CERT holds no certificate");
  });
});

describe("started by hand", () => {
  test("it says what it is and how it is used, and ends with 1", async () => {
    const alone = begin({});

    expect(await alone.ended()).toBe(1);
    expect(alone.stdout()).toBe("");
    expect(alone.stderr()).toContain("This is the Orgwright provider 1.2.3 for Terraform and OpenTofu.");
    expect(alone.stderr()).toContain('source = "orgwright/orgwright"');
    expect(alone.stderr()).toContain("npx orgwright terraform install");
  });

  test("a wrong cookie is no cookie", async () => {
    const alone = begin({ env: { ...terraformVariables, TF_PLUGIN_MAGIC_COOKIE: "crumbs" } });

    expect(await alone.ended()).toBe(1);
    expect(alone.stdout()).toBe("");
  });

  test("with --debug it prints how to reattach, outlives commands, and ends with Ctrl-C", async () => {
    const debugged = begin({ args: ["--debug"] });
    const [, text = ""] = await debugged.said(/TF_REATTACH_PROVIDERS='(.*)'/);
    const providers = JSON.parse(text) as Record<string, { Pid: number; Addr: { String: string } }>;
    const [terraform] = Object.values(providers);
    const address = terraform?.Addr.String ?? "";

    expect(Object.keys(providers)).toEqual([
      "registry.terraform.io/orgwright/orgwright",
      "registry.opentofu.org/orgwright/orgwright",
    ]);
    expect(terraform).toEqual({
      Protocol: "grpc",
      ProtocolVersion: 6,
      Pid: debugged.child.pid,
      Test: true,
      Addr: { Network: "unix", String: address },
    });
    const connection = connect(readHandshake(`1|6|unix|${address}|grpc|`), undefined);
    expect(await connection.status("/plugin.GRPCController/Shutdown")).toBe(0);
    expect(await connection.status("/tfplugin6.Provider/GetProviderSchema")).toBe(0);
    connection.close();
    debugged.child.kill("SIGINT");
    expect(await debugged.ended()).toBe(0);
    expect(existsSync(dirname(address))).toBe(false);
  });
});
