import { createInstance, type TFunction } from 'i18next';
import { createContext, type ReactNode, Suspense, use, useContext } from 'react';
import type { Language } from '../../../shared/bridge/view.ts';
import { boardEn } from '../../../shared/messages/board/en.ts';

/** Says what only the board says. */
export type BoardTranslate = TFunction<'board'>;

export function boardSpeaker(language: Language, board: object): BoardTranslate {
  const speaker = createInstance({
    lng: language,
    resources: { [language]: { board } },
    defaultNS: 'board',
    ns: ['board'],
    // Some keys are codes with a colon in them, such as the scope `status:read`.
    nsSeparator: false,
    initAsync: false,
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  });
  void speaker.init();
  return speaker.getFixedT(language, 'board');
}

const english = boardSpeaker('en', boardEn);
let german: Promise<BoardTranslate> | null = null;

/** English where the texts cannot be loaded: a page without words would help nobody. */
function loadGerman(): Promise<BoardTranslate> {
  german ??= import('../../../shared/messages/board/de.ts').then(
    ({ boardDe }) => boardSpeaker('de', boardDe),
    () => english,
  );
  return german;
}

const BoardTexts = createContext<BoardTranslate>(english);

type Props = { readonly language: Language; readonly children: ReactNode };

export function BoardTextsProvider(props: Props) {
  return (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  );
}

function Loaded({ language, children }: Props) {
  const t = language === 'en' ? english : use(loadGerman());
  return <BoardTexts value={t}>{children}</BoardTexts>;
}

export function useBoardTexts(): BoardTranslate {
  return useContext(BoardTexts);
}
