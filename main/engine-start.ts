// Where the process of the engine begins: its bundle runs out of the code that the build has kept for this very program.

import { engineBundle, runBundle } from "./run-bundle.ts";

const { isFromCache } = runBundle(engineBundle);
// Slower, and as good: whoever wonders why a start takes longer finds it said.
if (!isFromCache) process.stderr.write("结算引擎未使用预编译代码，启动会稍慢\n");
