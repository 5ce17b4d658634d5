/** Made-up people: no province has the number 99. */
export const people = [
  person("P0001", "张示例", "990000198001010011", {
    balance: "300.00",
    cardNo: "T00000001",
    cardSn: "SN0001",
  }),
  person("P0002", "李示例", "990000195001010022", { balance: "0.00", status: "retired" }),
  person("P0003", "王示例", "990000199001010033", { balance: "50.00", plan: "hengyang" }),
] as const;

function person(
  psnNo: string,
  name: string,
  certNo: string,
  more: { balance: string; status?: string; plan?: string; cardNo?: string; cardSn?: string },
) {
  const { balance, status = "active", plan = "shiyan", cardNo = `T-${psnNo}`, cardSn = `SN-${psnNo}` } = more;
  return { psnNo, name, certNo, balance, status, plan, cardNo, cardSn, token: `EC-${psnNo}` };
}
