/** The place for one-time secrets: opened and test-written before a change that hands one out, and not before. */
import { resolve } from "node:path";
import type { AppliedPart, ComparedPart, Part, Parts } from "../../index.ts";
import { openSecrets, type SecretsFile } from "../../io/secrets-out.ts";
import { ConfigurationError } from "../../model/errors.ts";
import type { SecretSink, ToldSecret } from "../../model/secret.ts";

/** Where secrets go, and for whom. */
export interface SecretsPlace {
  /** As the configuration has it, relative to `folder`. */
  readonly path: string;
  readonly folder: string;
  readonly recipients?: readonly string[] | undefined;
}

/** A file for secrets that is open only while something may be told. */
export interface SecretsKeeper {
  readonly sink: SecretSink;
  /** Runs work while the file is open. Throws a ConfigurationError, before the work, when it cannot be. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * A keeper of one place. Between works a plain file is closed. An encrypted one with a secret stays as it is, since nothing
 * could be added to it later; without one it is gone again.
 */
export function keepSecrets({ path, folder, recipients }: SecretsPlace): SecretsKeeper {
  let file: Promise<SecretsFile> | undefined;
  let closed: Promise<void> = Promise.resolve();
  let using = 0;
  let isSealed = false;
  const enter = async (): Promise<SecretsFile> => {
    using += 1;
    file ??= closed.then(() => openSecrets(resolve(folder, path), { recipients }));
    return await file;
  };
  const leave = async (): Promise<void> => {
    using -= 1;
    if (using > 0 || isSealed) return;
    const open = file;
    file = undefined;
    closed = Promise.resolve(open).then(
      (each) => each?.close(),
      () => undefined,
    );
    await closed;
  };
  const during = async <T>(work: (open: SecretsFile) => Promise<T>): Promise<T> => {
    try {
      return await work(await enter());
    } finally {
      await leave();
    }
  };
  const put = async (secret: ToldSecret): Promise<void> => {
    await during(async (open) => {
      isSealed ||= recipients !== undefined;
      await open.put(secret);
    });
  };
  return { sink: { put }, during: (work) => during(() => work()) };
}

/** The parts with a place for secrets that is ready before a change needs it; else nothing is sent. */
export function withSecrets(parts: Parts, keeper: SecretsKeeper): Parts {
  return {
    ...parts,
    apply: async (part, judge) => {
      const compared = await parts.compare(part);
      const isTold = compared.plan?.changes.some(({ secret }) => secret !== undefined) ?? false;
      if (!isTold) return await parts.apply(part, judge);
      try {
        return await keeper.during(() => parts.apply(part, judge));
      } catch (error) {
        if (error instanceof ConfigurationError) return refused(part, compared, error);
        throw error;
      }
    },
  };
}

function refused(part: Part, compared: ComparedPart, { message, fix }: ConfigurationError): AppliedPart {
  return {
    compared,
    problems: [
      { code: "project/configuration", severity: "error", message: `${part.name}: ${message}`, fix },
    ],
    invitations: part.invitations ?? {},
  };
}
