/**
 * The story told part by part: who holds a state of their own, as Terraform does, says one thing of an organization at a
 * time. Each part is compared, guarded and applied as the same words of a manifest would be; what is live is read once.
 */
import type { Kinds } from "./model/kinds.ts";
import type { LiveOrganization, LiveState } from "./model/live.ts";
import { type Part, type PartKey, type PartProblem, understandPart } from "./part.ts";
import { type AppliedPart, applyPart, type Judge } from "./part-apply.ts";
import { type ComparedPart, comparePart, liveOf } from "./part-compare.ts";
import { openSession, type PartsRequest } from "./part-session.ts";

/** All parts of one run. Nothing here throws for what a user wrote or a system answered, but where it says so. */
export interface Parts {
  /** What a connection can do; undefined for one that the project does not have. */
  kinds(connection: string): Kinds | undefined;
  /** What is wrong with a part in itself. Asks no system. */
  check(part: Part): readonly PartProblem[];
  /** The part beside what is live, judged by the guards. */
  compare(part: Part): Promise<ComparedPart>;
  /** The same; what it takes away counts for the limits of this run from now on. */
  plan(part: Part): Promise<ComparedPart>;
  /** Compares and writes, once `judge` has seen what would be done and found no error in it. */
  apply(part: Part, judge: Judge): Promise<AppliedPart>;
  /** The organization as it is live; undefined when it is not there. Throws ConnectorError. */
  live(connection: string, key: PartKey): Promise<LiveState | undefined>;
  /** All organizations of a connection. Throws ConnectorError. */
  organizations(connection: string): Promise<readonly LiveOrganization[]>;
  /** Begins no further change; those under way end. */
  stop(): void;
}

/** Opens the parts of one run. Connections are opened at first use. */
export function openParts(request: PartsRequest): Parts {
  const session = openSession(request);
  return {
    kinds: (connection) => session.systems.get(connection)?.kinds,
    check: (part) =>
      understandPart(part, { ...request, systems: session.systems, now: request.now() }).problems,
    compare: (part) => comparePart(part, session),
    plan: async (part) => {
      const compared = await comparePart(part, session);
      if (compared.held.length === 0) session.count(part, compared);
      return compared;
    },
    apply: (part, judge) => applyPart(part, judge, session),
    live: async (connection, key) => {
      const opened = await session.open(connection);
      return opened && (await liveOf(opened.connected.reader(), { key }));
    },
    organizations: async (connection) => {
      const opened = await session.open(connection);
      return opened === undefined ? [] : await opened.connected.reader().organizations();
    },
    stop: session.stop,
  };
}
