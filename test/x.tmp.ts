import { readFileSync } from "node:fs";
import { parsePack, parseSupplement } from "../src/rules/parse-pack.ts";
const t = readFileSync("src/rules/packs/shiyan/2022-12-31.yaml","utf8");
for (const [a,b] of [["per: year","per: yaer"],['"500.00"','500'],['"0.50"','"1.50"'],["populations: [employee]","populations: []"],["name: 十堰市","__proto__: 1\nname: 十堰市"],["to: null","to: 5"], ["value: { by: ratio }","value: {}"],["value: { by: ratio }","value: 7"],["validDaysMax: 3","validDaysMax: 300"],["validDaysMax: 3","validDaysMax: 3.5"]]) {
  const r = parsePack(t.replace(a!,b!)); console.log(a,"→",b, r.ok? "OK": r.faults);
}
console.log(parsePack("a: &x [*x]"), parsePack(""), parsePack("a: 1\na: 2"), parsePack("- 1"), parsePack("a: !!js/function 1"));
