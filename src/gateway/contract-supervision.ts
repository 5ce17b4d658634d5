import { z } from "zod";

import { operatorRoles } from "../base/operator-role.ts";
import { designations, levels } from "../rules/schema-parts.ts";
import { day, institution, nothing, perTender, split, word } from "./contract-parts.ts";

const pin = z.string().min(1).max(64);
export const approval = z
  .strictObject({ operator: word, pin, desk: word })
  .meta({ description: "批准人的工号和密码；连续输错 5 次后暂停受理" });
const role = z.enum(operatorRoles);
const operator = z.object({ id: z.string(), name: z.string(), role });
const listed = operator.extend({ active: z.boolean(), lockedUntil: z.string().nullable() });
const counts = { sales: z.int(), reversals: z.int(), split };
const group = z.object({
  plan: z.string(),
  medType: z.string(),
  mode: z.enum(["insured", "cash"]),
  ...counts,
});
const dayTotals = z.object({
  day: z.string(),
  closedAt: z.string().nullable(),
  ...counts,
  groups: z.array(group),
  tenders: perTender,
  unfinished: z.object({
    unsent: z.int(),
    openBills: z.array(z.object({ desk: z.string(), count: z.int() })),
    openShifts: z.array(z.object({ operator: z.string(), desk: z.string(), openedAt: z.string() })),
  }),
});
const file = z.strictObject({ name: z.string().min(1).max(200), text: z.string() });
const used = z.object({
  kind: z.enum(["pack", "supplement"]),
  id: z.string(),
  name: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  sha256: z.string(),
  receivedAt: z.string(),
});

/** Verbs of those who answer for a counter; what needs an approval says whose by refusing. */
export const supervisionContract = {
  deskState: {
    does: "本机状态：引擎时间、是否示范、未报送报文数",
    input: nothing,
    output: z.object({ now: z.string(), demo: z.boolean(), unsent: z.int() }),
  },
  signIn: { does: "操作员签到", input: approval, output: operator },
  operators: { does: "列出操作员", input: nothing, output: z.array(listed) },
  addOperator: {
    does: "增加操作员（管理员批准；第一名须为管理员，无须批准）",
    input: z.strictObject({
      id: word,
      name: z.string().min(1).max(100),
      role,
      pin,
      approval: approval.nullable(),
    }),
    output: listed,
  },
  changePin: {
    does: "更换密码（本人或管理员批准）",
    input: z.strictObject({ id: word, pin, approval }),
    output: listed,
  },
  setOperatorActive: {
    does: "停用或启用操作员（管理员批准）",
    input: z.strictObject({ id: word, active: z.boolean(), approval }),
    output: listed,
  },
  unlockOperator: {
    does: "解除密码锁定（主管或管理员批准）",
    input: z.strictObject({ id: word, approval }),
    output: listed,
  },
  confirmClock: {
    does: "时钟倒退后确认本机时间（主管或管理员批准）",
    input: z.strictObject({ approval }),
    output: z.object({ confirmedAt: z.string() }),
  },
  dayTotals: { does: "当日汇总和未了事项", input: z.strictObject({ day }), output: dayTotals },
  closeDay: {
    does: "日结：封存当日，未了事项结转（主管或管理员批准）",
    input: z.strictObject({ day, approval }),
    output: dayTotals,
  },
  rulesInUse: { does: "在用的政策包和补充参数", input: nothing, output: z.array(used) },
  takeIntoUse: {
    does: "启用政策包或补充参数，有误则不变（主管或管理员批准）",
    input: z.strictObject({
      files: z.array(file).max(200),
      supplement: z.union([z.literal("keep"), z.literal("none"), file]),
      approval,
    }),
    output: z.array(used),
  },
  changeInstitution: {
    does: "更改机构名称、等级、定点资格；编号只在没有结算时可改（管理员批准）",
    input: z.strictObject({
      code: z.string().regex(/^[0-9A-Z]{12}$/),
      name: z.string().min(1).max(200),
      level: z.enum(levels),
      designations: z.array(z.enum(designations)).max(20),
      approval,
    }),
    output: institution,
  },
  auditLog: {
    does: "审计记录，新的在前",
    input: z.strictObject({ from: z.int().min(1).nullable(), limit: z.int().min(1).max(1000) }),
    output: z.array(
      z.object({
        number: z.int(),
        at: z.string(),
        action: z.string(),
        subject: z.string(),
        operator: z.string(),
        desk: z.string(),
      }),
    ),
  },
} as const;
