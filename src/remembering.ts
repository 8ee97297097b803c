/** Keeps the records of an apply: each mail as soon as it is out, the rest when the apply is over. */
import { type DueMoves, remember } from "./apply/remember.ts";
import { kindOf, organizationAddress } from "./model/address.ts";
import type {
  ChangeOutcome,
  Diagnostic,
  OrganizationOutcome,
  OrganizationPlan,
  Outcome,
  Plan,
} from "./model/contract.ts";
import { compareText } from "./model/diagnostic.ts";
import { ConfigurationError } from "./model/errors.ts";
import type { OrganizationRecord } from "./model/record.ts";
import { movesOf } from "./plan/classify.ts";
import { digest } from "./plan/digest.ts";
import type { FailedInput, OrganizationInput } from "./plan/input.ts";
import { isFailed } from "./plan/plan.ts";
import type { ReconcileRequest, Writing } from "./request.ts";

/** The memory of one apply. */
export interface Memory {
  /** Keeps records as they are now known: a run that was cut off had no time to. */
  restore(records: readonly OrganizationRecord[]): Promise<void>;
  /** Remembers a mail at once, so that a run that is cut off sends none twice (law 7). */
  note(result: ChangeOutcome): Promise<void>;
  /** Remembers what was applied. An organization that could not be read keeps the record it had. */
  keep(outcome: Outcome): Promise<void>;
  /** What could not be remembered, once all is over: what was applied is applied all the same. */
  lost(): readonly Diagnostic[];
}

interface Applying {
  readonly inputs: readonly (OrganizationInput | FailedInput)[];
  readonly plan: Plan;
  /** Whether an organization's manifest as a whole was reviewed. Default: whoever applies it answers for it. */
  readonly accepts?: (organization: OrganizationPlan) => boolean;
}

interface Kept {
  readonly input: OrganizationInput;
  readonly plan: OrganizationPlan;
  readonly results: ChangeOutcome[];
  /** Writes of one record, one after another. */
  written: Promise<void>;
  /** A write that has not begun: it takes what comes until then. */
  next?: Promise<void> | undefined;
}

/** Opens the memory of an apply. */
export function remembering(
  { inputs, plan, accepts = () => true }: Applying,
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
        accepted: accepts(own),
        ...(scope === "due" ? { due: dueMoves(input) } : {}),
      }),
    );
  }

  const lost = new Map<string, Diagnostic>();
  /** A record that cannot be kept stops no write: the systems are what they are, and somebody is told. */
  async function kindly(organization: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      lost.set(organization, notRemembered(organization, error));
    }
  }

  return {
    restore: async (records) =>
      void (await Promise.all(
        records.map((record) => kindly(record.organization, () => writing.records.put(record))),
      )),
    lost: () => [...lost.values()].sort((a, b) => compareText(a.message, b.message)),
    note: async (result) => {
      const found = byAddress.get(result.address);
      if (found === undefined || kindOf(result.address) !== "member" || found.change.mails === 0) return;
      const { kept } = found;
      kept.results.push(result);
      kept.next ??= kept.written.then(async () => {
        kept.next = undefined;
        await kindly(kept.plan.name, () => put(kept, soFar(kept)));
      });
      kept.written = kept.next;
      await kept.written;
    },
    keep: async (outcome) => {
      const outcomes = new Map(outcome.organizations.map((each) => [each.name, each]));
      const keepOne = async (kept: Kept): Promise<void> => {
        const { organization, forgotten, live } = kept.input;
        const own = outcomes.get(organization.name);
        if (own === undefined) return;
        await (forgotten && live === undefined ? writing.records.remove(organization.name) : put(kept, own));
        for (const name of organization.previousNames) await writing.records.remove(name);
      };
      // At once: a store that commits puts what comes together into one commit.
      await Promise.all(all.map((kept) => kindly(kept.plan.name, () => keepOne(kept))));
    },
  };
}

function soFar({ plan, results }: Kept): OrganizationOutcome {
  return { name: plan.name, status: "partial", results: [...results], diagnostics: [] };
}

function notRemembered(organization: string, error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: "apply/not-remembered",
    severity: "error",
    message: `${organization}: what was applied could not be remembered: ${reason}.`,
    why: "The systems are as the outcome says; but the next plan cannot tell who moved, and an invitation may be sent once more.",
    fix: error instanceof ConfigurationError ? error.fix : "See to the place of the record, and apply again.",
    address: organizationAddress(organization),
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
