import { z } from "zod";

import { text, textOrNull } from "./scalars.ts";

/** The largest file that is taken in: some fifty thousand rows of a statement, packed. */
const fileBytesMax = 512 * 1024;

/** Bytes as systems write them: −128…127 out of Java, 0…255 out of others. */
const bytes = z
  .unknown()
  .optional()
  .transform((value, context): Uint8Array => {
    const fault = (message: string): never => {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    if (value === undefined || value === null) return fault("缺少必填字段");
    if (!Array.isArray(value)) return fault("类型应为字节数组");
    if (value.length === 0 || value.length > fileBytesMax) {
      return fault(`文件应为 1 至 ${fileBytesMax} 字节`);
    }
    const isByte = (one: unknown): one is number =>
      typeof one === "number" && Number.isInteger(one) && one >= -128 && one <= 255;
    return value.every(isByte) ? Uint8Array.from(value) : fault("每个元素应为 −128 至 255 的整数");
  });

/** A name of a file and never a way to one. */
const filename = text(200).refine((name) => !/[/\\]/.test(name), "不得含有路径");

/** 9101: a file comes in. */
export const uploadInput = z
  .looseObject({ fsUploadIn: z.looseObject({ in: bytes, filename }) })
  .transform(({ fsUploadIn }) => ({ bytes: fsUploadIn.in, filename: fsUploadIn.filename }));

/** 9102: a file goes out; the name and the institution say nothing that its number does not. */
export const downloadInput = z
  .looseObject({ fsDownloadIn: z.looseObject({ file_qury_no: text(30), filename: textOrNull(200) }) })
  .transform(({ fsDownloadIn }) => ({ fileNo: fsDownloadIn.file_qury_no }));

/** A file that can be asked for until a time. */
export interface FileView {
  readonly fileNo: string;
  readonly filename: string;
  /** "yyyy-MM-dd HH:mm:ss" */
  readonly until: string;
}

/** 3202 fileinfo. */
export function encodeFile({ fileNo, filename: name, until }: FileView) {
  return { file_qury_no: fileNo, filename: name, dld_endtime: until };
}

/** 9101 output: regions differ on whether it stands in a node, so it stands in both places. */
export function encodeUpload(view: FileView, institutionCode: string) {
  const fields = { ...encodeFile(view), fixmedins_code: institutionCode };
  return { ...fields, fsUploadOut: fields };
}
