/** Who did it: what the systems' audit logs say of organizations whose live side moved. For explanation only. */
import PQueue from "p-queue";
import type { Connected } from "./connections.ts";
import { organizationAddress } from "./model/address.ts";
import type { Diagnostic, HistoryEntry, OrganizationPlan, Plan } from "./model/contract.ts";
import { sortDiagnostics } from "./model/diagnostic.ts";
import { failure } from "./model/failure.ts";
import type { FailedInput, OrganizationInput } from "./plan/input.ts";
import { isFailed } from "./plan/plan.ts";

/** How far back to look where no complete apply is remembered. */
export interface Span {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Default 30. */
  readonly days?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** A log of everything that ever happened explains nothing. */
const MOST_ENTRIES = 200;
const AT_ONCE = 8;

/**
 * The plan with the audit log of each organization that was read, has a change that live caused or may have caused, and
 * whose system has a log: since its last complete apply, oldest first, the latest 200 entries. A log that cannot be read is
 * a note on that organization; verdicts, changes and digests stay as they are.
 */
export async function withHistory(
  plan: Plan,
  inputs: readonly (OrganizationInput | FailedInput)[],
  connections: ReadonlyMap<string, Connected>,
  span: Span,
): Promise<Plan> {
  const read = new Map(
    inputs
      .filter((each): each is OrganizationInput => !isFailed(each))
      .map((each) => [each.organization.name, each] as const),
  );
  const queue = new PQueue({ concurrency: AT_ONCE });
  const organizations = await queue.addAll(
    plan.organizations.map((each) => async () => {
      const input = read.get(each.name);
      const connected = connections.get(each.connection);
      if (input === undefined || connected === undefined || !liveMoved(each)) return each;
      return { ...each, ...(await historyOf(each, input, { connected, span })) };
    }),
  );
  return { ...plan, organizations };
}

function liveMoved({ changes }: OrganizationPlan): boolean {
  return changes.some(({ cause }) => cause === "drift" || cause === "unclassified");
}

async function historyOf(
  { name, diagnostics }: OrganizationPlan,
  { live, record }: OrganizationInput,
  { connected, span }: { readonly connected: Connected; readonly span: Span },
): Promise<Partial<Pick<OrganizationPlan, "history" | "diagnostics">>> {
  if (live === undefined) return {};
  try {
    // Asked as a method of the reader: one that keeps something on itself would be lost without it.
    const history = await connected
      .reader()
      .history?.(live.organization, record?.appliedAt ?? earliest(span));
    return history === undefined ? {} : { history: latest(history) };
  } catch (error) {
    return { diagnostics: sortDiagnostics([...diagnostics, unread(error, name)]) };
  }
}

function earliest({ now, days = 30 }: Span): string {
  return new Date(now - days * DAY_MS).toISOString();
}

function latest(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  return entries.slice(-MOST_ENTRIES);
}

/** A note, whatever went wrong: the plan stands without its explanation. */
function unread(error: unknown, organization: string): Diagnostic {
  const address = organizationAddress(organization);
  const { message, fix } = failure(error, address);
  const words = message.startsWith(`${address}: `) ? message.slice(address.length + 2) : message;
  return {
    code: "plan/history-unread",
    severity: "note",
    address,
    message: `${address}: the audit log could not be read: ${words}`,
    why: "It would tell who made the changes; the plan itself does not need it.",
    ...(fix === undefined ? {} : { fix }),
  };
}
