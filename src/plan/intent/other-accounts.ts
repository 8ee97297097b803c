/** People of whom two commits say different accounts: what they hold may go to somebody without a change of any plan. */
import type { Diagnostic } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import { comparedEmail, type Identity } from "../../model/identity.ts";
import type { AccessResource, MemberResource, Resource } from "../../model/resource.ts";
import type { Side } from "./sides.ts";

type Held = MemberResource | AccessResource;

/** A warning for each role or access of somebody on both sides whose ids or e-mails are not the same on both. */
export function otherAccounts(base: Side, head: Side): readonly Diagnostic[] {
  const before = new Map(heldIn(base).flatMap((held) => namesOf(held).map((name) => [name, held] as const)));
  return heldIn(head).flatMap((held) => {
    const name = namesOf(held).find((each) => before.has(each));
    const was = name === undefined ? undefined : identityOf(before.get(name));
    const now = identityOf(held);
    if (was === undefined || now === undefined) return [];
    const moved = [
      ...(was.id === now.id ? [] : [`the id is ${shownId(now)}, it was ${shownId(was)}`]),
      ...listed("new e-mails", emailsOf(now), emailsOf(was)),
      ...listed("e-mails no longer said", emailsOf(was), emailsOf(now)),
    ];
    return moved.length === 0 ? [] : [otherAccount(held, moved.join("; "))];
  });
}

function heldIn({ resources }: Side): readonly Held[] {
  return resources.flatMap((resource) =>
    resource.ensure === "present" && identityOf(resource) !== undefined && isHeld(resource) ? [resource] : [],
  );
}

function isHeld(resource: Resource): resource is Held {
  return resource.kind === "member" || resource.kind === "access";
}

function identityOf(resource: Resource | undefined): Identity | undefined {
  if (resource?.kind === "member") return resource.identity;
  return resource?.kind === "access" && resource.subject.type === "person"
    ? resource.subject.identity
    : undefined;
}

/** By what both sides may know the same thing: its address, else what is held by the same id or e-mail. */
function namesOf(held: Held): readonly string[] {
  const { id, ...identity } = identityOf(held) ?? { aliases: [] };
  const where = held.kind === "access" ? [held.kind, held.workspace] : [held.kind];
  const names = [...emailsOf(identity), ...(id === undefined ? [] : [`id:${id}`])];
  return [held.address, ...names.map((name) => JSON.stringify([...where, name]))];
}

/** All e-mails that mean the person, as they are compared. */
function emailsOf({ email, aliases }: Pick<Identity, "email" | "aliases">): readonly string[] {
  return email === undefined ? aliases : [comparedEmail(email), ...aliases];
}

function shownId({ id }: Identity): string {
  return id ?? "not said";
}

function listed(words: string, some: readonly string[], others: readonly string[]): readonly string[] {
  const own = some.filter((email) => !others.includes(email)).sort(compareText);
  return own.length === 0 ? [] : [`${words}: ${own.join(", ")}`];
}

function otherAccount({ address, kind, attributes, origins }: Held, moved: string): Diagnostic {
  const { roles, level } = attributes;
  const held = kind === "access" ? `level ${String(level)}` : `role ${[roles].flat().join(", ")}`;
  const [location] = origins;
  return {
    code: "intent/other-account",
    severity: "warning",
    message: `${address}: other accounts than before stand for who holds ${held}: ${moved}.`,
    why: "Whoever has one of these accounts gets or keeps it, and manifests cannot tell whose they are.",
    fix: "Make sure that each of them belongs to this person.",
    ...(location === undefined ? {} : { location }),
    address,
  };
}
