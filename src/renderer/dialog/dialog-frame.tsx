import { type ReactNode, type RefObject, useEffect } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTexts } from '../i18n/locale.tsx';
import { CloseIcon } from '../icons/icons.tsx';

export type DialogState = {
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Gets the focus in the end where it has nowhere else to go. */
  readonly opener: RefObject<HTMLElement | null>;
};

type Props = DialogState & { readonly title: string; readonly children: ReactNode };

/** A dialog over the window. What is in it lives only while it is open. */
export function DialogFrame({ title, children, isOpen, onOpenChange, opener }: Props) {
  const t = useTexts();
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal className="modal">
        <Dialog className="dialog">
          <header className="dialog-header">
            <Heading slot="title" className="dialog-title">
              {title}
            </Heading>
            <Button slot="close" className="icon-button" aria-label={t('window.close')}>
              <CloseIcon />
            </Button>
          </header>
          <div className="dialog-body">{children}</div>
          <FocusAfterwards opener={opener} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** What had the focus before may be gone, as the item of a menu that opened the dialog is. */
function FocusAfterwards({ opener }: Pick<DialogState, 'opener'>) {
  useEffect(() => {
    return () => {
      // By then React Aria has given it back, where what had it is still there.
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) opener.current?.focus();
      });
    };
  }, [opener]);
  return null;
}
