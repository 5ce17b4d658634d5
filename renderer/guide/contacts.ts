/** An office of an employer that its insured ask. */
export interface Contact {
  readonly no: number;
  readonly name: string;
  readonly pinyin: string;
  readonly offices: readonly { readonly place: string; readonly phones: readonly string[] }[];
}

const oilfield = "潜江市江汉油田社会保险和住房公积金中心";

/** Who answers for the provincial plan (seed 000, annex 2). */
export const contacts: readonly Contact[] = [
  {
    no: 1,
    name: "东风汽车集团有限公司人事共享服务中心",
    pinyin: "DFQC",
    offices: [
      { place: "武汉市经济技术开发区东风三路1号东合中心H栋20楼", phones: ["027-84285692"] },
      { place: "十堰站：十堰市张湾区公园路93号（原东风房地产公司大楼1楼）", phones: ["0719-8221817"] },
      {
        place: "襄阳站：襄阳市汽车产业开发区东风汽车大道11号（原襄阳管理部大楼5楼）",
        phones: ["0710-3396147"],
      },
    ],
  },
  {
    no: 2,
    name: "中国铁路武汉局集团有限公司社会保险部",
    pinyin: "ZGTLWHJ",
    offices: [
      {
        place: "武汉市武昌区八一路2号",
        phones: [
          "027-51120437",
          "027-51126137",
          "027-51123171",
          "027-51123165",
          "027-51123637",
          "027-51121130",
        ],
      },
    ],
  },
  {
    no: 3,
    name: "国网湖北省电力有限公司社保中心",
    pinyin: "GWHBDL",
    offices: [{ place: "武汉市洪山区徐东大街91号", phones: ["027-88566454", "027-88566774"] }],
  },
  {
    no: 4,
    name: "中国航天三江集团有限公司人力资源部",
    pinyin: "ZGHTSJ",
    offices: [{ place: "武汉市东西湖区金山大道9号", phones: ["027-59392097"] }],
  },
  {
    no: 5,
    name: "国家电网公司华中分部社保中心",
    pinyin: "GJDWHZFB",
    offices: [{ place: "武汉市洪山区徐东大街107号", phones: ["027-86765222"] }],
  },
  {
    no: 6,
    name: "国家能源集团长源电力股份有限公司社会保险管理中心",
    pinyin: "GJNYCYDL",
    offices: [{ place: "武汉市洪山区徐东大街63号国家能源大厦2508室", phones: ["027-88717095"] }],
  },
  {
    no: 7,
    name: "华电湖北发电有限公司人力资源部",
    pinyin: "HDHBFD",
    offices: [{ place: "武汉市武昌区临江大道526号", phones: ["027-88708156"] }],
  },
  {
    no: 8,
    name: "中国电力工程顾问集团中南电力设计院有限公司人力资源部",
    pinyin: "ZNDLSJY",
    offices: [{ place: "武汉市武昌区中南二路12号", phones: ["027-65262223"] }],
  },
  {
    no: 9,
    name: "中国石化集团江汉石油管理局有限公司社会保险和住房公积金中心",
    pinyin: "ZGSHJHSY",
    offices: [
      { place: oilfield, phones: ["0728-6509527", "0728-6506598"] },
      { place: `${oilfield}医保工作站`, phones: ["0728-6505422"] },
      { place: `${oilfield}广华工作站`, phones: ["0728-6503479"] },
      { place: `${oilfield}向阳工作站`, phones: ["0728-6573737"] },
      { place: `${oilfield}五七工作站`, phones: ["0728-6574857"] },
      { place: `${oilfield}武汉工作站`, phones: ["027-84766025"] },
      { place: `${oilfield}荆州、沙市工作点`, phones: ["0716-8429422", "0716-8111141"] },
    ],
  },
  {
    no: 10,
    name: "长江航道局",
    pinyin: "CJHDJ",
    offices: [
      { place: "武汉市江岸区解放公园路20号机关事务服务中心", phones: ["027-82763255"] },
      { place: "武汉市江岸区三阳广场B座601室离退休职工服务中心", phones: ["027-82767858"] },
    ],
  },
  {
    no: 11,
    name: "湖北省医疗保障局医疗保障服务中心",
    pinyin: "HBSYLBZJ",
    offices: [{ place: "武汉市武昌区姚家岭街东湖西路特1号社保大楼附楼4楼", phones: ["027-87262372"] }],
  },
];
