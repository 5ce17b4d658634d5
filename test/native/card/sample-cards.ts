/** Somebody from a province that does not exist, as a reader sends them. */
export const sampleFields = [
  "990100",
  "990101199003070015",
  "A12345678",
  "990100D15600000500112233AABBCCDD",
  "张示安",
  "008100865F38363731",
  "2.00",
  "20240101",
  "20340101",
  "000000000001",
  "000001",
] as const;

export const sampleCard = {
  region: "990100",
  certNo: "990101199003070015",
  cardNo: "A12345678",
  cardSn: "990100D15600000500112233AABBCCDD",
  name: "张示安",
  issuedOn: "20240101",
  validTo: "20340101",
};
