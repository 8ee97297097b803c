import { armor, Decrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { describe, expect, test } from "vitest";
import { recipientProblems, sealFor } from "../../src/io/age.ts";
import { ConfigurationError } from "../../src/model/errors.ts";

/** A key pair of somebody who may read secrets. */
async function person(): Promise<{ readonly identity: string; readonly recipient: string }> {
  const identity = await generateIdentity();
  return { identity, recipient: await identityToRecipient(identity) };
}

async function opened(sealed: string, identity: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return await decrypter.decrypt(armor.decode(sealed), "text");
}

/** The recipient with another last letter: its checksum is wrong. */
function misspelt(recipient: string): string {
  return recipient.slice(0, -1) + (recipient.endsWith("q") ? "p" : "q");
}

/** A right checksum over a point of small order: nothing encrypted for it would be a secret. */
const ZERO_POINT = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z";

describe("encryption for recipients", () => {
  test("gives an armored file that each of them can read, and nobody else", async () => {
    const [ann, bob, eve] = await Promise.all([person(), person(), person()]);
    const seal = await sealFor([ann.recipient, bob.recipient]);

    const sealed = await seal("token: ä\n");

    expect(sealed).toMatch(
      /^-----BEGIN AGE ENCRYPTED FILE-----\n[\s\S]*\n-----END AGE ENCRYPTED FILE-----\n$/,
    );
    expect(await opened(sealed, ann.identity)).toBe("token: ä\n");
    expect(await opened(sealed, bob.identity)).toBe("token: ä\n");
    await expect(opened(sealed, eve.identity)).rejects.toThrow();
  });

  test("is never the same twice", async () => {
    const seal = await sealFor([(await person()).recipient]);

    expect(await seal("x")).not.toBe(await seal("x"));
  });

  test("refuses to be for nobody", async () => {
    await expect(sealFor([])).rejects.toThrow(ConfigurationError);
  });

  test.each<[string, (good: string) => string]>([
    ["a slip of the pen", misspelt],
    ["a point that no key has", () => ZERO_POINT],
    ["something else", () => "ssh-ed25519 AAAA"],
  ])(
    "refuses a recipient that is %s, by its position, before there is anything to encrypt",
    async (_, bad) => {
      const { recipient } = await person();
      const recipients = [recipient, bad(recipient)];

      await expect(sealFor(recipients)).rejects.toThrow(
        /^Recipient 2 under `secrets\.recipients` is no age recipient$/,
      );
      expect(await recipientProblems(recipients)).toMatchObject([
        { code: "project/recipient", severity: "error", message: expect.stringContaining("Recipient 2 ") },
      ]);
    },
  );

  test("has no problem with good recipients, nor with none at all", async () => {
    expect(await recipientProblems([(await person()).recipient])).toEqual([]);
    expect(await recipientProblems(undefined)).toEqual([]);
  });
});
