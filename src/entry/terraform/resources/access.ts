/** `orgwright_access`: a level on a workspace, of a role or of somebody who is no member. */
import { accessAddress, encodeKey, parseSubject } from "../../../model/address.ts";
import type { AccessEntry } from "../../../model/contract.ts";
import { comparedEmail, personKey } from "../../../model/identity.ts";
import type { Kinds } from "../../../model/kinds.ts";
import type { LiveAccess, LiveState, LiveSubject } from "../../../model/live.ts";
import type { AttributePath } from "../provider.ts";
import { isGiven, textIn } from "../reading-attributes.ts";
import { parseId, referenceOf } from "../references.ts";
import { accessSchema } from "../schemas/access.ts";
import type { Attributes } from "../values/value.ts";
import { fixedChanges, isOther } from "./fixed.ts";
import { asLive, updateAt } from "./following.ts";
import { exactlyOne, waitingFor } from "./membership.ts";
import { idInside, ofKind, type Piece, partInside, type Refreshing, type Replacement } from "./piece.ts";
import { placeOf, type Shape } from "./shape.ts";

const shape: Shape = { plain: { level: "level" }, groups: {} };

/** One grant, by workspace and subject; by its level too where a subject may have several. */
export const accessPiece: Piece = {
  schema: accessSchema,
  defaults: { on_destroy: "delete" },
  judgedAtPlan: false,
  validate: (config) =>
    exactlyOne(config, ["role", "email", "user_id"], [], "Access belongs to one role or to one person"),
  id,
  part: (attributes, known) => {
    const spec = specOf(attributes, "present");
    return spec && partInside(attributes, spec, known);
  },
  ending: (attributes, known) => {
    const spec = specOf(attributes, "absent");
    return spec && partInside(attributes, spec, known);
  },
  place,
  replaced,
  refresh,
  imported,
};

function id(attributes: Attributes): string | undefined {
  const [workspace, subject] = [textIn(attributes["workspace"]), subjectIn(attributes)];
  if (workspace === undefined || subject === undefined) return undefined;
  return idInside(attributes, `access/${encodeKey(workspace)}/${subject.key}`);
}

interface Subject {
  readonly type: LiveSubject["type"];
  /** How addresses name it. */
  readonly key: string;
  /** How an entry names it. */
  readonly entry: Pick<AccessEntry, "role" | "email" | "id">;
}

function subjectIn(attributes: Attributes): Subject | undefined {
  const [role, email, userId] = ["role", "email", "user_id"].map((name) => textIn(attributes[name]));
  if (role !== undefined) return { type: "role", key: `role:${encodeKey(role)}`, entry: { role } };
  if (email !== undefined) return { type: "person", key: personKey({ email }), entry: { email } };
  if (userId === undefined) return undefined;
  return { type: "person", key: personKey({ id: userId }), entry: { id: userId } };
}

/** What is to be said of it. Only an import has no level yet: then nothing is said, and live is looked at. */
function specOf(attributes: Attributes, ensure: "present" | "absent") {
  const [workspace, level] = [textIn(attributes["workspace"]), textIn(attributes["level"])];
  const subject = subjectIn(attributes);
  if (workspace === undefined || subject === undefined) return undefined;
  const ownership = { access: "additive" } as const;
  if (level === undefined) {
    const nothing = { access: [], confirmEmpty: ["access"], ownership } as const;
    return isGiven(attributes["level"]) || ensure === "absent" ? undefined : nothing;
  }
  const entry: AccessEntry = { workspace, ...subject.entry, level };
  return { access: [ensure === "present" ? entry : { ...entry, ensure }], ownership };
}

function place([section, , ...rest]: readonly (string | number)[]): AttributePath {
  if (section === "workspaces") return ["workspace"];
  if (section !== "access") return ["organization"];
  return placeOf(rest, { id: "user_id", levels: "level" }, shape);
}

