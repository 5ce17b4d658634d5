import { Choice } from "../parts/choice.tsx";
import { Tick } from "../parts/tick.tsx";
import { useChosenPreferences } from "../session/preferences.ts";
import { useWords } from "../words/words.ts";

/** How this machine's screens look; kept in this browser alone. */
export function LooksCard() {
  const { looks: words } = useWords().settings;
  const [{ language, largeType, highContrast }, change] = useChosenPreferences();
  return (
    <section className="card" aria-labelledby="settings-looks">
      <h2 id="settings-looks">{words.title}</h2>
      <Choice
        label={words.language}
        value={language}
        onChange={(value) => change({ language: value === "en" ? "en" : "zh" })}
        options={[
          { value: "zh", name: "中文" },
          { value: "en", name: "English" },
        ]}
      />
      <Tick label={words.largeType} isOn={largeType} onChange={(isOn) => change({ largeType: isOn })} />
      <Tick
        label={words.highContrast}
        isOn={highContrast}
        onChange={(isOn) => change({ highContrast: isOn })}
      />
      <p className="page-hint">{words.hint}</p>
    </section>
  );
}
