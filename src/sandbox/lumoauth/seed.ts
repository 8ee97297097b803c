/** Stub; replaced. */
export interface LumoAuthSeed {
  readonly stub?: never;
}
