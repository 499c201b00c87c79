import { useEffect, useState } from "react";
import type { AccountView } from "../../ipc/types";
import { useDesk } from "./desk";

/** The picture of an account, as a JPEG file in Base64; nothing until it is here, and where there is none. */
export function usePicture({ id, picture }: Pick<AccountView, "id" | "picture">): string | null {
  const { backend } = useDesk();
  const [shown, setShown] = useState<{ readonly picture: number; readonly jpeg: string | null } | null>(null);
  useEffect(() => {
    if (picture === null) return;
    let isWanted = true;
    void backend.accountPicture(id).then((answer) => {
      // Initials stand in for a picture that cannot be read.
      if (isWanted) setShown({ picture, jpeg: answer.status === "ok" ? answer.data : null });
    });
    return () => {
      isWanted = false;
    };
  }, [backend, id, picture]);
  return shown !== null && shown.picture === picture ? shown.jpeg : null;
}
