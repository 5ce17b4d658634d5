import { openDraw } from "./demo-draw.ts";
import type { DatedItem } from "./items.ts";

/** A kind of goods: its code letter, its names with their pinyin initials, and how many of each there are. */
interface Shelf {
  readonly kind: string;
  readonly letter: string;
  readonly each: number;
  readonly variants: readonly [string, ...string[]];
  /** From this price up, in fen, to this much more. */
  readonly fenFrom: number;
  readonly fenSpan: number;
  readonly names: string;
}

const shelves: readonly Shelf[] = [
  {
    kind: "drug",
    letter: "D",
    each: 30,
    variants: ["0.25g×24", "0.5g×12", "10mg×28", "5ml×10"],
    fenFrom: 350,
    fenSpan: 18_000,
    names: `阿莫西林胶囊 AMXLJN 头孢克肟片 TBKWP 布洛芬缓释胶囊 BLFHSJN 阿托伐他汀钙片 ATFTTGP 硝苯地平控释片 XBDPKSP
      氨氯地平片 ALDPP 缬沙坦胶囊 XSTJN 二甲双胍片 EJSGP 格列美脲片 GLMNP 阿卡波糖片 AKBTP 甘精胰岛素注射液 GJYDSZSY
      门冬胰岛素注射液 MDYDSZSY 奥美拉唑肠溶胶囊 AMLZCRJN 雷贝拉唑钠片 LBLZNP 蒙脱石散 MTSS 氯雷他定片 LLTDP
      孟鲁司特钠片 MLSTNP 沙丁胺醇气雾剂 SDACQWJ 布地奈德吸入剂 BDNDXRJ 左氧氟沙星片 ZYFSXP 阿奇霉素片 AQMSP
      复方丹参片 FFDSP 六味地黄丸 LWDHW 板蓝根颗粒 BLGKL 连花清瘟胶囊 LHQWJN 藿香正气水 HXZQS 感冒灵颗粒 GMLKL
      速效救心丸 SXJXW 银杏叶片 YXYP 骨化三醇软胶囊 GHSCRJN 碳酸钙片 TSGP 利伐沙班片 LFSBP 氯吡格雷片 LBGLP
      阿司匹林肠溶片 ASPLCRP 美托洛尔缓释片 MTLEHSP 呋塞米片 FSMP 螺内酯片 LNZP 左甲状腺素钠片 ZJZXSNP 叶酸片 YSP
      维生素B族片 WSSBZP 他克莫司胶囊 TKMSJN 恩替卡韦片 ETKWP 卡培他滨片 KPTBP 吉非替尼片 JFTNP 左乙拉西坦片 ZYLXTP
      丙戊酸钠片 BWSNP 舍曲林片 SQLP 奥氮平片 ADPP 利培酮片 LPTP 维生素D滴剂 WSSDDJ`,
  },
  {
    kind: "service",
    letter: "S",
    each: 30,
    variants: ["门诊", "急诊", "住院", "专家"],
    fenFrom: 500,
    fenSpan: 60_000,
    names: `诊查费 ZCF 静脉输液 JMSY 血常规 XCG 尿常规 NCG 肝功能 GGN 肾功能 SGN 血糖测定 XTCD 心电图 XDT 胸部CT XBCT
      颅脑磁共振 LNCGZ 彩色超声 CSCS 胃镜检查 WJJC 清创缝合 QCFH 针灸 ZJ 推拿 TN 透析 TX 床位费 CWF 护理费 HLF
      产前检查 CQJC 康复训练 KFXL`,
  },
  {
    kind: "consumable",
    letter: "C",
    each: 25,
    variants: ["小号", "中号", "大号", "一次性"],
    fenFrom: 100,
    fenSpan: 30_000,
    names: `注射器 ZSQ 输液器 SYQ 留置针 LZZ 医用敷料 YYFL 纱布块 SBK 弹力绷带 TLBD 血糖试纸 XTSZ 造口袋 ZKD 导尿管 DNG
      缝合线 FHX 防护口罩 FHKZ 碘伏棉签 DFMQ`,
  },
  {
    kind: "device",
    letter: "E",
    each: 25,
    variants: ["家用型", "便携型", "标准型", "智能型"],
    fenFrom: 2000,
    fenSpan: 80_000,
    names: `血压计 XYJ 血糖仪 XTY 雾化器 WHQ 体温计 TWJ 制氧机 ZYJ 护膝 HX 助行器 ZXQ 轮椅 LY`,
  },
  {
    kind: "wellness",
    letter: "W",
    each: 25,
    variants: ["礼盒", "家庭装", "便携装", "经典装"],
    fenFrom: 1000,
    fenSpan: 50_000,
    names: `蛋白粉 DBF 鱼油软胶囊 YYRJN 复合维生素 FHWSS 钙软糖 GRT 益生菌 YSJ 枸杞原浆 GQYJ`,
  },
  {
    kind: "other",
    letter: "O",
    each: 25,
    variants: ["日", "次", "份", "套"],
    fenFrom: 200,
    fenSpan: 5000,
    names: `陪护床 PHC 病历复印 BLFY 营养膳食 YYSS 停车服务 TCFW 洗漱用品 XSYP 快递服务 KDFW 毛巾 MJ 纸尿裤 ZNK 水杯 SB 拖鞋 TX`,
  },
];

/** 3,000 items of all kinds and classes, with limits and ratios; codes and barcodes of no real goods. */
export function demoCatalogue(): DatedItem[] {
  const draw = openDraw(20_230_301);
  const items: DatedItem[] = [];
  for (const shelf of shelves) {
    const words = shelf.names.trim().split(/\s+/);
    let made = 0;
    for (let at = 0; at + 1 < words.length; at += 2) {
      for (let count = 0; count < shelf.each; count += 1) {
        made += 1;
        items.push(itemOf(shelf, { name: words[at] ?? "", pinyin: words[at + 1] ?? "" }, made, draw));
      }
    }
  }
  return items;
}

function itemOf(
  shelf: Shelf,
  { name, pinyin }: { readonly name: string; readonly pinyin: string },
  number: number,
  draw: ReturnType<typeof openDraw>,
): DatedItem {
  const digits = String(number).padStart(5, "0");
  const itemClass = classOf(shelf.kind, draw.below(10));
  const priceFen = shelf.fenFrom + draw.below(shelf.fenSpan);
  const limited = itemClass !== "C" && draw.below(4) === 0;
  return {
    code: `X${shelf.letter}${digits}`,
    // 2… is for a shop's own use: no maker has it.
    barcode: shelf.kind === "service" ? null : `2${shelf.letter.charCodeAt(0)}99${digits}${draw.below(10)}`,
    name: `${name}（${draw.pick(shelf.variants)}，示范${digits}）`,
    pinyin,
    kind: shelf.kind,
    class: itemClass,
    price: yuan(priceFen),
    priceLimit: limited ? yuan(priceFen - draw.below(Math.ceil(priceFen / 5))) : null,
    selfPayRatio: itemClass === "B" ? draw.pick(["0.05", "0.10", "0.15", "0.20"]) : "0",
    chronicListed: shelf.kind === "drug" && draw.below(3) === 0,
    dualChannel: shelf.kind === "drug" && draw.below(20) === 0,
    from: "2020-01-01",
    to: null,
  };
}

function classOf(kind: string, drawn: number): "A" | "B" | "C" {
  if (kind === "wellness" || kind === "other") return "C";
  if (drawn < 5) return "A";
  return drawn < 9 ? "B" : "C";
}

/** A price as text; goods, not money that anyone owes. */
function yuan(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
}
