import type { HistoryEntry } from "../../model/contract.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Api } from "./api.ts";
import type { AuditEntry } from "./contract.ts";
import { incomplete, type Page, pagesOf } from "./pages.ts";

/** What the audit log says of an organization since an instant, oldest first. Throws rather than leave something out. */
export async function readHistory(
  api: Api,
  organization: string,
  since: string,
): Promise<readonly HistoryEntry[]> {
  const rows = await rowsSince(api, Date.parse(since));
  return rows
    .filter((row) => isAbout(row, organization))
    .map(historyEntry)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/**
 * Pages of the log up to the instant. They are shown newest first (inferred), and a page that is not is followed by
 * all others. New entries push old ones to later pages, where they come a second time.
 */
async function rowsSince(api: Api, since: number): Promise<readonly AuditEntry[]> {
  const rows = new Map<string | number, AuditEntry>();
  let page = await api.auditPage(1);
  for (;;) {
    const instants = page.rows.map((row) => Date.parse(instantOf(row, page.requestId)));
    for (const [index, row] of page.rows.entries())
      if (Number(instants[index]) >= since) rows.set(row.id, row);
    const last = page.meta.page >= pagesOf(page.meta);
    if (last || leads(instants, since)) return [...rows.values()];
    page = await nextPage(api, page);
  }
}

/** Whether nothing after these instants, newest first, can be as late as another one. */
function leads(instants: readonly number[], since: number): boolean {
  const descending = instants.every(
    (instant, index) => index === 0 || instant <= Number(instants[index - 1]),
  );
  return descending && Number(instants.at(-1)) < since;
}

async function nextPage(api: Api, { meta }: Page<AuditEntry>): Promise<Page<AuditEntry>> {
  const next = await api.auditPage(meta.page + 1);
  if (next.meta.total >= meta.total && next.meta.limit === meta.limit) return next;
  throw incomplete("…/audit-logs", "the log got shorter while it was read", next.requestId);
}

function instantOf({ createdAt, timestamp }: AuditEntry, requestId?: string): string {
  const instant = createdAt ?? timestamp;
  if (instant !== undefined && !Number.isNaN(Date.parse(instant))) return instant;
  throw new ConnectorError("GET …/audit-logs answered with something unknown: an entry without its time", {
    retryable: false,
    ...(requestId === undefined ? {} : { requestId }),
  });
}

/** The organization is named as the target, or in what more is told of the entry (inferred). */
function isAbout({ target, targetId, metadata }: AuditEntry, organization: string): boolean {
  const named = [target?.id, targetId, ...Object.values(metadata ?? {})];
  return named.some((value) => value === organization);
}

function historyEntry(row: AuditEntry): HistoryEntry {
  const { actor, target, action } = row;
  const who =
    actor?.email || mailIn(actor?.name) || mailIn(row.actorName) || textOf(actor?.id ?? row.actorId);
  const what = target?.email || textOf(target?.id ?? row.targetId);
  const type = target?.type ?? row.targetType;
  return {
    at: new Date(instantOf(row)).toISOString(),
    action: action || "unknown",
    ...(who ? { actor: who } : {}),
    ...(what ? { target: type ? `${type} ${what}` : what } : {}),
  };
}

function mailIn(name: string | null | undefined): string | undefined {
  return name?.includes("@") ? name : undefined;
}

function textOf(id: string | number | null | undefined): string | undefined {
  return id === null || id === undefined ? undefined : String(id);
}
