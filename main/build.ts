// npm run build: everything that the window is made of, in dist/.

import { electronProgram } from "./find-electron.ts";
import { buildWindow } from "./shell-bundle.ts";

const program = electronProgram(process.env);
const reason = await buildWindow(program === null ? null : { program, env: {} }, (text) => {
  process.stderr.write(text);
});
if (reason !== null) {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}
