/** Where a HID-POS scanner puts what it read within one report. Offsets count from the report's first byte, its id. */
export interface HidLayout {
  /** null where the device numbers no reports; then there is no id byte. */
  readonly reportId: number | null;
  readonly lengthAt: number | null;
  /** Three bytes of AIM identifier. */
  readonly aimAt: number | null;
  readonly dataAt: number;
  readonly dataSize: number;
  /** Says that the code goes on in the next report. */
  readonly continued: { readonly at: number; readonly mask: number } | null;
}

/** HID Point of Sale Usage Tables: page of bar code scanners and its usages. */
export const scannerPage = 0x8c;
const usages = { aim: 0xfb, data: 0xfe, continued: 0xff } as const;
const genericPage = 0x01;
const byteCount = 0x3b;

/**
 * What scanners in HID-POS mode send whose descriptor cannot be asked for (Windows gives none): id 2, length, AIM, 56
 * bytes; where 64 bytes come, the last one holds the sign that the code goes on.
 */
export const usualHidLayout: HidLayout = {
  reportId: 2,
  lengthAt: 1,
  aimAt: 2,
  dataAt: 5,
  dataSize: 56,
  continued: { at: 63, mask: 1 },
};

interface Field {
  readonly page: number;
  readonly usage: number;
  readonly bitAt: number;
  readonly bits: number;
}

interface Reading {
  readonly fields: Map<number, Field[]>;
  readonly bitsOf: Map<number, number>;
  page: number;
  size: number;
  count: number;
  reportId: number;
  usages: { readonly page: number; readonly usage: number }[];
}

/** Nobody's scanner has reports this long; a descriptor that says so is broken. */
const fieldsMax = 4096;
const reportBitsMax = 8 * 4096;

/**
 * Reads a report descriptor (HID 1.11, 6.2.2) and finds the report that carries what was scanned.
 *
 * @returns null when no input report carries decoded data on whole bytes
 */
export function readHidLayout(descriptor: Uint8Array): HidLayout | null {
  const reading: Reading = {
    fields: new Map(),
    bitsOf: new Map(),
    page: 0,
    size: 0,
    count: 0,
    reportId: 0,
    usages: [],
  };
  for (let at = 0; at < descriptor.length;) {
    const head = descriptor[at] ?? 0;
    // A long item carries its size in its second byte; none is defined, so it is passed over.
    if (head === 0xfe) {
      at += 3 + (descriptor[at + 1] ?? 0);
      continue;
    }
    const bytes = [0, 1, 2, 4][head & 0x03] ?? 0;
    let value = 0;
    for (let byte = bytes; byte > 0; byte -= 1) value = value * 256 + (descriptor[at + byte] ?? 0);
    if (!takeItem(reading, head & 0xfc, value)) return null;
    at += 1 + bytes;
  }
  for (const [reportId, fields] of reading.fields) {
    const layout = layoutOf(reportId, fields);
    if (layout !== null) return layout;
  }
  return null;
}

function takeItem(reading: Reading, tag: number, value: number): boolean {
  switch (tag) {
    case 0x04:
      reading.page = value;
      break;
    case 0x74:
      reading.size = value;
      break;
    case 0x94:
      reading.count = value;
      break;
    case 0x84:
      reading.reportId = value;
      break;
    case 0x08:
      // Four bytes of usage carry their page in the upper half.
      reading.usages.push(
        value > 0xffff ? { page: value >>> 16, usage: value & 0xffff } : { page: reading.page, usage: value },
      );
      break;
    case 0x80:
      return takeInput(reading);
    case 0x90:
    case 0xb0:
    case 0xa0:
    case 0xc0:
      reading.usages = [];
      break;
  }
  return true;
}

function takeInput(reading: Reading): boolean {
  const { count, size, reportId } = reading;
  const from = reading.bitsOf.get(reportId) ?? 0;
  const fields = reading.fields.get(reportId) ?? [];
  if (count > fieldsMax || fields.length + count > fieldsMax || from + count * size > reportBitsMax)
    return false;
  for (let at = 0; at < count; at += 1) {
    // The last usage stands for all elements that follow it.
    const named = reading.usages[Math.min(at, reading.usages.length - 1)];
    fields.push({ page: named?.page ?? 0, usage: named?.usage ?? 0, bitAt: from + at * size, bits: size });
  }
  reading.fields.set(reportId, fields);
  reading.bitsOf.set(reportId, from + count * size);
  reading.usages = [];
  return true;
}

function layoutOf(reportId: number, fields: readonly Field[]): HidLayout | null {
  const idBytes = reportId === 0 ? 0 : 1;
  const byteOf = (field: Field | undefined): number | null =>
    field === undefined || field.bitAt % 8 !== 0 || field.bits !== 8 ? null : idBytes + field.bitAt / 8;
  const scanner = fields.filter(({ page }) => page === scannerPage);
  const data = scanner.filter(({ usage }) => usage === usages.data);
  const dataAt = byteOf(data[0]);
  if (dataAt === null) return null;
  const goesOn = scanner.find(({ usage }) => usage === usages.continued);
  return {
    reportId: reportId === 0 ? null : reportId,
    lengthAt: byteOf(fields.find(({ page, usage }) => page === genericPage && usage === byteCount)),
    aimAt: byteOf(scanner.find(({ usage }) => usage === usages.aim)),
    dataAt,
    dataSize: data.length,
    continued:
      goesOn === undefined
        ? null
        : { at: idBytes + Math.floor(goesOn.bitAt / 8), mask: 1 << (goesOn.bitAt % 8) },
  };
}
