export { FaultSpecError } from "./faults.ts";
export type { SandboxRequest } from "./request-log.ts";
export {
  type Sandbox,
  type SandboxOptions,
  type SandboxSeed,
  type SandboxState,
  startSandbox,
} from "./sandbox.ts";
export { SandboxSeedError } from "./seed.ts";
export type { Dialect, SignalSmithOptions } from "./signalsmith/index.ts";
export type { SignalSmithSeed } from "./signalsmith/seed.ts";
export type { SignalSmithState } from "./signalsmith/state.ts";
