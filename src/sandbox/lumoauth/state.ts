/** Stub; replaced. */
export interface LumoAuthState {
  readonly stub?: never;
}
