// A child process that takes one long step: a new version of the books, a backup, a restore. It is killed from outside.

import { backupDirectory, restoreDirectory } from "../../src/app/backup.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { StepOrder } from "./child-lines.ts";
import { readOrder, say } from "./child-lines.ts";
import { nextVersion } from "./next-version.ts";

const order = readOrder(process.argv[2]) as StepOrder;
say({ says: "ready" });
switch (order.does) {
  case "migrate":
    openStore(order.dir, nextVersion).close();
    break;
  case "backup":
    backupDirectory(order.dir, order.file);
    break;
  case "restore":
    restoreDirectory(order.file, order.dir);
    break;
}
say({ says: "closed" });
