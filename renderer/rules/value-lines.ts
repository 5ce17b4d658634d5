import { wordOf } from "../words/word-of.ts";
import type { Words } from "../words/words.ts";
import { isParts, isSaid, listOf, partOf, percentOf, textOf, textsOf } from "./read-value.ts";
import { yuanAmount } from "./yuan-amount.ts";

type Writer = (value: unknown, words: Words) => readonly string[];

/** A rule's name: the last step of its path. */
export function ruleOf(path: string): string {
  return path.split(".").at(-1) ?? path;
}

/** A value as a pharmacist reads it, a line for each row. One of a kind that has no words yet is shown as it stands. */
export function valueLines(path: string, value: unknown, words: Words): readonly string[] {
  const write = writers[ruleOf(path)];
  return write === undefined ? [JSON.stringify(value)] : write(value, words);
}

/** An amount of money in a sentence. */
function yuanOf(amount: string | null, { rules, common }: Words): string {
  if (amount === null) return rules.says.noLimit;
  return `${yuanAmount(amount)} ${common.yuan}`;
}

function named(table: Readonly<Record<string, string>>): (codes: unknown, words: Words) => string {
  return (codes, words) =>
    textsOf(codes)
      .map((code) => wordOf(table, code))
      .join(words.rules.says.and);
}

/** Whom a row is for. */
function conditionsOf(row: unknown, words: Words): string {
  const { domain, rules } = words;
  const { says } = rules;
  const one = (name: string, table: Readonly<Record<string, string>>): string | null => {
    const code = textOf(row, name);
    return code === null ? null : wordOf(table, code);
  };
  const [from, to] = [textOf(row, "ageFrom"), textOf(row, "ageTo")];
  const assistance = partOf(row, "assistance");
  const asked = [
    one("level", domain.levels),
    one("population", domain.populations),
    one("personStatus", domain.statuses),
    one("institution", says.institutions),
    one("place", says.places),
    one("disease", domain.diseases),
    one("operation", says.operations),
    from === null && to === null ? null : says.ages(from, to),
    assistance === undefined ? null : named(domain.assistance)(assistance, words),
    textOf(row, "employer"),
  ].filter((text) => text !== null);
  return asked.length === 0 ? says.everybody : asked.join(says.and);
}

function rowLines(value: unknown, words: Words, tell: (row: unknown) => string): readonly string[] {
  const { says, statuses } = words.rules;
  return listOf(value, "rows").map((row) => {
    const status = textOf(row, "status");
    const mark = status === "unconfirmed" ? says.marked(statuses.unconfirmed) : "";
    const told = tell(row);
    const asked = conditionsOf(row, words);
    return `${told === "" ? asked : says.row(asked, told)}${mark}`;
  });
}

const amounts: Writer = (value, words) =>
  rowLines(value, words, (row) => yuanOf(textOf(row, "amount"), words));

const yesOrNo: Writer = (value, { rules }) => [value === true ? rules.says.yes : rules.says.no];

function percentText(row: unknown): string {
  return `${percentOf(textOf(row, "ratio") ?? "0")}%`;
}

const pays: Writer = (value, words) => {
  const { says } = words.rules;
  const by = textOf(value, "by") ?? "";
  const per = textOf(value, "per") ?? "";
  if (by === "ratio") return [says.paysBy.ratio];
  const title = by === "limit" ? says.paysBy.limit : says.paysBy.fixed;
  return [title(wordOf(says.pers, per)), ...amounts(value, words)];
};

const deductible: Writer = (value, words) => {
  const { says } = words.rules;
  const per = textOf(value, "per") ?? "none";
  if (per === "none") return [says.noDeductible];
  const limit = textOf(value, "yearLimit");
  const factor = textOf(partOf(value, "repeat"), "factor");
  return [
    wordOf(says.deductiblePer, per),
    ...rowLines(value, words, (row) => {
      const own = textOf(row, "yearLimit");
      const amount = yuanOf(textOf(row, "amount"), words);
      const later = textsOf(partOf(row, "later")).map((text) => yuanOf(text, words));
      return [
        amount,
        own === null ? "" : says.yearAtMost(yuanOf(own, words)),
        later.length === 0 ? "" : says.laterStays(later.join(says.and)),
      ]
        .filter((text) => text !== "")
        .join(says.comma);
    }),
    ...(factor === null ? [] : [says.repeat(percentOf(factor))]),
    ...(limit === null ? [] : [says.allYearAtMost(yuanOf(limit, words))]),
  ];
};

