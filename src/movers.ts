/** Who may have moved what a change was about, told once the change was stopped for it. */
import type { Connected } from "./connections.ts";
import { type Address, parseAddress } from "./model/address.ts";
import { compareText } from "./model/diagnostic.ts";
import type { FailedInput, OrganizationInput } from "./plan/input.ts";
import { isFailed } from "./plan/plan.ts";

/** Says who it was, or who it can have been, as a sentence; undefined where nobody knows. Never throws. */
export type TellMover = (address: Address) => Promise<string | undefined>;

const MOST_NAMES = 5;
/** An entry of the log from just before the plan may be the one: two clocks are two clocks. */
const SLACK_MS = 60_000;

/** The audit log answers where the system has one; else those whose role lets them. Each organization is asked once. */
export function tellingMovers(
  inputs: readonly (OrganizationInput | FailedInput)[],
  connections: ReadonlyMap<string, Connected>,
  now: number,
): TellMover {
  const told = new Map<string, Promise<string | undefined>>();
  const tell = async (input: OrganizationInput): Promise<string | undefined> =>
    (await inLog(input, connections.get(input.organization.connection), now)) ?? whoCould(input);
  return (address) => {
    const { organization } = parseAddress(address);
    const known = told.get(organization);
    if (known !== undefined) return known;
    const input = inputs.find((each) => each.organization.name === organization);
    const answer = input === undefined || isFailed(input) ? Promise.resolve(undefined) : tell(input);
    told.set(organization, answer);
    return answer;
  };
}

async function inLog(
  { live }: OrganizationInput,
  connected: Connected | undefined,
  now: number,
): Promise<string | undefined> {
  if (live === undefined) return undefined;
  const since = new Date(now - SLACK_MS).toISOString();
  try {
    const entries = (await connected?.reader().history?.(live.organization, since)) ?? [];
    const words = entries
      .slice(-MOST_NAMES)
      .map(({ at, actor = "somebody", action, target }) =>
        [at, actor, action, target].filter((each) => each !== undefined).join(" "),
      );
    return words.length === 0 ? undefined : `The audit log has since the plan: ${words.join("; ")}.`;
  } catch {
    // The change has failed for what moved; that nobody can say who is no further failure.
    return undefined;
  }
}

function whoCould({ live, kinds, organization }: OrganizationInput): string | undefined {
  const powers = [...(kinds.member?.ownerRoles ?? []), ...(kinds.member?.adminRoles ?? [])];
  const people = (live?.members ?? [])
    .filter(({ status, roles }) => status === "active" && roles.some((role) => powers.includes(role)))
    .map(({ email, id }) => email ?? `id:${id}`)
    .sort(compareText);
  const more = people.length > MOST_NAMES ? ` and ${people.length - MOST_NAMES} more` : "";
  const names =
    people.length === 0 ? "whoever manages it" : `${people.slice(0, MOST_NAMES).join(", ")}${more}`;
  return `Who could: ${names} (owners and admins of ${organization.name}), or another run with this credential.`;
}
