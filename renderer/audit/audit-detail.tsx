import { Facts } from "../parts/facts.tsx";
import { Said } from "../parts/said.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useWords } from "../words/words.ts";
import { actionName } from "./action-name.ts";
import type { Entry } from "./use-audit.ts";

/** One entry, and whether it is as it was written. */
export function AuditDetail({ entry }: { readonly entry: Entry | undefined }) {
  const { audit } = useWords();
  const { detail: words } = audit;
  const read = useVerb("auditEntry", { number: entry?.number ?? 1 }, { enabled: entry !== undefined });
  if (entry === undefined) return <p className="page-hint">{words.choose}</p>;
  const whole = read.data?.number === entry.number ? read.data : undefined;
  return (
    <>
      <h2 className="page-title">{words.title(entry.number)}</h2>
      <Facts
        of={[
          [words.action, actionName(entry.action, audit.actions)],
          [words.subject, <span className="mono">{entry.subject}</span>],
          [words.at, entry.at.slice(0, 23).replace("T", " ")],
          [words.operator, entry.operator],
          [words.desk, entry.desk],
          [words.content, whole === undefined ? null : <span className="mono">{whole.content}</span>],
          [words.hash, whole === undefined ? null : <span className="mono">{whole.hash}</span>],
        ]}
      />
      {whole === undefined ? null : whole.isIntact && whole.isJoined ? (
        <Said look="good">{words.holds}</Said>
      ) : (
        <Said look="bad">{whole.isIntact ? words.unjoined : words.changed}</Said>
      )}
      {read.error === null ? null : <Trouble refusal={read.error.refusal} safe={audit.chain.safe} />}
      <p className="page-hint">{words.hint}</p>
    </>
  );
}
