/** Keeps the records of an apply: each mail as soon as it is out, the rest when the apply is over. */
import { type DueMoves, remember } from "./apply/remember.ts";
import { kindOf } from "./model/address.ts";
import type {
  ChangeOutcome,
  OrganizationOutcome,
  OrganizationPlan,
  Outcome,
  Plan,
} from "./model/contract.ts";
import { compareText } from "./model/diagnostic.ts";
import { movesOf } from "./plan/classify.ts";
import { digest } from "./plan/digest.ts";
import type { FailedInput, OrganizationInput } from "./plan/input.ts";
import { isFailed } from "./plan/plan.ts";
import type { ReconcileRequest, Writing } from "./request.ts";

/** The memory of one apply. */
export interface Memory {
  /** Remembers a mail at once, so that a run that is cut off sends none twice (law 7). */
  note(result: ChangeOutcome): Promise<void>;
  /** Remembers what was applied. An organization that could not be read keeps the record it had. */
  keep(outcome: Outcome): Promise<void>;
}

interface Applying {
  readonly inputs: readonly (OrganizationInput | FailedInput)[];
  readonly plan: Plan;
}

interface Kept {
  readonly input: OrganizationInput;
  readonly plan: OrganizationPlan;
  readonly results: ChangeOutcome[];
  /** Writes of one record, one after another. */
  written: Promise<void>;
}

/** Opens the memory of an apply. */
export function remembering(
  { inputs, plan }: Applying,
  { now, scope }: ReconcileRequest,
  writing: Writing,
): Memory {
  const plans = new Map(plan.organizations.map((each) => [each.name, each]));
  const all = inputs.flatMap((input): readonly Kept[] => {
    const own = plans.get(input.organization.name);
    return isFailed(input) || own === undefined || isUnknown(input, scope)
      ? []
      : [{ input, plan: own, results: [], written: Promise.resolve() }];
  });
  const byAddress = new Map(
    all.flatMap((kept) => kept.plan.changes.map((change) => [change.address, { kept, change }])),
  );

  function put({ input, plan: own }: Kept, outcome: OrganizationOutcome): Promise<void> {
    const { organization, resources, declared, live, record: previous } = input;
    return writing.records.put(
      remember({
        organization,
        resources,
        plan: own,
        outcome,
        declared,
        live,
        pendingListed: input.kinds.member?.invitation.listed ?? false,
        previous,
        now,
        commit: writing.commit,
        desired: digest(declared),
        ...(scope === "due" ? { due: dueMoves(input) } : {}),
      }),
    );
  }

  return {
    note: async (result) => {
      const found = byAddress.get(result.address);
      if (found === undefined || kindOf(result.address) !== "member" || found.change.mails === 0) return;
      const { kept } = found;
      kept.results.push(result);
      const outcome = {
        name: kept.plan.name,
        status: "partial",
        results: [...kept.results],
        diagnostics: [],
      } as const;
      kept.written = kept.written.then(() => put(kept, outcome));
      await kept.written;
    },
    keep: async (outcome) => {
      const outcomes = new Map(outcome.organizations.map((each) => [each.name, each]));
      for (const kept of all) {
        const { organization, forgotten, live } = kept.input;
        const own = outcomes.get(organization.name);
        if (own === undefined) continue;
        await (forgotten && live === undefined ? writing.records.remove(organization.name) : put(kept, own));
        for (const name of organization.previousNames) await writing.records.remove(name);
      }
    },
  };
}

/** Time has moved nothing that is remembered where nothing was ever applied. */
function isUnknown({ record }: OrganizationInput, scope: ReconcileRequest["scope"]): boolean {
  return scope === "due" && record?.appliedAt === undefined;
}

function dueMoves({ record, atRecord, declared }: OrganizationInput): DueMoves {
  const then = record?.declared ?? {};
  const { moved, byTime } = movesOf({ record: { declared: then }, atRecord, declared });
  const addresses = [...new Set([...Object.keys(then), ...byTime])].sort(compareText);
  const settled = addresses.flatMap((address) => {
    const digested = byTime.has(address) ? declared[address] : then[address];
    return digested === undefined ? [] : [[address, digested] as const];
  });
  return { declared: Object.fromEntries(settled), isWhole: moved.size === byTime.size };
}
