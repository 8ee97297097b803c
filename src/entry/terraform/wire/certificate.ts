/** The certificate that a provider's process makes for itself, for as long as it lives. */
import { X509Certificate } from "node:crypto";
import { generate } from "selfsigned";

/** A certificate with its key. Neither is ever written to a file. */
export interface Identity {
  readonly certificatePem: string;
  readonly keyPem: string;
  /** The certificate as the handshake has it: base64 without padding. */
  readonly announced: string;
}

/** A new key on P-256 and a certificate that is its own root, for the name that Terraform asks for. */
export async function createIdentity(): Promise<Identity> {
  const made = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true, critical: true },
      { name: "extKeyUsage", serverAuth: true, clientAuth: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
    ],
  });
  const { raw } = new X509Certificate(made.cert);
  return {
    certificatePem: made.cert,
    keyPem: made.private,
    announced: raw.toString("base64").replace(/=+$/, ""),
  };
}
