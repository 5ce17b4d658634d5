import type { IconName } from "../parts/icon.tsx";
import { Icon } from "../parts/icon.tsx";
import { useWords } from "../words/words.ts";
import type { DeviceRow, Standing } from "./device-row.ts";
import { isSimulated, standingOf } from "./device-row.ts";

const looks: Readonly<Record<Standing | "attached", { readonly tag: string; readonly icon: IconName }>> = {
  ready: { tag: "tag-good", icon: "check" },
  low: { tag: "tag-warn", icon: "warn" },
  mute: { tag: "tag-note", icon: "check" },
  opening: { tag: "tag-note", icon: "link" },
  absent: { tag: "tag-bad", icon: "cross" },
  failed: { tag: "tag-bad", icon: "warn" },
  keyboard: { tag: "tag-note", icon: "scan" },
  unknown: { tag: "tag-warn", icon: "warn" },
  attached: { tag: "tag-note", icon: "link" },
};

/** How a device stands: a colour, a sign, a word; and its reason where it has one. */
export function DeviceMark({ row }: { readonly row: DeviceRow }) {
  const { devices: words } = useWords();
  const standing = row.is === "set" ? standingOf(row.setting, row.state) : "attached";
  const { tag, icon } = looks[standing];
  const reason = row.is === "set" && standing !== "mute" ? (row.state?.reason ?? null) : null;
  // A printer that is there says itself what it wants: paper, its cover.
  const isPlain = row.is === "set" && row.setting.kind === "printer" && standing === "failed";
  return (
    <>
      <span className={`tag ${tag}`}>
        <Icon name={icon} />
        {isPlain && reason !== null ? reason : words.states[standing]}
      </span>
      {reason === null || isPlain ? null : <span className="page-small">{reason}</span>}
    </>
  );
}

/** Says of a device that it is none, wherever it is named. */
export function SimulatedTag({ row }: { readonly row: DeviceRow }) {
  const { devices: words } = useWords();
  if (row.is !== "set" || !isSimulated(row.setting)) return null;
  return <span className="tag tag-demo">{words.simulated}</span>;
}
