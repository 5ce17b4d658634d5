import { Button } from "../parts/button.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Sheet } from "../parts/sheet.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useAct } from "../rpc/use-act.ts";
import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";

/** Takes the centre's amounts, or says that a rejection has been seen to. */
export function AcceptSheet({
  msgid,
  how,
  onClose,
}: {
  readonly msgid: string;
  readonly how: "accept" | "acknowledge";
  readonly onClose: () => void;
}) {
  const { line } = useWords();
  const words = line[how];
  const { operator, desk } = useShift();
  const { isBusy, refusal, run } = useAct("acceptDifference");
  const send = async (): Promise<void> => {
    const actor = { operator: operator.id, pharmacist: null, desk };
    if ((await run({ msgid, actor })) !== null) onClose();
  };
  return (
    <Sheet
      title={words.title}
      onClose={onClose}
      actions={
        <Button look="accent" onPress={() => inBackground(send())} isDisabled={isBusy}>
          {words.confirm}
        </Button>
      }
    >
      <div className="sheet-form">
        <p>{words.lead}</p>
        {refusal === null ? null : <Trouble refusal={refusal} safe={line.unchanged} />}
      </div>
    </Sheet>
  );
}
