import { Button } from "../parts/button.tsx";
import { Gate } from "../session/gate.tsx";
import { useWords } from "../words/words.ts";

/** What is left when the page itself has failed. */
export function BrokenPage() {
  const { broken } = useWords().shell;
  const reload = (): Promise<void> => {
    location.reload();
    return Promise.resolve();
  };
  return (
    <Gate title={broken.title} lead={broken.lead} onSubmit={reload}>
      <Button type="submit" look="accent" keyName="Enter">
        {broken.reload}
      </Button>
    </Gate>
  );
}
