import { useId, useState } from 'react';
import { useTexts } from '../../i18n/locale.tsx';
import { DismissButton } from '../../notices/dismiss-button.tsx';
import { useBoardTexts } from '../i18n/board-texts.tsx';

type Props = {
  readonly label: string;
  /** What to do with it, and that it is not told again. */
  readonly hint: string;
  readonly secret: string;
  readonly onDismiss: () => void;
};

/** How copying a secret went; of another one than is shown now it says nothing. */
type Copying = { readonly secret: string; readonly went: 'copied' | 'failed' };

/** A link or key that the server tells this once. */
export function ToldOnce({ label, hint, secret, onDismiss }: Props) {
  const t = useBoardTexts();
  const words = useTexts();
  const id = useId();
  const [copying, setCopying] = useState<Copying | null>(null);
  const went = copying?.secret === secret ? copying.went : null;
  return (
    <div className="told-once">
      <div className="told-once-head">
        <label htmlFor={id} className="label">
          {label}
        </label>
        <DismissButton label={words('window.dismiss')} onDismiss={onDismiss} />
      </div>
      <p className="hint">{hint}</p>
      <div className="told-once-row">
        <div className="input-box">
          <input
            id={id}
            className="input told-once-secret"
            readOnly
            value={secret}
            onFocus={({ target }) => target.select()}
          />
        </div>
        <button
          type="button"
          className="button"
          onClick={() => {
            navigator.clipboard.writeText(secret).then(
              () => setCopying({ secret, went: 'copied' }),
              () => setCopying({ secret, went: 'failed' }),
            );
          }}
        >
          {t('page.copy')}
        </button>
      </div>
      <p role="status" className={went === 'copied' ? 'saved' : 'hint'}>
        {went === null ? '' : t(went === 'copied' ? 'page.copied' : 'page.copyFailed')}
      </p>
    </div>
  );
}
