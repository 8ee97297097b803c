/** Encryption for people: age (age-encryption.org), so that the standard tools read what is written here. */
import type { Diagnostic } from "../model/contract.ts";
import { ConfigurationError } from "../model/errors.ts";
import { once } from "./lazy.ts";

/** Encrypts a text; gives ASCII armor, which is a file for `age --decrypt` as it stands. */
export type Seal = (text: string) => Promise<string>;

/** Loaded with the first question: few commands encrypt anything, and start-up counts. */
const library = once(async () => await import("age-encryption"));

/**
 * Encryption that each of the recipients alone can undo. Each is tried once before: throws a ConfigurationError for one
 * that age rejects, and for none at all.
 */
export async function sealFor(recipients: readonly string[]): Promise<Seal> {
  if (recipients.length === 0) throw nobody();
  const [rejected] = await rejectedAmong(recipients);
  if (rejected !== undefined) throw new ConfigurationError(rejected.message, rejected.fix);
  return async (text) => await encrypted(text, recipients);
}

/** An error for each recipient that age rejects, told by its position; none where no recipients are named. */
export async function recipientProblems(recipients: readonly string[] = []): Promise<readonly Diagnostic[]> {
  const rejected = await rejectedAmong(recipients);
  return rejected.map(({ message, fix }) => ({
    code: "project/recipient",
    severity: "error",
    message: `${message}.`,
    why: "One-time secrets are told once; nobody could read what was encrypted for it.",
    fix,
  }));
}

interface Rejected {
  readonly message: string;
  readonly fix: string;
}

/** Told by position alone: somebody may have put a secret key there. */
async function rejectedAmong(recipients: readonly string[]): Promise<readonly Rejected[]> {
  const usable = await Promise.all(recipients.map(isUsable));
  return usable.flatMap((each, index) =>
    each
      ? []
      : [
          {
            message: `Recipient ${index + 1} under \`secrets.recipients\` is no age recipient`,
            fix: "Copy it again from the output of `age-keygen`: one character of it is wrong.",
          },
        ],
  );
}

async function isUsable(recipient: string): Promise<boolean> {
  try {
    await encrypted("", [recipient]);
    return true;
  } catch {
    return false;
  }
}

async function encrypted(text: string, recipients: readonly string[]): Promise<string> {
  const { armor, Encrypter } = await library();
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(text));
}

function nobody(): ConfigurationError {
  return new ConfigurationError(
    "Secrets cannot be encrypted for nobody",
    "Name age recipients in orgwright.yaml: `secrets: {recipients: [age1…]}`; `age-keygen` makes one.",
  );
}
