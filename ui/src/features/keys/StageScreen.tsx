import type { Stage } from "../../ipc/types";
import { KeyTroubleScreen } from "./KeyTroubleScreen";
import { MigratingScreen, OpeningScreen } from "./Stages";
import { StoreTroubleScreen } from "./StoreTroubleScreen";
import { WelcomeScreen } from "./WelcomeScreen";

/** The screen of every stage but "ready". */
export function StageScreen({ stage }: { stage: Exclude<Stage, { kind: "ready" }> }) {
  switch (stage.kind) {
    case "opening":
      return <OpeningScreen />;
    case "migrating":
      return <MigratingScreen done={stage.done} total={stage.total} />;
    case "welcome":
      return <WelcomeScreen />;
    case "keyTrouble":
      return (
        <KeyTroubleScreen
          // Another trouble starts with its own most promising step.
          key={stage.trouble}
          trouble={stage.trouble}
          steps={stage.steps}
          keychain={stage.keychain}
          keptIn={stage.keptIn}
        />
      );
    case "storeTrouble":
      return <StoreTroubleScreen trouble={stage.trouble} />;
  }
}
