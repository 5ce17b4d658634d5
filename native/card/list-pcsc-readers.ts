import type { AttachedDevice } from "../../src/scan/attached-device.ts";
import type { PcscSurroundings } from "./pcsc-reader.ts";
import { pcscWords, realPcsc } from "./pcsc-reader.ts";

/** The readers that the smart-card service knows. @throws Error with words for the cashier when it cannot be asked */
export async function listPcscReaders({ load }: Pick<PcscSurroundings, "load"> = realPcsc): Promise<
  AttachedDevice[]
> {
  const binding = await load().catch(() => null);
  if (binding === null) throw new Error(pcscWords.noBinding);
  let context: InstanceType<typeof binding.Context> | null = null;
  try {
    context = new binding.Context();
    return context.listReaders().map(({ name, state }) => ({
      kind: "pcscReader",
      name,
      hasCard: (state & binding.SCARD_STATE_PRESENT) !== 0,
    }));
  } catch {
    throw new Error(pcscWords.noService);
  } finally {
    context?.close();
  }
}
