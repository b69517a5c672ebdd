import { useState } from 'react';
import type { TeamView } from '../bridge/team-view.ts';
import { DialogFrame, type DialogState } from '../dialog/dialog-frame.tsx';
import { useTexts } from '../i18n/locale.tsx';
import { SettingsTroubleNotice } from '../notices/settings-trouble-notice.tsx';
import { SectionList } from './section-list.tsx';
import { SectionPage } from './section-page.tsx';
import type { Section } from './sections.ts';

/** The settings: a list of sections, of which one at a time is open. */
export function SettingsDialog({ view, ...state }: DialogState & { readonly view: TeamView }) {
  const t = useTexts();
  const { settingsTrouble: trouble } = view;
  return (
    <DialogFrame title={t('settings.title')} {...state}>
      <div className="settings-body">
        {/* It comes of what is done here; the rest can wait for the dialog to close. */}
        <SettingsTroubleNotice trouble={trouble?.kind === 'unsaved' ? trouble : null} />
        <Sections view={view} />
      </div>
    </DialogFrame>
  );
}

/** Lives as long as the dialog is open, so that it always opens at the list. */
function Sections({ view }: { readonly view: TeamView }) {
  const [place, setPlace] = useState<{
    readonly section: Section;
    readonly isOpen: boolean;
  } | null>(null);
  if (place?.isOpen) {
    const { section } = place;
    return (
      <SectionPage
        section={section}
        view={view}
        onBack={() => setPlace({ section, isOpen: false })}
      />
    );
  }
  return (
    <SectionList
      cameFrom={place?.section ?? null}
      onOpen={(section) => setPlace({ section, isOpen: true })}
    />
  );
}
