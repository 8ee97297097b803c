import { generate } from "selfsigned";

/** A client's certificate and key, as PEM. */
export interface ClientIdentity {
  readonly cert: string;
  readonly key: string;
}

/** A certificate such as Terraform makes for each start: its own root, on P-521, for localhost. */
export async function clientIdentity(): Promise<ClientIdentity> {
  const made = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    curve: "P-521",
    algorithm: "sha512",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      {
        name: "keyUsage",
        digitalSignature: true,
        keyEncipherment: true,
        keyAgreement: true,
        keyCertSign: true,
      },
      { name: "extKeyUsage", clientAuth: true, serverAuth: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
    ],
  });
  return { cert: made.cert, key: made.private };
}
