/** What a resource keeps beside its state, as JSON that only this provider reads. */
import type { SentInvitation } from "../../../model/record.ts";
import type { Private } from "../provider.ts";
import type { Known } from "./piece.ts";

/** What is kept beside a state and a plan. */
export interface Remembered extends Known {
  /** Just imported, and not read yet. */
  readonly imported?: boolean;
  /** Ids of the changes that the plan has shown; absent where a plan could not compare. */
  readonly shown?: readonly string[];
  /** Ids of the changes that would have made live what the state says when it was last looked at: mostly none. */
  readonly open?: readonly string[];
  /** Ids of the removals that the plan of a destroy has shown, by address. */
  readonly ending?: Readonly<Record<string, string>>;
}

/** Reads what was kept; what is not ours is passed over. */
export function recall({ organizationId, invitations, imported, shown, open, ending }: Private): Remembered {
  return {
    ...(typeof organizationId === "string" ? { organizationId } : {}),
    ...(isRecord(invitations) ? { invitations: sent(invitations) } : {}),
    ...(imported === true ? { imported } : {}),
    ...(isTexts(shown) ? { shown } : {}),
    ...(isTexts(open) ? { open } : {}),
    ...(isRecord(ending) ? { ending: textsBy(ending) } : {}),
  };
}

/** What goes on beside a state: of which organization it is, which mails went out for it, and how live was when it was looked at. */
export function keep({ organizationId, invitations, open }: Remembered): Private {
  return {
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(invitations === undefined || Object.keys(invitations).length === 0 ? {} : { invitations }),
    ...(open === undefined ? {} : { open }),
  };
}

/** The same for a plan, with the changes that it shows. */
export function keepPlanned(known: Remembered, shown?: readonly string[]): Private {
  return { ...keep(known), ...(shown === undefined ? {} : { shown }) };
}

function sent(invitations: Readonly<Record<string, unknown>>): Readonly<Record<string, SentInvitation>> {
  const all = Object.entries(invitations).flatMap(([address, mail]) =>
    isSent(mail) ? [[address, mail] as const] : [],
  );
  return Object.fromEntries(all);
}

function isSent(value: unknown): value is SentInvitation {
  if (!isRecord(value)) return false;
  const { sentAt, count, roles, access } = value;
  return typeof sentAt === "string" && typeof count === "number" && isTexts(roles) && isRecord(access);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textsBy(all: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, text]) => (typeof text === "string" ? [[name, text] as const] : [])),
  );
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
