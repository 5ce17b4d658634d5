import type { CivilDate } from "../base/civil-date.ts";
import { covers } from "../rules/coverage.ts";
import type { RulesChange, RuleValue } from "../rules/rule-values.ts";
import { rulesCalendar, ruleValues, valuesOn } from "../rules/rule-values.ts";
import type { RuleDifference } from "./compare-rules.ts";
import { compareRules } from "./compare-rules.ts";
import type { DraftedSupplement, SupplementDraft } from "./draft-supplement.ts";
import { draftSupplement } from "./draft-supplement.ts";
import type { Ground } from "./ground.ts";
import type { RulesDownload } from "./rules-download.ts";
import { rulesDownloads } from "./rules-download.ts";
import { activateRules, applyDueRules, discardRules, rollBackRules, stageRules } from "./rules-downloads.ts";
import type { ImpactVerbs } from "./rules-impact.ts";
import { impactVerbs } from "./rules-impact.ts";
import type { RulesSigner } from "./rules-signer.ts";
import { fingerprintOf, isSignerKey, trustedSigner, trustSigner } from "./rules-signer.ts";
import type { DraftCheck } from "./supplement-draft.ts";
import { checkSupplement, saveSupplement } from "./supplement-draft.ts";
import type { Approval, RuleFile } from "./supervision.ts";
import type { Result } from "./terminal.ts";

/** The rules as they are looked after: what is in force, what has come, what is still to be asked for. */
export interface RulesBooks extends ImpactVerbs {
  readonly rulesSigner: () => (RulesSigner & { readonly fingerprint: string }) | null;
  /** What people compare by eye before they trust a key; null: it is none. */
  readonly fingerprintOf: (publicKey: string) => string | null;
  readonly trustSigner: (publicKey: string, approval: Approval) => Result<RulesSigner>;
  /** Takes a bundle in, checked; what is in use stays as it is. */
  readonly stageRules: (text: string, source: "centre" | "medium") => Result<readonly RulesDownload[]>;
  readonly rulesDownloads: () => readonly RulesDownload[];
  readonly activateRules: (id: string, approval: Approval) => Result<RulesDownload>;
  readonly discardRules: (id: string, approval: Approval) => Result<RulesDownload>;
  readonly rollBackRules: (id: string, approval: Approval) => Result<RulesDownload>;
  /** Takes into use what was decided for a moment that has come. */
  readonly applyDueRules: () => boolean;
  /** Values on a day; of one plan or of all. */
  readonly rulesOn: (plan: string | null, day: CivilDate) => readonly RuleValue[];
  readonly rulesCalendar: (days: {
    readonly from: CivilDate;
    readonly to: CivilDate;
  }) => readonly RulesChange[];
  /** What nobody has told yet. */
  readonly unknownRules: (plan: string | null) => readonly RuleValue[];
  /** What a download would change in the values. */
  readonly compareRules: (id: string) => Result<readonly RuleDifference[]>;
  readonly draftSupplement: (draft: SupplementDraft) => DraftedSupplement;
  readonly checkSupplement: (file: RuleFile) => DraftCheck;
  readonly saveSupplement: (file: RuleFile, approval: Approval) => Result<RulesDownload>;
}

/** @param closing  ends what settles the past again */
export function rulesBooksOf(ground: Ground, closing: AbortSignal): RulesBooks {
  const packs = (plan: string | null) =>
    ground.books.current.packs.filter((pack) => plan === null || pack.plan === plan);
  return {
    ...impactVerbs(ground, closing),
    rulesSigner: () => {
      const signer = trustedSigner(ground);
      return signer === null ? null : { ...signer, fingerprint: fingerprintOf(signer.publicKey) };
    },
    fingerprintOf: (publicKey) => (isSignerKey(publicKey) ? fingerprintOf(publicKey) : null),
    trustSigner: (publicKey, approval) => trustSigner(ground, publicKey, approval),
    stageRules: (text, source) => stageRules(ground, text, source),
    rulesDownloads: () => rulesDownloads(ground),
    activateRules: (id, approval) => activateRules(ground, id, approval),
    discardRules: (id, approval) => discardRules(ground, id, approval),
    rollBackRules: (id, approval) => rollBackRules(ground, id, approval),
    applyDueRules: () => applyDueRules(ground),
    rulesOn: (plan, day) =>
      packs(plan)
        .filter((pack) => covers(pack, day))
        .flatMap((pack) => valuesOn(pack, day)),
    rulesCalendar: (days) => rulesCalendar(ground.books.current.packs, days),
    unknownRules: (plan) =>
      packs(plan)
        .flatMap(ruleValues)
        .filter(({ status }) => status === "unknown"),
    compareRules: (id) => compareRules(ground, id),
    draftSupplement: (draft) => draftSupplement(ground, draft),
    checkSupplement: (file) => checkSupplement(ground, file),
    saveSupplement: (file, approval) => saveSupplement(ground, file, approval),
  };
}
