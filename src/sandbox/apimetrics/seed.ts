/** Stub; replaced. */
export interface ApimetricsSeed {
  readonly stub?: never;
}
