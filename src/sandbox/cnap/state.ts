/** Stub; replaced. */
export interface CnapState {
  readonly stub?: never;
}
