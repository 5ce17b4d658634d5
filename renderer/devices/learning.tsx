import { Button } from "../parts/button.tsx";
import { Facts } from "../parts/facts.tsx";
import { Said } from "../parts/said.tsx";
import { useWords } from "../words/words.ts";

/** The three scans as they come, or why they have told nothing. */
export function Learning({
  lead,
  count,
  failure,
  again,
}: {
  readonly lead: string;
  readonly count: number;
  /** 中文: what to do differently. */
  readonly failure: string | null;
  readonly again: () => void;
}) {
  const { learn } = useWords().devices;
  return (
    <>
      <p className="sheet-lead">{lead}</p>
      <p className="devices-waiting" role="status">
        <progress max={3} value={Math.min(count, 3)} aria-label={learn.counted(count)} />{" "}
        {learn.counted(count)}
      </p>
      {failure === null ? null : (
        <>
          <Said look="warn">
            {learn.failed} · {failure}
          </Said>
          <div className="page-row">
            <Button onPress={again}>{learn.again}</Button>
          </div>
        </>
      )}
    </>
  );
}

/** What was learnt, and what the three scans would have read by it. */
export function Proposed({
  what,
  codes,
  again,
}: {
  readonly what: string;
  readonly codes: readonly string[];
  readonly again: () => void;
}) {
  const { learn } = useWords().devices;
  return (
    <>
      <Facts
        of={[
          [learn.found, <strong key="what">{what}</strong>],
          [
            learn.reads,
            <ol key="codes" className="devices-codes mono">
              {codes.map((code, at) => (
                <li key={at}>{code}</li>
              ))}
            </ol>,
          ],
        ]}
      />
      <div className="page-row">
        <Button onPress={again}>{learn.again}</Button>
      </div>
    </>
  );
}
