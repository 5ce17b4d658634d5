import { useState } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import { Button } from "../parts/button.tsx";
import { Facts } from "../parts/facts.tsx";
import { Field } from "../parts/field.tsx";
import { Said } from "../parts/said.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useAct } from "../rpc/use-act.ts";
import type { ApprovalGiven } from "../session/approval-form.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { addressOf } from "../shell/route.ts";
import { useWords } from "../words/words.ts";

type Setting = VerbOutput<"centreSetting">;

/** Which centre these books belong to; how the line to it stands is told on its own screen. */
export function CentreCard({ mayChange }: { readonly mayChange: boolean }) {
  const { centre: words } = useWords().settings;
  const setting = useVerb("centreSetting", {}).data;
  const [isOpen, setOpen] = useState(false);
  if (setting === undefined) return null;
  const { url, isAttached, isGiven, fault } = setting;
  return (
    <section className="card" aria-labelledby="settings-centre">
      <h2 id="settings-centre">{words.title}</h2>
      {url === null ? <p>{words.none}</p> : <Facts of={[[words.url, <span className="mono">{url}</span>]]} />}
      {isAttached ? <Said look="good">{words.attached}</Said> : null}
      {fault === null ? null : <Said look="bad">{fault}</Said>}
      {isGiven ? <p className="page-hint">{words.given}</p> : null}
      <p>
        <a href={addressOf("line")}>{words.where}</a>
      </p>
      {mayChange ? (
        <div className="page-row">
          <Button onPress={() => setOpen(true)}>{words.change}</Button>
        </div>
      ) : null}
      {isOpen ? <CentreSheet setting={setting} onClose={() => setOpen(false)} /> : null}
    </section>
  );
}

function CentreSheet({ setting, onClose }: { readonly setting: Setting; readonly onClose: () => void }) {
  const { settings } = useWords();
  const { centre: words } = settings;
  const [url, setUrl] = useState(setting.url ?? "");
  const [token, setToken] = useState("");
  const { isBusy, refusal, run } = useAct("changeCentre");
  const send = async (approval: ApprovalGiven): Promise<void> => {
    const done = await run({
      url: url.trim() === "" ? null : url.trim(),
      token: token.trim() === "" ? null : token.trim(),
      approval,
    });
    if (done !== null) onClose();
  };
  return (
    <Sheet title={words.change} onClose={onClose}>
      <ApprovalForm
        whose="administrator"
        action={words.save}
        isBusy={isBusy}
        refusal={refusal}
        safe={settings.unchanged}
        onApprove={send}
      >
        <Field label={words.url} value={url} onChange={setUrl} autoFocus />
        <p className="page-hint">{words.urlHint}</p>
        <Field label={words.token} type="password" value={token} onChange={setToken} />
        <p className="page-hint">{words.tokenHint}</p>
      </ApprovalForm>
    </Sheet>
  );
}
