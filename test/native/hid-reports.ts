/** Scanner page, report 2: length, three bytes of AIM, 56 bytes of data. */
const before =
  "058C0902A1010912A1028502150026FF007508950105010 93B81029503058C09FB09FC09FD8102953809FE820201";

function descriptor(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(" ", ""), "hex");
}

/** As the virtual scanner of the guest has it, with a report for the trigger beside it. */
export const plainDescriptor = descriptor(`${before}C00914A102850415002501750195010900910295079103C0C0`);

/** The same with a bit that says that the code goes on. */
export const continuedDescriptor = descriptor(`${before}25017501950109FF8102950781 03C0C0`);

/** A report as the scanner sends it: id, length, AIM, data, flags. */
export function reportOf(
  text: string,
  { aim = "", flags = null }: { aim?: string; flags?: number | null } = {},
): Buffer {
  const report = Buffer.alloc(flags === null ? 61 : 62);
  report[0] = 2;
  report[1] = text.length;
  report.write(aim, 2, "latin1");
  report.write(text, 5, "latin1");
  if (flags !== null) report[61] = flags;
  return report;
}
