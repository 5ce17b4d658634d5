import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";

import { useWords } from "../words/words.ts";
import { Button } from "./button.tsx";
import "./sheet.css";

/** A dialog over the screen. Escape closes it and gives the focus back to where it was. */
export function Sheet({
  title,
  onClose,
  children,
  actions,
  size = "medium",
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons beside the one that closes. */
  readonly actions?: ReactNode;
  readonly size?: "medium" | "wide";
}) {
  const words = useWords();
  return (
    <ModalOverlay
      className="sheet-overlay"
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Modal className={`sheet sheet-${size}`}>
        <Dialog className="sheet-dialog">
          <Heading slot="title" className="sheet-title">
            {title}
          </Heading>
          {/* What may have to be scrolled can be reached by keyboard. */}
          <div className="sheet-body" role="group" aria-label={title} tabIndex={0}>
            {children}
          </div>
          <div className="sheet-actions">
            <Button onPress={onClose} keyName="Esc">
              {words.common.close}
            </Button>
            {actions}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
