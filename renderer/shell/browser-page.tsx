import { lazy, Suspense, useEffect, useState } from "react";

import { inBackground } from "../parts/in-background.ts";
import { httpTransport } from "../rpc/http-transport.ts";
import { ConnectPage } from "../session/connect-page.tsx";
import { forgetSession, keptSession, openSession, takeCode } from "../session/connect.ts";
import { setupOver, takeSetupToken } from "../setup/setup.ts";
import { App } from "./app.tsx";

type Connection =
  { readonly is: "opening" } | { readonly is: "none" } | { readonly is: "open"; readonly session: string };

/** A first start is asked for once: it is loaded by none of the other pages. */
const SetupPage = lazy(async () => ({ default: (await import("../setup/setup-page.tsx")).SetupPage }));

/** The page in a browser: of a first start, or of an engine. */
export function BrowserPage() {
  const [setup] = useState(() => {
    const token = takeSetupToken();
    return token === null ? null : setupOver(token);
  });
  if (setup === null) return <EnginePage />;
  return (
    <Suspense fallback={null}>
      <SetupPage setup={setup} />
    </Suspense>
  );
}

/** The page of an engine: it needs a session of the engine that served it. */
function EnginePage() {
  const [connection, setConnection] = useState<Connection>(() => {
    const kept = keptSession();
    return kept === null ? { is: "opening" } : { is: "open", session: kept };
  });
  useEffect(() => {
    const code = takeCode();
    if (code === null) {
      setConnection((now) => (now.is === "opening" ? { is: "none" } : now));
      return;
    }
    const exchange = async (): Promise<void> => {
      const session = await openSession(code);
      setConnection((now) => {
        if (session !== null) return { is: "open", session };
        return now.is === "open" ? now : { is: "none" };
      });
    };
    inBackground(exchange());
  }, []);
  switch (connection.is) {
    case "opening":
      return null;
    case "none":
      return <ConnectPage onOpen={(session) => setConnection({ is: "open", session })} />;
    case "open":
      return (
        <Connected
          session={connection.session}
          onEnded={() => {
            forgetSession();
            setConnection({ is: "none" });
          }}
        />
      );
  }
}

function Connected({ session, onEnded }: { readonly session: string; readonly onEnded: () => void }) {
  const [transport] = useState(() => {
    const http = httpTransport(session);
    const ask: typeof http.ask = async (verb, input, signal) => {
      const answer = await http.ask(verb, input, signal);
      if (!answer.ok && answer.refusal.code === "SESSION_ENDED") onEnded();
      return answer;
    };
    return { ask };
  });
  return <App transport={transport} />;
}
