import { Sheet } from "../parts/sheet.tsx";
import { useWords } from "../words/words.ts";

/** What every key does. */
export function HelpSheet({ onClose }: { readonly onClose: () => void }) {
  const { help } = useWords().desk;
  return (
    <Sheet title={help.title} onClose={onClose}>
      <dl className="help-keys">
        {help.rows.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd className="key">{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