const ratio: Writer = (value, words) => {
  const { says } = words.rules;
  return [
    ...(textOf(value, "levelOf") === "prescriber" ? [says.byPrescriber] : []),
    ...rowLines(value, words, (row) => {
      const vary = textOf(row, "mayVaryBy");
      return `${percentText(row)}${vary === null ? "" : says.mayVary(percentOf(vary))}`;
    }),
  ];
};

const caps: Writer = (value, words) => {
  const { says } = words.rules;
  const all = Array.isArray(value) ? value : [];
  if (all.length === 0) return [says.noCap];
  return all.flatMap((cap: unknown) => [
    says.capOf(
      wordOf(says.periods, textOf(cap, "period") ?? ""),
      wordOf(says.bases, textOf(cap, "basis") ?? ""),
      textOf(cap, "per") === "disease",
    ),
    ...amounts(cap, words),
  ]);
};

const majorMedical: Writer = (value, words) => {
  const { says } = words.rules;
  return rowLines(value, words, (row) => {
    const bands = listOf(row, "bands").map((band) => {
      const width = textOf(band, "width");
      return width === null ? percentText(band) : says.band(yuanOf(width, words), percentText(band));
    });
    const cap = textOf(row, "cap");
    return says.major(
      yuanOf(textOf(row, "line"), words),
      bands.join(says.comma),
      cap === null ? says.noLimit : says.yearAtMost(yuanOf(cap, words)),
    );
  });
};

const supplementary: Writer = (value, words) =>
  rowLines(value, words, (row) =>
    words.rules.says.major(
      yuanOf(textOf(row, "line") ?? "0.00", words),
      percentText(row),
      words.rules.says.yearAtMost(yuanOf(textOf(row, "cap"), words)),
    ),
  );

const assistance: Writer = (value, words) => {
  const { says } = words.rules;
  if (textOf(value, "by") === "manualClaim") return [says.manualClaim];
  return [
    ...rowLines(value, words, percentText),
    says.allYearAtMost(yuanOf(textOf(value, "yearCap"), words)),
  ];
};

const offline: Writer = (value, words) => {
  const { says } = words.rules;
  if (!isSaid(value, "provisional")) return [says.offlineNever];
  const days = (name: string): string => textsOrNumbers(partOf(value, name)).join(" / ");
  return [
    says.offlineLimits(
      yuanOf(textOf(value, "perSale"), words),
      yuanOf(textOf(value, "perPersonDay"), words),
      yuanOf(textOf(value, "perDesk"), words),
      textOf(value, "salesMax") ?? "",
    ),
    says.offlineAges(days("rulesAgeDays"), days("accumulatorsAgeDays")),
  ];
};

