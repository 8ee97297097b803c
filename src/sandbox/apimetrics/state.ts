/** Stub; replaced. */
export interface ApimetricsState {
  readonly stub?: never;
}
