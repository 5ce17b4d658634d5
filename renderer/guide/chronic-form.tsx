import type { VerbOutput } from "../../src/gateway/contract.ts";
import { personFacts, yearsBetween } from "../desk/person-facts.ts";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { zh } from "../words/zh.ts";

type Person = VerbOutput<"identify">;

/** What only the applicant says; left out where nothing was said, to be filled in by hand. */
export interface ApplicantSays {
  readonly phone: string;
  readonly hospital: string;
  readonly disease: string;
}

/**
 * The application for a chronic disease, filled as far as the books know the person. The paper is the office's: Chinese,
 * whatever the screen speaks.
 *
 * @source seed 000, annex 1
 */
export function ChronicForm({
  person,
  says,
  today,
}: {
  readonly person: Person;
  readonly says: ApplicantSays;
  /** YYYY-MM-DD */
  readonly today: string;
}) {
  const { guide: words } = useWords();
  const [year = "", month = "", day = ""] = today.split("-");
  return (
    <article className="guide-paper chronic-form" aria-label={words.form.title} lang="zh-CN">
      <h2>门诊慢特病病种待遇认定申请表</h2>
      <p className="chronic-form-day">{`${year} 年 ${Number(month)} 月 ${Number(day)} 日`}</p>
      <table>
        <tbody>
          <WhoRows person={person} phone={says.phone} today={today} />
          <CaseRows says={says} />
        </tbody>
      </table>
      <p className="chronic-form-notes">
        填表须知：1.
        适用于恶性肿瘤（含白血病）门诊治疗、尿毒症透析、器官移植术后抗排异治疗、重性精神病人药物维持治疗、糖尿病胰岛素治疗、肺结核的参保患者。2.
        由个人填写，经二级及以上医保定点医院副高及以上职称的临床医师签字，并由该院医保管理部门盖章确认。
      </p>
    </article>
  );
}

function WhoRows({
  person,
  phone,
  today,
}: {
  readonly person: Person;
  readonly phone: string;
  readonly today: string;
}) {
  const facts = personFacts(person.person);
  const tick = (population: string): string => (facts.population === population ? "☑" : "☐");
  return (
    <>
      <tr>
        <th scope="row">姓名</th>
        <td>{person.name}</td>
        <th scope="row">性别</th>
        <td>{sexOf(person.certNo)}</td>
        <th scope="row">年龄</th>
        <td>{facts.birthDate === "" ? "" : yearsBetween(facts.birthDate, today)}</td>
        <td colSpan={2}>{`${tick("employee")} 职工医保  ${tick("resident")} 城乡居民医保`}</td>
      </tr>
      <tr>
        <th scope="row">证件类型</th>
        <td>居民身份证</td>
        <th scope="row">证件号码</th>
        <td colSpan={3}>{person.certNo}</td>
        <th scope="row">联系电话</th>
        <td>{phone}</td>
      </tr>
      <tr>
        <th scope="row">参保地区</th>
        <td colSpan={7}>{wordOf(zh.domain.plans, person.plan)}</td>
      </tr>
    </>
  );
}

function CaseRows({ says }: { readonly says: ApplicantSays }) {
  return (
    <>
      <tr>
        <th scope="row">选择定点医院</th>
        <td colSpan={4}>{says.hospital}</td>
        <th scope="row">申请人签名</th>
        <td colSpan={2} />
      </tr>
      <tr>
        <th scope="row">门诊慢特病病种名称（代码）</th>
        <td colSpan={7}>
          {says.disease === "" ? "" : `${wordOf(zh.domain.diseases, says.disease)}（${says.disease}）`}
        </td>
      </tr>
      <tr className="chronic-form-tall">
        <th scope="row">申报病种情况（符合诊断标准的项目）</th>
        <td colSpan={7} className="chronic-form-sign">
          医师签名：　　　　　　认定机构名称（盖章）：　　　　　　　　年　　月　　日
        </td>
      </tr>
      <tr className="chronic-form-high">
        <th scope="row">审批意见</th>
        <td colSpan={7} />
      </tr>
      <tr>
        <th scope="row">备注</th>
        <td colSpan={7} />
      </tr>
    </>
  );
}

/** The last but one digit of an identity number is odd for men; other papers do not say. */
function sexOf(certNo: string): string {
  if (!/^\d{17}[\dX]$/.test(certNo)) return "";
  return Number(certNo[16]) % 2 === 1 ? "男" : "女";
}
