/** The body of an issue on drift: what differs by who moved, since when and by whom, and the ways out. */
import type { Change, OrganizationOutcome, OrganizationPlan } from "../model/contract.ts";
import { characters, fitted } from "./budget.ts";
import { acknowledgedWords, causes } from "./drift.ts";
import { acknowledgeBlock } from "./drift-acknowledge.ts";
import { entrySpansOf, instantText, otherEntries } from "./drift-history.ts";
import { type DriftTerms, driftRow, plainRow } from "./drift-item.ts";
import { driftSeverity, isKnown, isTold, powersLeft, severities, shownCause } from "./drift-severity.ts";
import { fenced } from "./escape.ts";
import { diagnosticText, entrySpans } from "./markdown-organization.ts";
import {
  block,
  leftWords,
  type MarkdownBlock,
  type MarkdownPart,
  type MarkdownRow,
  text,
} from "./markdown-parts.ts";
import { bullet, inline } from "./markdown-text.ts";
import { outcomeWords } from "./outcome.ts";
import { ranks } from "./ranking.ts";
import { type Span, tone } from "./spans.ts";
import { byKind, count } from "./words.ts";

/** How an issue is written. Whatever is text is taken for untrusted. */
export interface DriftMarkdownOptions {
  /** UTF-16 units that it may have at most. */
  readonly limit: number;
  /** When each difference was seen first, by change id; what is not there is new. */
  readonly firstSeen: Readonly<Record<string, string>>;
  readonly now: string;
  /** What became of the last apply, by organization. */
  readonly attempted?: Readonly<Record<string, AttemptedApply>>;
  /** How everything is reverted: a command line, and the digest that it needs. */
  readonly revert: { readonly how: string; readonly digest: string };
  /** The pull request that adopts what live has, and what it cannot. */
  readonly adopt?: {
    readonly pullRequest?: number;
    readonly notPossible: readonly { readonly address: string; readonly reason: string }[];
  };
  /** What somebody does with the Acknowledgement, as a sentence. */
  readonly acknowledgeHow: string;
}

/** What became of an apply. */
export interface AttemptedApply {
  readonly status: OrganizationOutcome["status"];
  readonly at: string;
  readonly commit?: string;
}

type Organizations = readonly OrganizationPlan[];

/** The body of one issue, never over its limit: the worst first, what is left out counted by severity. */
export function renderDriftMarkdown(organizations: Organizations, options: DriftMarkdownOptions): string {
  const terms: DriftTerms = {
    firstSeen: options.firstSeen,
    now: options.now,
    notPossible: new Map(options.adopt?.notPossible.map(({ address, reason }) => [address, reason])),
    named: organizations.length > 1,
  };
  const unread = organizations.filter(({ verdict }) => verdict === "failed");
  const told = organizations.filter(({ changes }) => changes.some(isTold));
  const body = block([
    text(head(organizations, options.now), ranks.head),
    unreadBlock(unread),
    ...toldParts(organizations, terms),
    powerBlock(organizations, terms.named),
    ...(told.length === 0 ? [] : [waysBlock(options)]),
    acknowledgeBlock(told, options.acknowledgeHow, options.now),
    attemptedBlock(organizations, options.attempted ?? {}),
    ...otherParts(organizations, terms),
    ...listParts(organizations, terms.named),
    historyBlock(organizations, terms.named),
  ]);
  const rest = (left: readonly MarkdownRow[]): string => `\n_Left out for length: ${leftWords(left)}._\n`;
  return fitted({ ...body, rest }, { limit: options.limit, sizeOf: characters });
}

