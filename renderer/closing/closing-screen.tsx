import { useRef } from "react";

import { Field } from "../parts/field.tsx";
import { useWords } from "../words/words.ts";
import { DayClosing } from "./day-closing.tsx";
import { useClosingDay } from "./use-closing-day.ts";
import "../parts/page.css";
import "./closing.css";

/** The close of a day, step by step: shifts, the centre, differences, the seal; and the month's clearing. */
export function ClosingScreen() {
  const { closing: words, common } = useWords();
  const { day, text, today, unclosed, choose } = useClosingDay();
  const field = useRef<HTMLInputElement>(null);
  return (
    <div className="page closing">
      <h1 className="out-of-sight">{words.title}</h1>
      <div className="closing-head">
        <Field
          label={words.day}
          type="date"
          value={text}
          onChange={choose}
          inputRef={field}
          suffix={<kbd className="key">F2</kbd>}
        />
        <p className="page-hint">{words.dayHint(unclosed.length, unclosed[0] ?? "")}</p>
      </div>
      {day === null ? (
        <p className="page-hint">{common.loading}</p>
      ) : (
        <DayClosing
          key={day}
          {...{ day, today, unclosed }}
          onDay={choose}
          onDayField={() => field.current?.focus()}
        />
      )}
    </div>
  );
}