function replaced(
  prior: Attributes,
  proposed: Attributes,
  { kinds, isMoved }: Parameters<Piece["replaced"]>[2],
): readonly Replacement[] {
  const now = subjectIn(proposed);
  const isLevelKey = now !== undefined && isSeveral(kinds, now.type);
  const other = [
    ...(isMoved ? [["organization"]] : []),
    ...(isOther(prior["workspace"], proposed["workspace"]) ? [["workspace"]] : []),
    ...(subjectIn(prior)?.key === now?.key ? [] : [[nameOfSubject(proposed)]]),
    ...(isLevelKey && isOther(prior["level"], proposed["level"]) ? [["level"]] : []),
  ];
  if (other.length > 0) return other.map((path) => ({ path }));
  return fixedChanges(prior, proposed, kinds?.access, shape);
}

function nameOfSubject(attributes: Attributes): string {
  return ["role", "email"].find((name) => isGiven(attributes[name])) ?? "user_id";
}

function isSeveral(kinds: Kinds | undefined, type: LiveSubject["type"]): boolean {
  return kinds?.access?.severalLevels.includes(type) ?? false;
}

function refresh(state: Attributes, { compared, name, whole }: Refreshing): Attributes | undefined {
  const [workspace, subject] = [textIn(state["workspace"]), subjectIn(state)];
  if (compared.plan === undefined || workspace === undefined || subject === undefined) return undefined;
  const level = textIn(state["level"]);
  if (level === undefined) return withOnlyLevel(state, workspace, compared.live);
  const ofLevel = isSeveral(compared.kinds, subject.type) ? level : undefined;
  const address = accessAddress(name, workspace, subject.key, ofLevel);
  const live = compared.found().get(address);
  const waits = waitingFor(compared, (each) => each === address);
  if (live === undefined && waits === undefined) return undefined;
  const found = live?.kind === "access" ? live : undefined;
  return {
    ...state,
    id: id(state) ?? null,
    ...asLive(state, shape, {
      kind: compared.kinds?.access,
      live: found && { level: found.level },
      change: updateAt(compared, address),
      whole,
    }),
    pending: waits ?? (found?.pending === true ? "invited" : null),
  };
}

/** Just imported, without a level: the one that is live; of several none is meant. */
function withOnlyLevel(
  state: Attributes,
  workspace: string,
  live: LiveState | undefined,
): Attributes | undefined {
  if (live === undefined) return undefined;
  const byId = live.workspaces.filter((each) => each.id === workspace);
  const called =
    byId.length > 0 ? byId : live.workspaces.filter((each) => each.name.normalize("NFC") === workspace);
  const [place, ...places] = called;
  if (place === undefined || places.length > 0) return undefined;
  const [only, ...others] = live.access.filter((each) => each.workspace === place.id && isOf(each, state));
  if (only === undefined || others.length > 0) return undefined;
  return {
    ...state,
    id: id(state) ?? null,
    level: only.level,
    pending: only.pending === true ? "invited" : null,
  };
}

function isOf({ subject }: LiveAccess, state: Attributes): boolean {
  if (subject.type === "role") return subject.role === textIn(state["role"]);
  const email = textIn(state["email"]);
  const isSame =
    email !== undefined &&
    subject.email !== undefined &&
    comparedEmail(subject.email) === comparedEmail(email);
  return isSame || subject.id === textIn(state["user_id"]);
}

/** An address of access; the level may stand behind it, and has to where a subject has several. */
function imported(text: string): Attributes | undefined {
  const parsed = parseId(text);
  const address = parsed && ofKind(parsed.address, "access");
  if (parsed === undefined || address === undefined) return undefined;
  const { connection, key } = parsed.reference;
  const { workspace, subject, level } = address;
  const named = parseSubject(subject);
  const who =
    "role" in named
      ? { role: named.role }
      : "email" in named
        ? { email: named.email }
        : { user_id: named.id };
  return {
    organization: referenceOf(connection, key),
    workspace,
    ...who,
    ...(level === undefined ? {} : { level }),
  };
}
