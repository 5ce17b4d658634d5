import { useState } from "react";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { useWords } from "../words/words.ts";
import { openSession } from "./connect.ts";
import { Gate } from "./gate.tsx";

/** Before a page may ask anything it shows the code that OneStop gave it, or the cashier pastes one. */
export function ConnectPage({ onOpen }: { readonly onOpen: (session: string) => void }) {
  const { connect } = useWords().shell;
  const [code, setCode] = useState("");
  const [error, setError] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    const session = await openSession(code.trim());
    if (session === null) setError(connect.wrong);
    else onOpen(session);
  };
  return (
    <Gate title={connect.title} lead={connect.explain} onSubmit={submit}>
      <Field label={connect.code} type="password" value={code} onChange={setCode} error={error} autoFocus />
      <Button type="submit" look="accent" keyName="Enter">
        {connect.submit}
      </Button>
    </Gate>
  );
}
