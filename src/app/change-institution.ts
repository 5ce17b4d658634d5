import { present } from "../base/assert.ts";
import { actorOf, approve, isAdministrator } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import { institutionText } from "./directory.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { InstitutionChange } from "./supervision.ts";
import type { Result, Terminal } from "./terminal.ts";

/** Another name, level or designation; another code only as long as nothing was settled under the old one. */
export function changeInstitution(
  ground: Ground,
  { code, name, level, designations, approval }: InstitutionChange,
): Result<Terminal["institution"]> {
  const approved = approve(ground, approval, isAdministrator);
  if (!approved.ok) return approved;
  const { store, clock } = ground;
  if (code !== ground.institution.code && store.settlements.lastNumber() > 0) {
    const details = { code: ground.institution.code };
    return decline("INSTITUTION_IN_USE", "已有结算，机构编号不能更改；换机构请新建数据目录", details);
  }
  store.write(() => {
    store.institution.change({ code, name, level, designations: JSON.stringify(designations) });
    const at = shanghaiTime(clock.nowMs());
    const content = institutionText(present(store.institution.read(), "institution"));
    const action = "changeInstitution";
    appendAudit(ground, { at, action, subject: code, actor: actorOf(approval), content });
    store.counters.write({ institutionEntry: present(store.audit.last(), "entry").number });
  });
  ground.reloadInstitution();
  return accept(ground.institution);
}
