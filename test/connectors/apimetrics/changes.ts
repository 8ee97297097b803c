import type { Change } from "../../../src/model/contract.ts";
import { change } from "./world.ts";

/** The parts of a change that a test says. */
type Parts = Partial<Change> & { readonly action: Change["action"] };

/** A change of a role of acme. */
export function role(name: string, parts: Parts): Change {
  return change({ address: `acme/role/${name}`, kind: "role", ...parts });
}

/** A change of a project of acme. */
export function workspace(name: string, parts: Parts): Change {
  return change({ address: `acme/workspace/${name}`, kind: "workspace", ...parts });
}

/** A change of a member of acme. */
export function member(key: string, parts: Parts): Change {
  return change({ address: `acme/member/${key}`, kind: "member", ...parts });
}

/** A change of access; `holder` is the account or invite that the plan knew. */
export function access(
  workspace: string,
  subject: string,
  parts: Parts & { readonly holder?: string },
): Change {
  const { holder, ...rest } = parts;
  const address = `acme/access/${workspace}/${subject}`;
  const person = `acme/member/${subject}`;
  return change({ address, kind: "access", ...rest, refs: holder === undefined ? {} : { [person]: holder } });
}
