import { Button } from "react-aria-components";

import { useWords } from "../words/words.ts";

export const views = ["shifts", "centre", "days", "month"] as const;
export type View = (typeof views)[number];

/** The steps of the close, each with how it stands; the one that is shown is marked. */
export function ViewTabs({
  view,
  told,
  onView,
}: {
  readonly view: View;
  readonly told: Readonly<Record<View, string>>;
  readonly onView: (view: View) => void;
}) {
  const { views: names, viewsTitle } = useWords().closing;
  return (
    <nav aria-label={viewsTitle}>
      <ol className="closing-views">
        {views.map((one, at) => (
          <li key={one} aria-current={one === view ? "step" : undefined}>
            <Button className="closing-view" onPress={() => onView(one)}>
              <span className="closing-view-number">{at + 1}</span>
              <span>
                <strong>{names[one]}</strong>
                <span className="page-small">{told[one]}</span>
              </span>
            </Button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
