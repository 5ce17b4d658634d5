import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Trouble } from "../parts/trouble.tsx";
import type { Words } from "../words/words.ts";
import { useWords } from "../words/words.ts";
import type { Notice } from "./notice.ts";
import type { Desk } from "./use-desk.ts";
import "./notice-bar.css";

/** What the desk has to say about the last step, until the next one. */
export function NoticeBar({ desk }: { readonly desk: Desk }) {
  const { desk: words, counter, visit } = useWords();
  const { notices } = words;
  const { notice } = desk;
  if (notice === null) return <div className="notice-none" role="status" />;
  if (notice.is === "refusal")
    return (
      <div className="notice-trouble">
        <Trouble refusal={notice.refusal}>
          <div className="notice-ways">
            <Button onPress={desk.dismiss} keyName="Esc">
              {notices.dismiss}
            </Button>
            {desk.takesCash || desk.phase.is !== "open" ? null : (
              <Button
                keyName="⇧F9"
                onPress={() => {
                  desk.dismiss();
                  desk.switchCash();
                }}
              >
                {counter.cash.turnOn}
              </Button>
            )}
          </div>
        </Trouble>
      </div>
    );
  return (
    <div className={`notice notice-${notice.is === "parked" ? "note" : "warn"}`} role="status">
      <Icon name={notice.is === "parked" ? "check" : "warn"} />
      <p>{textOf(notice, notices, visit)}</p>
    </div>
  );
}

function textOf(
  notice: Exclude<Notice, { readonly is: "refusal" }>,
  words: Words["desk"]["notices"],
  visit: Words["visit"],
): string {
  switch (notice.is) {
    case "notFound":
      return words.notFound(notice.text);
    case "codeTwice":
      return words.codeTwice(notice.code);
    case "codeUnasked":
      return words.codeUnasked(notice.code);
    case "codesMissing":
      return words.codesMissing(notice.count);
    case "visitLacks":
      return visit.lacks[notice.what];
    case "proxyShort":
      return visit.proxyShort;
    case "stale":
    case "unsigned":
    case "notReady":
    case "givenWrong":
    case "parked":
      return words[notice.is];
  }
}
