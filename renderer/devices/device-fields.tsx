import { usualFramings } from "../../src/scan/framing.ts";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { useWords } from "../words/words.ts";
import type { DeviceDraft, DraftFaults, DraftField } from "./device-draft.ts";
import { framingDraft } from "./device-draft.ts";

export interface DraftEditing {
  readonly draft: DeviceDraft;
  readonly change: (draft: DeviceDraft) => void;
  readonly faults: DraftFaults;
}

/** What there is to be set of one kind of device. */
export function DeviceFields(editing: DraftEditing) {
  const { hints } = useWords().devices.edit;
  switch (editing.draft.kind) {
    case "serialScanner":
      return (
        <>
          <LineFields {...editing} />
          <FramingFields {...editing} more={["encoding"]} />
        </>
      );
    case "serialCard":
      return (
        <>
          <LineFields {...editing} />
          <FramingFields {...editing} />
        </>
      );
    case "simulatedScanner":
      return <FramingFields {...editing} />;
    case "hidScanner":
      return (
        <>
          <Row {...editing} of={["vendorId", "productId", "serialNumber", "encoding"]} />
          <p className="page-hint">{hints.hid}</p>
        </>
      );
    case "wedgeScanner":
      return (
        <>
          <Row {...editing} of={["gapMsMax", "meanMsMax", "suffix", "prefix"]} />
          <p className="page-hint">{hints.wedge}</p>
        </>
      );
    case "pcscReader":
      return (
        <>
          <Row {...editing} of={["reader", "answerMsMax"]} />
          <p className="page-hint">{hints.reader}</p>
        </>
      );
    case "vendorDriver":
      return (
        <>
          <Row {...editing} of={["command", "settings"]} />
          <p className="page-hint">{hints.driver}</p>
        </>
      );
    case "printer":
      return <PrinterFields {...editing} />;
  }
}

function LineFields(editing: DraftEditing) {
  return (
    <>
      <Row {...editing} of={["path", "baudRate"]} />
      <Row {...editing} of={["dataBits", "parity", "stopBits"]} />
    </>
  );
}

function PrinterFields(editing: DraftEditing) {
  const { by } = editing.draft;
  return (
    <>
      <Row {...editing} of={["by", ...(by === "tcp" ? (["host", "port"] as const) : [])]} />
      {by === "serial" ? (
        <>
          <LineFields {...editing} />
          <Row {...editing} of={["flow"]} />
        </>
      ) : null}
      {by === "file" ? <Row {...editing} of={["path"]} /> : null}
      <Row {...editing} of={["paper", "drawer"]} />
    </>
  );
}

function FramingFields({ more = [], ...editing }: DraftEditing & { readonly more?: readonly DraftField[] }) {
  const { draft, change } = editing;
  const { edit } = useWords().devices;
  const chosen = Object.entries(usualFramings).find(([, framing]) =>
    Object.entries(framingDraft(framing)).every(([name, value]) =>
      Object.entries(draft).some(([field, typed]) => field === name && typed === value),
    ),
  );
  return (
    <>
      <div className="sheet-row">
        <Choice
          label={edit.fields.preset}
          value={chosen?.[0] ?? "own"}
          onChange={(name) => {
            const framing = Object.entries(usualFramings).find(([key]) => key === name)?.[1];
            if (framing !== undefined) change({ ...draft, ...framingDraft(framing) });
          }}
          options={Object.entries(edit.presets).map(([value, name]) => ({ value, name }))}
        />
        <OneField {...editing} field="prefix" />
        <OneField {...editing} field="ends" />
      </div>
      <Row {...editing} of={["idleMs", "bytesMax", ...more]} />
      <p className="page-hint">{edit.hints.framing}</p>
    </>
  );
}

function Row({ of, ...editing }: DraftEditing & { readonly of: readonly DraftField[] }) {
  return (
    <div className="sheet-row">
      {of.map((field) => (
        <OneField key={field} {...editing} field={field} />
      ))}
    </div>
  );
}

function OneField({ draft, change, faults, field }: DraftEditing & { readonly field: DraftField }) {
  const { edit } = useWords().devices;
  const options = useOptions(draft, field);
  const label = field === "prefix" && draft.kind === "wedgeScanner" ? "wedgePrefix" : field;
  const set = (value: string): void => change({ ...draft, [field]: value });
  if (options !== null)
    return (
      <Choice
        label={edit.fields[label]}
        value={draft[field]}
        onChange={set}
        options={Object.entries(options).map(([value, name]) => ({ value, name }))}
      />
    );
  return (
    <Field
      label={edit.fields[label]}
      value={draft[field]}
      onChange={set}
      error={faults[field] === true ? edit.wrong[faultKinds[field] ?? "choice"] : null}
    />
  );
}

type FaultKind = keyof ReturnType<typeof useWords>["devices"]["edit"]["wrong"];

/** What is said of a field that is wrong. */
const faultKinds: Readonly<Partial<Record<DraftField, FaultKind>>> = {
  id: "id",
  path: "path",
  baudRate: "baudRate",
  prefix: "bytes",
  ends: "ends",
  idleMs: "idleMs",
  bytesMax: "bytesMax",
  vendorId: "hex",
  productId: "hex",
  serialNumber: "text",
  reader: "text",
  gapMsMax: "gapMsMax",
  meanMsMax: "meanMsMax",
  answerMsMax: "answerMsMax",
  command: "command",
  settings: "settings",
  host: "host",
  port: "port",
};

/** What can be chosen; null where it is typed. A printer's line has fewer ways than a scanner's. */
function useOptions(draft: DeviceDraft, field: DraftField): Readonly<Record<string, string>> | null {
  const { edit } = useWords().devices;
  const isPrinter = draft.kind === "printer";
  const { none, even, odd } = edit.parities;
  const options: Readonly<Partial<Record<DraftField, Readonly<Record<string, string>>>>> = {
    dataBits: same(isPrinter ? ["7", "8"] : ["5", "6", "7", "8"]),
    stopBits: same(isPrinter ? ["1", "2"] : ["1", "1.5", "2"]),
    parity: isPrinter ? { none, even, odd } : edit.parities,
    encoding: edit.encodings,
    suffix: edit.suffixes,
    by: edit.ports,
    flow: edit.flows,
    paper: edit.papers,
    drawer: edit.drawers,
  };
  return options[field] ?? null;
}

function same(values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(values.map((value) => [value, value]));
}
