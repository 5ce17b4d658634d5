import type { Command, Io } from "../command.ts";
import { UsageError, writeJson } from "../command.ts";
import type { Figure } from "./figure.ts";

/** @param size  another size of the measured thing than its own, for a quick look */
type Bench = (
  log: (text: string) => void,
  size: number | null,
  more: {
    /** Where what takes long to make is kept from one run to the next. */
    readonly kept: string | null;
    readonly devices: Io["devices"];
  },
) => AsyncIterable<Figure> | Iterable<Figure>;

/** Each with what it needs is read when it is asked for. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  settle: async () => (await import("./settle-bench.ts")).benchSettle,
  commit: async () => (await import("./commit-bench.ts")).benchCommit,
  books: async () => (await import("./books-bench.ts")).benchBooks,
  voucher: async () => (await import("./voucher-bench.ts")).benchVoucher,
  http: async () => (await import("./http-bench.ts")).benchHttp,
  start: async () => (await import("./start-bench.ts")).benchStart,
  export: async () => (await import("./export-bench.ts")).benchExport,
  devices: async () => (await import("./devices-bench.ts")).benchDevices,
};

/** Benchmarks: each figure is a ratio against a limit measured in the same run. */
export const benchCommand: Command = {
  usage: `bench [${Object.keys(benches).join("|")}] [规模 [存放目录]]`,
  does: "性能测量：每行一个数值、它的上限和是否达到；不指明时逐项测量；books 的账本可存放在目录中，下次直接取用",
  run: async ([name, size, kept, ...rest], io) => {
    const names = name === undefined ? Object.keys(benches) : [name];
    if (rest.length > 0 || !/^[1-9]\d{0,8}$/.test(size ?? "1")) throw new UsageError("规模应为正整数");
    if (names.some((one) => !Object.hasOwn(benches, one)))
      throw new UsageError(`可测量：${Object.keys(benches).join("、")}`);
    let met = true;
    for (const one of names) {
      const bench = await benches[one]?.();
      if (bench === undefined) continue;
      const { devices } = io;
      const sized = size === undefined ? null : Number(size);
      for await (const figure of bench(io.log, sized, { kept: kept ?? null, devices })) {
        met &&= figure.ok;
        await writeJson(io, figure);
      }
    }
    return met ? 0 : 1;
  },
};
