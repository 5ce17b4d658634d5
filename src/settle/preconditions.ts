import { present } from "../base/assert.ts";
import type { Fault } from "../base/faults.ts";
import type { BenefitInForce, RulesInForce } from "../rules/rules-in-force.ts";
import { medTypesRefused } from "../rules/schema-parts.ts";
import type { Bill } from "./bill.ts";
import type { Claim } from "./claim.ts";
import type { Refusal } from "./refusal.ts";
import { refuse } from "./refusal.ts";

/** What is named in the national interface and not settled here yet. @source domain §11 */
export function notSupported(claim: Claim): Refusal | null {
  if ((medTypesRefused as readonly string[]).includes(claim.medType)) {
    return refuse("NOT_SUPPORTED", `医疗类别 ${claim.medType} 暂不支持，请在医保经办机构或原系统办理`, {
      medType: claim.medType,
    });
  }
  const discharged = claim.stay?.discharged;
  if (discharged === undefined) return null;
  if (discharged === null || discharged > claim.serviceDate) {
    return refuse("NOT_SUPPORTED", "暂不支持中途结算，请在出院时结算", { stay: claim.stay });
  }
  if (discharged.slice(0, 4) === claim.serviceDate.slice(0, 4)) return null;
  return refuse("NOT_SUPPORTED", "跨年住院按出院年度一次结算，serviceTime 应为出院时间", {
    stay: claim.stay,
    serviceDate: claim.serviceDate,
  });
}

/** No pack of the plan covers the day or the person. */
export function planNotFound(claim: Claim, rules: RulesInForce | null): Refusal | null {
  const { plan, serviceDate } = claim;
  if (rules === null) {
    return refuse(
      "PACK_NOT_FOUND",
      `没有 ${plan} 在 ${serviceDate} 有效的政策包，请更新政策包或核对就医日期`,
      { plan, serviceDate },
    );
  }
  const { population } = claim.person;
  if (rules.populations.includes(population)) return null;
  return refuse(
    "PACK_NOT_FOUND",
    `${rules.name}不适用于${population === "resident" ? "城乡居民" : "职工"}参保人，请核对参保地和险种`,
    {
      plan,
      population,
    },
  );
}

/** What the rules of the bill's benefits need to know and the claim leaves out: its own CLAIM_INVALID. */
export function missingForRules(bill: Bill): Refusal | null {
  const { claim } = bill;
  const faults: Fault[] = [];
  for (const benefit of bill.benefits) {
    const { id } = benefit;
    const pays = benefit.pays.known ? benefit.pays.value : null;
    if (pays !== null && pays.by !== "ratio" && pays.per === "pregnancy" && claim.maternity?.kind !== id) {
      faults.push({
        path: "maternity",
        value: claim.maternity?.kind ?? "",
        reason: `此待遇须写明孕次（maternity.kind 为 ${id}）`,
      });
    }
    if (
      pays !== null &&
      pays.by === "limit" &&
      pays.per === "operation" &&
      claim.birthControl === undefined
    ) {
      faults.push({ path: "birthControl", value: "", reason: "计划生育手术须写明手术类别" });
    }
    if (asksForDisease(benefit) && claim.chronicDisease === undefined && bill.diseases.length > 1) {
      faults.push({ path: "chronicDisease", value: "", reason: "参保人有多个认定病种，须写明本次病种" });
    }
  }
  return faults.length === 0 ? null : claimInvalid(faults);
}

/** Whether it matters for which of several diseases a bill is. */
function asksForDisease({ namesDisease, caps }: BenefitInForce): boolean {
  return namesDisease?.value === true || (caps.known && caps.value.some((cap) => cap.per === "disease"));
}

/** CLAIM_INVALID with every fault, of which there is at least one; the message names the first. */
export function claimInvalid(faults: readonly Fault[]): Refusal {
  const first = present(faults[0], "a fault");
  const more = faults.length > 1 ? `等 ${faults.length} 处` : "";
  const where = first.path === "" ? "" : `${first.path} `;
  return refuse("CLAIM_INVALID", `数据有误：${where}${first.reason}${more}，请更正后重试`, { faults });
}
