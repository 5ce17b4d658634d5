import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";
import { BackupCard } from "./backup-card.tsx";
import { CentreCard } from "./centre-card.tsx";
import { InstitutionCard } from "./institution-card.tsx";
import { LimitsCard } from "./limits-card.tsx";
import { LooksCard } from "./looks-card.tsx";
import { OperatorsCard } from "./operators-card.tsx";
import { SelfCard } from "./self-card.tsx";
import { VerifyCard } from "./verify-card.tsx";
import "../parts/page.css";
import "./settings.css";

/** How this desk is set up, and the care of its books. */
export function SettingsScreen() {
  const { settings: words } = useWords();
  const { operator } = useShift();
  const { role } = operator;
  // Whoever is shown a way to change something still needs an approval for it.
  const mayChange = role === "administrator" || role === "supervisor";
  const mayCare = mayChange || role === "auditor";
  return (
    <div className="page">
      <div className="page-scroll" role="region" tabIndex={0} aria-label={words.title}>
        <h1 className="settings-title">{words.title}</h1>
        <div className="settings-cards">
          <LooksCard />
          <InstitutionCard mayChange={mayChange} />
          <CentreCard mayChange={mayChange} />
          <LimitsCard />
          {mayCare ? <OperatorsCard mayChange={mayChange} /> : null}
          {mayCare ? <BackupCard mayBackUp={mayChange} /> : null}
          {mayCare ? <VerifyCard /> : null}
          {mayChange && location.protocol !== "app:" ? <SelfCard /> : null}
        </div>
      </div>
    </div>
  );
}
