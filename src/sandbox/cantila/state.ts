/** Stub; replaced. */
export interface CantilaState {
  readonly stub?: never;
}
