import { Button } from 'react-aria-components/Button';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import type { TeamView } from '../app/team-view.ts';
import { useTexts } from '../i18n/locale.tsx';
import { CloseIcon } from '../icons/icons.tsx';
import { LanguageSetting } from './language-setting.tsx';
import { NotificationSetting } from './notification-setting.tsx';
import { TimeoutSetting } from './timeout-setting.tsx';

type Props = {
  readonly view: TeamView;
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

export function SettingsDialog({ view, isOpen, onOpenChange }: Props) {
  const t = useTexts();
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal className="modal">
        <Dialog className="dialog">
          <header className="dialog-header">
            <Heading slot="title" className="dialog-title">
              {t('settings.title')}
            </Heading>
            <Button slot="close" className="icon-button" aria-label={t('settings.close')}>
              <CloseIcon />
            </Button>
          </header>
          <div className="dialog-body">
            <LanguageSetting language={view.preferences.language} />
            <NotificationSetting notifyAbout={view.preferences.notifyAbout} />
            <TimeoutSetting view={view} />
            <section className="setting">
              <h3 className="label">{t('settings.recorded')}</h3>
              <p className="hint">{t('settings.recordedText')}</p>
            </section>
            <p className="hint setting-server">
              {t('settings.server')}: {view.server}
            </p>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
