/** One-time secrets on their way from the system to the sink, and nowhere else (law 11). */
import type { Address } from "../model/address.ts";
import type { Change, ChangeOutcome, Diagnostic, SecretMark } from "../model/contract.ts";
import type { SecretSink } from "../model/secret.ts";

/** Says before the write that what it hands out would be lost. */
export function noPlaceForSecret({ name }: SecretMark, address: Address): Diagnostic {
  return {
    code: "apply/no-secrets-out",
    severity: "error",
    address,
    message: `${address}: the system hands out the ${name} once, and there is no place to keep it.`,
    why: "Without it the change would be of no use, and nobody could ask for it again; so nothing was sent.",
    fix: "Run it with `--secrets-out FILE`, in the Action with `secrets.recipients` in orgwright.yaml; then deliver what is kept.",
  };
}

/** Puts a told secret into the sink. One that is lost on the way makes the change fail, in words without the secret. */
export async function keep(
  value: string | undefined,
  { address, secret }: Change,
  sink: SecretSink | undefined,
): Promise<Pick<ChangeOutcome, "secret" | "status" | "error">> {
  if (secret === undefined) return await keepUnannounced(value, address, sink);
  const { name, need } = secret;
  if (value === undefined) {
    if (need === "discardable") return { status: "applied" };
    return { status: "failed", secret: { name, kept: false }, error: untold(secret, address) };
  }
  if (sink === undefined) return { status: "applied", secret: { name, kept: false } };
  try {
    await sink.put({ address, name, value });
    return { status: "applied", secret: { name, kept: true } };
  } catch {
    return { status: "failed", secret: { name, kept: false }, error: lost(secret, address) };
  }
}

/** A secret that nobody expected is kept where there is a place; without one it is dropped, as nobody asked for it. */
async function keepUnannounced(
  value: string | undefined,
  address: Address,
  sink: SecretSink | undefined,
): Promise<Pick<ChangeOutcome, "secret" | "status" | "error">> {
  if (value === undefined) return { status: "applied" };
  const name = "secret that the plan did not expect";
  await sink?.put({ address, name, value }).catch(() => undefined);
  return { status: "applied", secret: { name, kept: sink !== undefined } };
}

function untold({ name, again }: SecretMark, address: Address): Diagnostic {
  return {
    code: "apply/secret-lost",
    severity: "error",
    address,
    message: `${address}: it is done, and the system did not tell the ${name}: it was made before, or an answer was lost.`,
    why: "The system tells it once, so nobody has it now.",
    fix: again,
  };
}

function lost({ name, again }: SecretMark, address: Address): Diagnostic {
  return {
    code: "apply/secret-lost",
    severity: "error",
    address,
    message: `${address}: the change was made, and the ${name} could not be written to its place.`,
    why: "The system tells it once, so it is lost.",
    fix: `See to the place that secrets are kept in. ${again}`,
  };
}