function head(organizations: Organizations, now: string): string {
  const told = organizations.flatMap(({ changes }) => changes).filter(isTold);
  const levels = severities
    .map((severity) => ({
      severity,
      number: told.filter((change) => driftSeverity(change) === severity).length,
    }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => `${number} ${severity}`);
  const names = organizations.map(({ name, key, connection }) =>
    inline([tone("name", name), ` (${key === name ? "" : `${key} `}on ${connection})`]),
  );
  const differ =
    told.length === 0 ? "**No difference to tell of**" : `**${count(told.length, "difference")}**`;
  const facts = [[differ, levels.join(", ")].filter((part) => part !== "").join(": "), shortened(names)];
  return `${facts.join(" · ")}\n\nLooked at on ${inline([instantText(now)])}. This text is kept up to date; a comment comes only when the drift itself changes.\n`;
}

function shortened(names: readonly string[]): string {
  const rest = names.length - 3;
  return names.slice(0, 3).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

function unreadBlock(unread: Organizations): MarkdownBlock {
  const rows = unread.flatMap(({ name, diagnostics }) => {
    const errors = diagnostics.filter(({ severity }) => severity === "error").map(diagnosticText);
    const said = errors.length === 0 ? ["it could not be read"] : errors;
    return said.map((line) => entry(`> - ${inline([tone("name", name)])}: ${line}\n`, name, ranks.stop));
  });
  return block(
    rows,
    "\n> [!CAUTION]\n> **Unread: nothing is known of these now, and what stood here before may still be so.**\n",
  );
}

/** What somebody must decide on. */
function toldParts(organizations: Organizations, terms: DriftTerms): readonly MarkdownPart[] {
  return (["drift", "unclassified"] as const).map((cause) => {
    const isMeant = (change: Change): boolean => isTold(change) && shownCause(change) === cause;
    return section(causes[cause], differing(organizations, isMeant, terms));
  });
}

/** What differs and needs no decision here. */
function otherParts(organizations: Organizations, terms: DriftTerms): readonly MarkdownPart[] {
  const known = plainly(organizations, isKnown, terms);
  const others = (["intended", "due"] as const).map((cause) => {
    const isMeant = (change: Change): boolean => shownCause(change) === cause && !isKnown(change);
    return section(causes[cause], plainly(organizations, isMeant, terms));
  });
  return [...others, section(acknowledgedWords, known)];
}

/** The differences, the worst first over all organizations. */
function differing(
  organizations: Organizations,
  isMeant: (change: Change) => boolean,
  terms: DriftTerms,
): readonly MarkdownRow[] {
  return organizations
    .flatMap((organization) =>
      byKind(organization.changes.filter(isMeant)).map((change) => driftRow(change, organization, terms)),
    )
    .sort((a, b) => a.rank - b.rank);
}

function plainly(
  organizations: Organizations,
  isMeant: (change: Change) => boolean,
  terms: DriftTerms,
): readonly MarkdownRow[] {
  return organizations.flatMap((organization) =>
    byKind(organization.changes.filter(isMeant)).map((change) => plainRow(change, organization, terms)),
  );
}

function section(
  { title, why }: { readonly title: string; readonly why: string },
  rows: readonly MarkdownRow[],
): MarkdownBlock {
  return block(rows, `\n#### ${title}: ${why}\n\n`);
}

function waysBlock({ revert, adopt }: DriftMarkdownOptions): MarkdownBlock {
  const request =
    adopt?.pullRequest === undefined || !Number.isSafeInteger(adopt.pullRequest)
      ? "change the manifests as told with each difference, and have that reviewed"
      : `merge #${adopt.pullRequest}, which changes the manifests to what live has`;
  const lines = [
    "\n#### Two ways out\n",
    `\n**Adopt**: ${request}.\n`,
    "\n**Revert**: apply what the manifests say:\n",
    `\n${fenced(revert.how.split(/\r?\n/u), "sh")}`,
    `\nThe digest of what it would do: ${inline([tone("name", revert.digest)])}. If live moves again, it stops.\n`,
  ];
  return block([text(lines.join(""), ranks.head)]);
}

function attemptedBlock(
  organizations: Organizations,
  attempted: Readonly<Record<string, AttemptedApply>>,
): MarkdownBlock {
  const rows = organizations.flatMap(({ name }) => {
    const last = Object.hasOwn(attempted, name) ? attempted[name] : undefined;
    if (last === undefined || last.status === "complete" || last.status === "unchanged") return [];
    const commit: readonly Span[] =
      last.commit === undefined ? [] : [" at commit ", tone("name", last.commit.slice(0, 10))];
    const spans = [
      tone("name", name),
      ` on ${instantText(last.at)}`,
      ...commit,
      `: ${outcomeWords[last.status]}`,
    ];
    return [entry(bullet(inline(spans)), name, ranks.danger)];
  });
  return section({ title: "Apply did not finish", why: "the last one" }, rows);
}

function listParts(organizations: Organizations, named: boolean): readonly MarkdownPart[] {
  const lists = [
    { key: "released", title: "Released", why: "declared once, live keeps it", rank: ranks.held },
    { key: "observed", title: "Observed", why: "differs, and is only watched", rank: ranks.list },
    { key: "forPerson", title: "For a person", why: "not possible by API", rank: ranks.removal },
    { key: "waiting", title: "Waiting", why: "not possible yet", rank: ranks.list },
  ] as const;
  return lists.map(({ key, rank, ...words }) => {
    const rows = organizations.flatMap((organization) =>
      organization[key].map((one) => {
        const name: readonly Span[] = named ? [tone("name", organization.name), ": "] : [];
        return entry(bullet(inline([...name, ...entrySpans(one)])), organization.name, rank);
      }),
    );
    return section(words, rows);
  });
}

/** Owners whom no section covers: nothing removes them, so somebody has to know of them. */
function powerBlock(organizations: Organizations, named: boolean): MarkdownBlock {
  const rows = organizations.flatMap((organization) =>
    powersLeft(organization).map((one) => {
      const name: readonly Span[] = named ? [tone("name", organization.name), ": "] : [];
      return entry(bullet(inline([...name, ...entrySpans(one)])), organization.name, ranks.danger);
    }),
  );
  return section({ title: "Unmanaged, with power", why: "no manifest gives it, and nothing takes it" }, rows);
}

function historyBlock(organizations: Organizations, named: boolean): MarkdownBlock {
  const rows = organizations.flatMap((organization) =>
    otherEntries(organization.changes.filter(isTold), organization).map((one) => {
      const name: readonly Span[] = named ? [tone("name", organization.name), ": "] : [];
      return entry(bullet(inline([...name, ...entrySpansOf(one)])), organization.name, ranks.unmanaged);
    }),
  );
  return section({ title: "Also in the audit log", why: "the latest" }, rows);
}

function entry(line: string, organization: string, rank: number): MarkdownRow {
  return { text: line, rank, tag: { thing: "entry", organization } };
}
