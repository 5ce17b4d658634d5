import { useState } from "react";

import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Sheet } from "../parts/sheet.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useWords } from "../words/words.ts";
import { PrintedTold } from "./printed-told.tsx";
import { useDeskPrinter } from "./use-desk-printer.ts";
import type { Printing } from "./use-printing.ts";
import { usePrinting } from "./use-printing.ts";
import "./slip-sheet.css";

/** The slip as it is printed, how often it was, and the next copy of it. */
export function SlipSheet({
  settlementId,
  mayPrint,
  onClose,
}: {
  readonly settlementId: string;
  readonly mayPrint: boolean;
  readonly onClose: () => void;
}) {
  const { slip: words } = useWords().history;
  const printer = useDeskPrinter();
  const [chosen, setPaper] = useState<"58" | "80" | null>(null);
  const paper = chosen ?? printer?.paper ?? "80";
  const shown = useVerb("slip", { settlementId, paper });
  const printing = usePrinting(settlementId);
  const { asked, told, isBusy } = printing;
  const rendered = asked?.rendered ?? shown.data?.rendered;
  const copies = asked?.copies ?? shown.data?.copies ?? [];
  // A copy that came to nothing gives its number back.
  const onPaper = copies.filter(({ outcome }) => outcome !== "failed").length;
  const refusal = printing.refusal ?? shown.error?.refusal ?? null;
  return (
    <Sheet
      title={words.title}
      onClose={onClose}
      size="wide"
      actions={
        mayPrint && asked === null ? (
          <Actions printing={printing} paper={paper} hasPrinter={printer !== null} />
        ) : null
      }
    >
      <div className="slip-sheet">
        <div className="slip-sheet-side">
          <Choice
            label={words.paper}
            value={paper}
            onChange={(value) => setPaper(value === "58" ? "58" : "80")}
            options={(["80", "58"] as const).map((value) => ({ value, name: words.papers[value] }))}
          />
          <p>{onPaper === 0 ? words.first : words.nextCopy(onPaper)}</p>
          <p className="history-hint">{printer === null ? words.honest : words.honestAtDesk}</p>
          {isBusy && printer !== null && asked === null ? <p role="status">{words.printing}</p> : null}
          {told === null || isBusy ? null : <PrintedTold told={told} />}
          {asked === null ? null : <Conclude printing={printing} copy={asked.copy} />}
          {refusal === null ? null : <Trouble refusal={refusal} safe={words.safe} />}
          <Copies copies={copies} />
        </div>
        <Picture rendered={rendered} paper={paper} copy={asked?.copy ?? null} />
      </div>
    </Sheet>
  );
}

/** The desk's own printer first, where it has one; the dialog of the system always. */
function Actions({
  printing,
  paper,
  hasPrinter,
}: {
  readonly printing: Printing;
  readonly paper: "58" | "80";
  readonly hasPrinter: boolean;
}) {
  const { slip: words } = useWords().history;
  const { isBusy, print, printAtDesk } = printing;
  return (
    <>
      {hasPrinter ? (
        <Button look="accent" onPress={() => inBackground(printAtDesk())} isDisabled={isBusy}>
          {words.printAtDesk}
        </Button>
      ) : null}
      <Button
        {...(hasPrinter ? {} : { look: "accent" })}
        onPress={() => inBackground(print(paper))}
        isDisabled={isBusy}
      >
        {hasPrinter ? words.printByDialog : words.print}
      </Button>
    </>
  );
}

function Picture({
  rendered,
  paper,
  copy,
}: {
  readonly rendered: NonNullable<Printing["asked"]>["rendered"] | undefined;
  readonly paper: "58" | "80";
  /** The copy that is to be printed as soon as it is seen; null: it is only looked at. */
  readonly copy: number | null;
}) {
  const { slip: words } = useWords().history;
  return (
    <div className="slip-sheet-paper" role="region" aria-label={words.preview} tabIndex={0}>
      {rendered?.form === "roll" ? (
        <img
          // A picture runs nothing and loads nothing, whatever stands in it.
          src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(rendered.svg)}`}
          alt={words.preview}
          data-copy={copy ?? 0}
          data-paper={paper}
          onLoad={() => {
            if (copy !== null) window.print();
          }}
        />
      ) : null}
    </div>
  );
}

/** Only who stands at the printer knows what came out of it. */
function Conclude({ printing, copy }: { readonly printing: Printing; readonly copy: number }) {
  const { slip: words } = useWords().history;
  const { conclude, isBusy } = printing;
  return (
    <div className="slip-sheet-asked" role="status">
      <p>{words.asked(copy)}</p>
      <div className="sheet-row">
        <Button look="accent" isDisabled={isBusy} onPress={() => inBackground(conclude("printed"))}>
          {words.printed}
        </Button>
        <Button isDisabled={isBusy} onPress={() => inBackground(conclude("failed"))}>
          {words.failed}
        </Button>
      </div>
    </div>
  );
}

function Copies({ copies }: { readonly copies: NonNullable<Printing["asked"]>["copies"] }) {
  const { slip: words } = useWords().history;
  return (
    <>
      <h3 className="slip-sheet-title">{words.copies}</h3>
      {copies.length === 0 ? <p className="history-hint">{words.noCopies}</p> : null}
      <ul className="slip-sheet-copies">
        {copies.map(({ copy, issuedAt, operator, desk, outcome }) => (
          <li key={copy}>
            <strong>{words.copy(copy)}</strong>
            <span>{words.outcomes[outcome]}</span>
            <span className="history-id">
              {issuedAt.slice(0, 16).replace("T", " ")} · {operator} · {desk}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
