import type { Fen } from "../base/money.ts";
import { formatFen, maxFen, zeroFen } from "../base/money.ts";
import type { BillExtension } from "../wire/bill-fields.ts";
import { operationOf } from "../wire/codes.ts";
import type { VisitLine } from "./flow-state.ts";
import type { DoorBooks, Insured } from "./turn.ts";

/** A bill as the messages of a visit, a stay or a sale tell it. */
export interface DoorBill {
  readonly claimId: string;
  readonly insured: Insured;
  readonly medType: string;
  readonly serviceTime: string;
  readonly visitId: string | null;
  readonly stay: { readonly admitted: string; readonly discharged: string } | null;
  readonly lines: readonly VisitLine[];
  readonly useAccount: boolean;
  /** Relatives whose accounts may help; null: all that are known. */
  readonly relations: readonly string[] | null;
  readonly diseaseCode: string | null;
  readonly birthControl: string | null;
  readonly extension: BillExtension;
}

/** The claim (contract §2) of a bill. It names no document and no name: the person's number is enough. */
export function claimOf(terminal: DoorBooks, bill: DoorBill): Record<string, unknown> {
  const { institution } = terminal;
  const { identified } = bill.insured;
  const { prescription, offSite, emergency } = bill.extension;
  return {
    claimId: bill.claimId,
    plan: identified.plan,
    serviceTime: bill.serviceTime,
    medType: bill.medType,
    institution: {
      code: institution.code,
      type: institution.type,
      level: institution.level,
      region: institution.region,
      designations: [...institution.designations],
    },
    person: identified.person,
    prescription: prescription === null ? null : withoutUndefined(prescription),
    items: bill.lines.map(itemOf),
    account: accountOf(bill),
    ...(bill.visitId === null ? {} : { visitId: bill.visitId }),
    ...(bill.stay === null ? {} : { stay: bill.stay }),
    ...(bill.medType === "14" && bill.diseaseCode !== null ? { chronicDisease: bill.diseaseCode } : {}),
    ...maternityOf(bill),
    ...(offSite === null ? {} : { offSite }),
    ...(emergency ? { emergency: true } : {}),
  };
}

/** The person's own account and those of relatives; which relatives may help is for the plan to say. */
function accountOf({ useAccount, insured, relations, extension }: DoorBill) {
  const { account, family } = insured.identified;
  const balanceOf = (balance: Fen): string => formatFen(maxFen(balance, zeroFen));
  const told = extension.account;
  const named = told?.relatives.flatMap((psnNo) => family.filter((one) => one.psnNo === psnNo)) ?? family;
  const relatives = useAccount ? named : [];
  const requested = useAccount ? (told?.requested ?? null) : null;
  return {
    use: useAccount,
    ...(requested === null ? {} : { requested }),
    balance: balanceOf(account.balance),
    family: relatives
      .filter(({ relation }) => relations === null || relations.includes(relation))
      .map(({ relation, psnNo, balance }) => ({ relation, psnNo, balance: balanceOf(balance) })),
  };
}

function withoutUndefined(prescription: NonNullable<BillExtension["prescription"]>) {
  const { issuerLevel, issuedOn, validDays } = prescription;
  return { issuerLevel, issuedOn, ...(validDays === undefined ? {} : { validDays }) };
}

function itemOf(line: VisitLine) {
  return {
    id: line.id,
    code: line.code,
    name: line.name,
    kind: line.kind,
    class: line.class,
    qty: line.qty,
    price: line.price,
    priceLimit: line.priceLimit,
    selfPayRatio: line.selfPayRatio,
    chronicListed: line.chronicListed,
    dualChannel: line.dualChannel,
    ...(line.traceCodes.length === 0 ? {} : { traceCodes: line.traceCodes }),
    ...(line.splitPack ? { splitPack: true } : {}),
    ...(line.traceExempt === null ? {} : { traceExempt: line.traceExempt }),
  };
}

function maternityOf({ medType, extension, birthControl }: DoorBill) {
  if (medType === "53") {
    const operation = operationOf(birthControl ?? "");
    return operation === null ? {} : { birthControl: operation };
  }
  if ((medType !== "51" && medType !== "52") || extension.pregnancyId === null) return {};
  const kind = medType === "51" ? "antenatal" : "birth";
  return { maternity: { kind, pregnancyId: extension.pregnancyId } };
}
