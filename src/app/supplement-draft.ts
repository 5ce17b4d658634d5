import { createHash } from "node:crypto";

import type { Fault } from "../base/faults.ts";
import { loadPacks } from "../rules/pack-book.ts";
import { parseSupplement } from "../rules/parse-pack.ts";
import type { RuleValue } from "../rules/rule-values.ts";
import { ruleValues } from "../rules/rule-values.ts";
import { actorOf, approve, isSupervising } from "./approvals.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { RulesDownload } from "./rules-download.ts";
import { stageHere } from "./rules-downloads.ts";
import type { Approval, RuleFile } from "./supervision.ts";
import type { Result } from "./terminal.ts";

/** What a supplement that is being written comes to on the packs in use. */
export interface DraftCheck {
  readonly faults: readonly Fault[];
  /** Who tells the values, and who stands for them; null where the text cannot be read so far. */
  readonly about: {
    readonly id: string;
    readonly label: string;
    readonly source: string;
    readonly signedBy: string;
    readonly official: boolean;
  } | null;
  /** What it fills; empty while it has faults. */
  readonly fills: readonly RuleValue[];
  /** What would still be unknown. */
  readonly unknown: readonly RuleValue[];
}

/** More than an editor shows. */
const textCharactersMax = 1024 * 1024;

/** Tries a supplement on the packs in use; nothing is written. */
export function checkSupplement(ground: Ground, { name, text }: RuleFile): DraftCheck {
  const none = { about: null, fills: [], unknown: [] };
  if (text.length > textCharactersMax)
    return { ...none, faults: [{ path: "", value: "", reason: "文件过大" }] };
  const parsed = parseSupplement(text);
  if (!parsed.ok) return { ...none, faults: parsed.faults };
  const { id, label, source, signedBy, official, fills } = parsed.value;
  const about = { id, label, source, signedBy, official };
  const packs = ground.store.packs.inUse().filter(({ kind }) => kind === "pack");
  const sha256 = createHash("sha256").update(text, "utf8").digest("hex");
  const loaded = loadPacks(packs, { name, text, sha256 });
  if (!loaded.ok) {
    const faults = loaded.faults.map(({ file, path, value, reason }) => ({
      path: `${file}: ${path}`,
      value,
      reason,
    }));
    return { ...none, about, faults };
  }
  const plans = new Set(loaded.book.packs.map(({ plan }) => plan));
  // A fill for a plan that nobody has would be passed over in silence.
  const strange = fills.flatMap(({ plan }, at) =>
    plans.has(plan) ? [] : [{ path: `fills[${at}].plan`, value: plan, reason: "没有这个统筹区的政策包" }],
  );
  if (strange.length > 0) return { ...none, about, faults: strange };
  const values = loaded.book.packs.flatMap(ruleValues);
  return {
    faults: [],
    about,
    fills: values.filter(({ isSupplied }) => isSupplied),
    unknown: values.filter(({ status }) => status === "unknown"),
  };
}

/** Keeps a supplement beside what is in use, by a supervisor; it is tried and activated as any other rules. */
export function saveSupplement(ground: Ground, file: RuleFile, approval: Approval): Result<RulesDownload> {
  const approved = approve(ground, approval, isSupervising);
  if (!approved.ok) return approved;
  const { faults } = checkSupplement(ground, file);
  const [first] = faults;
  if (first !== undefined)
    return decline("PACK_INVALID", `补充参数有误，未保存：${first.path} ${first.reason}`, { faults });
  const staged = stageHere(ground, file, actorOf(approval));
  return staged.ok ? accept(staged.value) : staged;
}
