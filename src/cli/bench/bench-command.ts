import type { Command } from "../command.ts";
import { UsageError, writeJson } from "../command.ts";
import { benchSettle } from "./settle-bench.ts";

/** Benchmarks: each figure is a ratio against a limit measured in the same run. */
export const benchCommand: Command = {
  usage: "bench settle",
  does: "性能测量：每行一个数值、它的上限和是否达到",
  run: async ([name], io) => {
    if (name !== "settle") throw new UsageError("可测量：settle");
    let met = true;
    for await (const figure of benchSettle(io.log)) {
      met &&= figure.ok;
      await writeJson(io, figure);
    }
    return met ? 0 : 1;
  },
};
