import { useQueryClient } from "@tanstack/react-query";

import { Button } from "../parts/button.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Sheet } from "../parts/sheet.tsx";
import { useAsk, useVerb } from "../rpc/rpc-context.ts";
import { useShift } from "../session/operator.ts";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { readKept } from "./kept-bill.ts";
import type { Desk } from "./use-desk.ts";

/** Bills of this desk that wait for their customer. */
export function ParkedSheet({ desk, onClose }: { readonly desk: Desk; readonly onClose: () => void }) {
  const { desk: words, domain, visit } = useWords();
  const { parked, items } = words;
  const shift = useShift();
  const ask = useAsk();
  const queries = useQueryClient();
  const open = useVerb("openBills", { desk: shift.desk });
  const waiting = (open.data ?? []).filter(({ id }) => id !== desk.bill.id);
  const drop = async (id: string): Promise<void> => {
    await ask("dropBill", { desk: shift.desk, id });
    await queries.invalidateQueries({ queryKey: ["openBills"] });
  };
  return (
    <Sheet title={parked.title} onClose={onClose}>
      {waiting.length === 0 ? <p>{parked.none}</p> : null}
      <ul className="parked">
        {waiting.map(({ id, keptAt, content }) => {
          const kept = readKept(content)?.bill;
          const lines = kept?.lines ?? [];
          return (
            <li key={id}>
              <div>
                <p>{lines.length === 0 ? items.empty : lines.map(({ item }) => item.name).join("、")}</p>
                <p className="parked-when">
                  {keptAt.slice(5, 16).replace("T", " ")} · {wordOf(domain.medTypes, kept?.medType ?? "")} ·{" "}
                  {parked.of(lines.length)}
                  {kept === undefined || kept.visit.admitted === ""
                    ? null
                    : ` · ${visit.stayChip(kept.visit.admitted)}`}
                </p>
              </div>
              <Button look="danger" onPress={() => inBackground(drop(id))}>
                {parked.drop}
              </Button>
              <Button
                look="accent"
                onPress={() => {
                  desk.resume(content);
                  onClose();
                }}
              >
                {parked.resume}
              </Button>
            </li>
          );
        })}
      </ul>
    </Sheet>
  );
}
