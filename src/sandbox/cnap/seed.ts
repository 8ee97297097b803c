/** Stub; replaced. */
export interface CnapSeed {
  readonly stub?: never;
}
