/** What a reviewer must see first: taken out of the whole plan, the same for terminal and Markdown. */
import type { Change, GuardFinding, OrganizationPlan, Plan, Risk } from "../model/contract.ts";
import { changeTitle, subjectOf, subjectTitle, titleOf } from "./naming.ts";
import { listing, risks } from "./words.ts";

/** One thing to look at. */
export interface Danger {
  /** blocked: nothing goes on until it is solved; unread: nothing is known; the others may pass. */
  readonly level: "blocked" | "unread" | "risk" | "released" | "approved";
  /** One to three words on what it is. */
  readonly label: string;
  /** Which risk it is, for a risk. */
  readonly code?: Risk["code"];
  /** How many it stands for, where it only counts; else it is one. */
  readonly stands?: number;
  readonly organization?: string;
  readonly message: string;
  /** What to do. */
  readonly fix?: string;
  /** What it holds, in words. */
  readonly holds?: string;
}

const mostHeld = 6;

/** Everything dangerous, the worst first; a risk that many changes share is listed up to `most` times, then counted. */
export function dangersOf(plan: Plan, most: number): readonly Danger[] {
  const { organizations } = plan;
  const changes = new Map(
    organizations.flatMap((organization) =>
      organization.changes.map((change) => [change.id, change] as const),
    ),
  );
  const guards = [
    ...plan.guards.map((finding) => guardDanger(finding, changes)),
    ...organizations.flatMap((organization) =>
      organization.guards.map((finding) => guardDanger(finding, changes, organization)),
    ),
  ];
  return [
    ...guards.filter(({ level }) => level === "blocked"),
    ...capped(organizations.filter(({ verdict }) => verdict === "failed").map(unread), most),
    ...riskDangers(organizations, most),
    ...capped(organizations.flatMap(releasedDangers), most),
    ...guards.filter(({ level }) => level === "approved"),
  ];
}

function guardDanger(
  finding: GuardFinding,
  changes: ReadonlyMap<string, Change>,
  organization?: OrganizationPlan,
): Danger {
  const { guard, message, approved, fix } = finding;
  const held = finding.changes.map((id) => changes.get(id)).filter((change) => change !== undefined);
  const holds = listing(held.map(changeTitle), mostHeld);
  return {
    level: approved ? "approved" : "blocked",
    label: approved ? "approved" : "blocked",
    message: `${message} (${guard})`,
    ...(organization === undefined ? {} : { organization: organization.name }),
    ...(approved ? {} : { fix }),
    ...(holds === "" ? {} : { holds }),
  };
}

function unread({ name, diagnostics }: OrganizationPlan): Danger {
  const message = diagnostics.find(({ severity }) => severity === "error")?.message;
  return {
    level: "unread",
    label: "unread",
    organization: name,
    message: message ?? "it could not be read or planned",
  };
}

/** By code in the order of the catalogue, so that gained ownership comes before what is milder. */
function riskDangers(organizations: readonly OrganizationPlan[], most: number): readonly Danger[] {
  const all = organizations.flatMap(({ name, changes }) =>
    changes.flatMap((change) =>
      change.risks.map(({ code, message }) => ({
        organization: name,
        code,
        message: riskMessage(change, message),
      })),
    ),
  );
  return Object.entries(risks).flatMap(([code, label]) => {
    const ofCode = all.filter((risk) => risk.code === code);
    return capped(
      ofCode.map(
        ({ organization, code: risk, message }): Danger => ({
          level: "risk",
          label,
          code: risk,
          organization,
          message,
        }),
      ),
      most,
    );
  });
}

/** What the risk is, and what brings it where the words do not name that. */
function riskMessage(change: Change, message: string): string {
  const subject = subjectOf(change);
  const named = subject === undefined ? titleOf(change) : subjectTitle(subject);
  return message.includes(named) ? message : `${message} (${changeTitle(change)})`;
}

function releasedDangers({ name, released }: OrganizationPlan): readonly Danger[] {
  return released
    .filter(({ danger }) => danger)
    .map((listed) => ({
      level: "released",
      label: "released",
      organization: name,
      message: `${titleOf(listed)}: ${listed.message}`,
    }));
}

function capped(dangers: readonly Danger[], most: number): readonly Danger[] {
  const [first] = dangers;
  if (first === undefined || dangers.length <= most) return dangers;
  const { level, label, code } = first;
  const stands = dangers.length - most;
  const message = `and ${stands} more, listed below`;
  const rest = { level, label, message, stands, ...(code === undefined ? {} : { code }) };
  return [...dangers.slice(0, most), rest];
}
