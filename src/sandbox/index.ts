export type { ApimetricsOptions } from "./apimetrics/index.ts";
export type { ApimetricsSeed } from "./apimetrics/seed.ts";
export type { ApimetricsState } from "./apimetrics/state.ts";
export type { CantilaOptions } from "./cantila/index.ts";
export type { CantilaSeed } from "./cantila/seed.ts";
export type { CantilaState } from "./cantila/state.ts";
export type { CnapOptions } from "./cnap/index.ts";
export type { CnapSeed } from "./cnap/seed.ts";
export type { CnapState } from "./cnap/state.ts";
export { FaultSpecError } from "./faults.ts";
export type { LumoAuthOptions } from "./lumoauth/index.ts";
export type { LumoAuthSeed } from "./lumoauth/seed.ts";
export type { LumoAuthState } from "./lumoauth/state.ts";
export type { SandboxRequest } from "./request-log.ts";
export {
  type Sandbox,
  type SandboxOptions,
  type SandboxSeed,
  type SandboxState,
  type SystemName,
  startSandbox,
} from "./sandbox.ts";
export { SandboxSeedError } from "./seed.ts";
export type { Dialect, SignalSmithOptions } from "./signalsmith/index.ts";
export type { SignalSmithSeed } from "./signalsmith/seed.ts";
export type { SignalSmithState } from "./signalsmith/state.ts";
export type { Credential } from "./system.ts";
