/** All connectors: one line per system. */
import type { Connector } from "../model/connector.ts";
import { apimetrics } from "./apimetrics/index.ts";
import { cantila } from "./cantila/index.ts";
import { cnap } from "./cnap/index.ts";
import { lumoauth } from "./lumoauth/index.ts";
import { signalsmith } from "./signalsmith/index.ts";

/** The connector of each system, by its name in the project file. */
export const connectors: Readonly<Record<Connector["system"], Connector>> = {
  signalsmith,
  cnap,
  lumoauth,
  cantila,
  apimetrics,
};