function textsOrNumbers(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

const prescription: Writer = (value, words) => {
  const { says } = words.rules;
  const supply = textOf(value, "supplyDaysMax");
  const kinds = textOf(value, "kindsMax");
  const amount = textOf(value, "amountMax");
  return [
    says.validDays(textOf(value, "validDaysMax") ?? ""),
    isSaid(value, "electronicOnly") ? says.electronicOnly : says.paperToo,
    ...(supply === null ? [] : [says.supplyDays(supply)]),
    ...(kinds === null ? [] : [says.kindsMax(kinds)]),
    ...(amount === null ? [] : [says.atMost(yuanOf(amount, words))]),
  ];
};

const traceCode: Writer = (value, words) => {
  const { says } = words.rules;
  const exempt = named(says.exemptions)(partOf(value, "exempt"), words);
  return [
    isSaid(value, "beforeSettlement") ? says.traceBefore : says.traceNot,
    isSaid(value, "onReceipt") ? says.traceOnSlip : says.traceNotOnSlip,
    ...(exempt === "" ? [] : [says.exempt(exempt)]),
  ];
};

const account: Writer = (value, words) => {
  const { says } = words.rules;
  return [
    says.family(named(words.domain.relations)(partOf(value, "family"), words)),
    ...listOf(value, "kinds").map((one) =>
      says.row(
        wordOf(says.institutions, textOf(one, "institution") ?? ""),
        named(words.domain.kinds)(partOf(one, "pays"), words),
      ),
    ),
  ];
};

const places: Writer = (value, words) =>
  (Array.isArray(value) ? value : []).map((place: unknown) => {
    const { says } = words.rules;
    const levels = named(words.domain.levels)(partOf(place, "levels"), words);
    const institutions = textsOf(partOf(place, "institutions")).join(says.and);
    const benefits = named(says.benefits)(partOf(place, "benefits"), words);
    const whose = textOf(place, "population");
    return [
      says.regions(textsOf(partOf(place, "regions")).join(says.and)),
      levels,
      institutions,
      whose === null ? "" : wordOf(words.domain.populations, whose),
      benefits,
    ]
      .filter((text) => text !== "")
      .join(says.comma);
  });

const routing: Writer = (value, words) =>
  (Array.isArray(value) ? value : []).map((route: unknown) => {
    const { says, statuses } = words.rules;
    const when = partOf(route, "when");
    const asked = Object.entries(isParts(when) ? when : {}).map(([name, is]) => {
      if (name === "medType") return named(words.domain.medTypes)(is, words);
      if (name === "kind") return named(words.domain.kinds)(is, words);
      if (name === "level") return named(words.domain.levels)(is, words);
      if (name === "disease") return named(words.domain.diseases)(is, words);
      if (typeof is === "boolean") return says.asked(wordOf(says.routeFlags, name), is);
      const codes = { ...says.designations, ...says.institutions, ...words.domain.populations };
      const told = wordOf(codes, String(is));
      return name === "withoutDesignation" ? says.without(told) : told;
    });
    const to = wordOf(says.benefits, textOf(route, "to") ?? "");
    const mark = textOf(route, "status") === "unconfirmed" ? says.marked(statuses.unconfirmed) : "";
    return `${says.row(asked.length === 0 ? says.everybody : asked.join(says.and), to)}${mark}`;
  });

const writers: Readonly<Record<string, Writer>> = {
  rounding: (value, { rules }) => [wordOf(rules.says.roundings, String(value))],
  home: places,
  direct: places,
  fundOrder: (value, words) => [
    textsOf(value)
      .map((fund) => wordOf(words.domain.split, fund))
      .join(" → "),
  ],
  routing,
  pays,
  levels: (value, words) =>
    listOf(value, "rows").map((row) => {
      const { says, statuses } = words.rules;
      const [level, counts] = [textOf(row, "level") ?? "", textOf(row, "as") ?? ""];
      const mark = textOf(row, "status") === "unconfirmed" ? says.marked(statuses.unconfirmed) : "";
      return `${says.countsAs(wordOf(words.domain.levels, level), wordOf(words.domain.levels, counts))}${mark}`;
    }),
  deductible,
  ratio,
  caps,
  basicCap: amounts,
  majorMedical,
  supplementary,
  assistance,
  offline,
  prescription,
  traceCode,
  account,
  inBasicCap: yesOrNo,
  feedsMajor: yesOrNo,
  excludedDuringStay: yesOrNo,
  spouseMayPay: yesOrNo,
  namesDisease: yesOrNo,
  lateInpatient: yesOrNo,
  emergency: yesOrNo,
  entitled: (value, words) => rowLines(value, words, () => ""),
  startsNextMonth: (value, words) => rowLines(value, words, () => ""),
  needs: (value, { rules }) => [wordOf(rules.says.designations, String(value))],
  diseasesMax: (value, { rules }) => [rules.says.kindsMax(String(value))],
  diseases: (value) =>
    (Array.isArray(value) ? value : []).map(
      (one: unknown) => `${textOf(one, "name") ?? ""} ${textOf(one, "code") ?? ""}`,
    ),
  layers: (value, { rules }) => [wordOf(rules.says.layers, String(value))],
  records: (value, words) => [named(words.domain.recordTypes)(value, words)],
  otherProvinceDiseases: (value, words) => [named(words.domain.diseases)(value, words)],
  cuts: (value, words) =>
    listOf(value, "rows").map((row) => {
      const { says } = words.rules;
      const record = textOf(row, "record") ?? "";
      const kinds = { ...words.domain.recordTypes, emergency: says.emergency };
      const who = `${wordOf(kinds, record)}${isSaid(row, "otherProvinceOnly") ? says.otherProvince : ""}`;
      return says.row(who, says.points(percentOf(textOf(row, "points") ?? "0")));
    }),
  claimWindow: (value, words) => [
    words.rules.says.claimUntil(
      named(words.rules.says.benefits)(partOf(value, "benefits"), words),
      textOf(value, "yearsAfter") ?? "",
      textOf(value, "lastDay") ?? "",
    ),
  ],
  manualClaim: (value, words) =>
    (Array.isArray(value) ? value : []).map((one: unknown) =>
      words.rules.says.papers(
        textOf(one, "kind") ?? "",
        textOf(one, "workingDays") ?? "",
        textsOf(partOf(one, "papers")).join(words.rules.says.and),
      ),
    ),
  voucherIssuers: (value) =>
    (Array.isArray(value) ? value : []).map(
      (one: unknown) =>
        `${textOf(one, "name") ?? ""} ${textOf(one, "algorithm") ?? ""} ${(textOf(one, "publicKey") ?? "").slice(0, 16)}…`,
    ),
};
