/** Where one-time secrets go: the one port by which they leave memory. */
import type { Address } from "./address.ts";

/** A secret that a system told once. */
export interface ToldSecret {
  readonly address: Address;
  /** What it is, as `invitation token`. */
  readonly name: string;
  readonly value: string;
}

/** Keeps secrets. Opened and test-written before the first one is told. */
export interface SecretSink {
  /** Resolves once the secret is safe on its medium; throws when it is not. */
  put(secret: ToldSecret): Promise<void>;
}
