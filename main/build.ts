// npm run build: everything that the window is made of, in dist/.

import { buildWindow } from "./shell-bundle.ts";

const reason = await buildWindow((text) => {
  process.stderr.write(text);
});
if (reason !== null) {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}
