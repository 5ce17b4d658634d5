import { downloadInput, encodeUpload, uploadInput } from "../wire/files.ts";
import { keepFile, readFile } from "./files.ts";
import { reading } from "./opening.ts";
import { done } from "./turn.ts";

/** 9101 */
export const upload = reading(uploadInput, (turn, { bytes, filename }) =>
  done(encodeUpload(keepFile(turn, { bytes, filename }), turn.door.terminal.institution.code), null),
);

/** 9102: the answer is the file itself. */
export const download = reading(downloadInput, (turn, { fileNo }) => {
  const file = readFile(turn.door, fileNo);
  return file.ok ? { ok: true, output: {}, psnNo: null, file: file.value } : file;
});
