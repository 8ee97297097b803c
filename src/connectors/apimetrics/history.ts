import { path } from "../../io/http.ts";
import type { HistoryEntry } from "../../model/contract.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Api } from "./api.ts";
import type { Audit } from "./contract.ts";

/**
 * What the audit log says of an organization since an instant, oldest first. Its order is not documented: reading ends
 * early only where page after page goes back in time. Throws for an entry that does not say when.
 */
export async function readHistory(
  api: Api,
  organization: string,
  since: string,
): Promise<readonly HistoryEntry[]> {
  const from = Date.parse(since);
  const entries: HistoryEntry[] = [];
  let latest = Number.POSITIVE_INFINITY;
  for await (const { rows, requestId } of api.audits(organization)) {
    const page = rows.map((row) => historyEntry(row, organization, requestId));
    entries.push(...page);
    latest = page.reduce(
      (before, { at }) => (Date.parse(at) <= before ? Date.parse(at) : Number.NaN),
      latest,
    );
    if (latest < from) break;
  }
  return entries
    .filter(({ at }) => Date.parse(at) >= from)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function historyEntry(row: Audit, organization: string, requestId: string | undefined): HistoryEntry {
  const { created, email, account_id: account, action, object } = row;
  const actor = email || account;
  return {
    at: instantOf(created, organization, requestId),
    action: action || "unknown",
    ...(actor ? { actor } : {}),
    ...(object ? { target: object } : {}),
  };
}

/** Microseconds and all; an instant without a zone is taken for UTC (inferred). */
function instantOf(created: Audit["created"], organization: string, requestId: string | undefined): string {
  const zoned = created && /(Z|[+-]\d{2}:?\d{2})$/i.test(created) ? created : `${created}Z`;
  const instant = Date.parse(zoned);
  if (!Number.isNaN(instant)) return new Date(instant).toISOString();
  const request = path`GET /api/2/audits/organization/${organization}/`;
  throw new ConnectorError(`${request} answered with something unknown: an entry without its time`, {
    retryable: false,
    ...(requestId === undefined ? {} : { requestId }),
  });
}
