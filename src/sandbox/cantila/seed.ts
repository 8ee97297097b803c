/** Stub; replaced. */
export interface CantilaSeed {
  readonly stub?: never;
}
