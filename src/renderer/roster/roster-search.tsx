import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTexts } from '../i18n/locale.tsx';
import { CloseIcon, SearchIcon } from '../icons/icons.tsx';

type Props = {
  readonly query: string;
  readonly onChange: (query: string) => void;
  /** The member wants to go on to what was found. */
  readonly onLeave: () => void;
};

export function RosterSearch({ query, onChange, onLeave }: Props) {
  const t = useTexts();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    function find(event: globalThis.KeyboardEvent): void {
      if (!asksForSearch(event)) return;
      // Behind a dialog there is nothing to find.
      if (input.current?.closest('[inert], [aria-hidden="true"]') !== null) return;
      event.preventDefault();
      input.current.select();
    }
    // Ahead of controls that keep their keys to themselves.
    window.addEventListener('keydown', find, { capture: true });
    return () => window.removeEventListener('keydown', find, { capture: true });
  }, []);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && query !== '') {
      onChange('');
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      onLeave();
    }
  }
  return (
    <search className="search">
      <SearchIcon />
      <input
        ref={input}
        type="search"
        className="search-input"
        aria-label={t('roster.search')}
        aria-keyshortcuts="Control+F /"
        placeholder={t('roster.search')}
        autoComplete="off"
        spellCheck="false"
        value={query}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {query === '' ? (
        <span className="search-key" aria-hidden="true">
          /
        </span>
      ) : (
        <button
          type="button"
          className="icon-button"
          aria-label={t('roster.clear')}
          onClick={() => {
            onChange('');
            input.current?.focus();
          }}
        >
          <CloseIcon />
        </button>
      )}
    </search>
  );
}

/** Ctrl+F, or a slash where it is not a letter of what is being written. */
function asksForSearch(event: globalThis.KeyboardEvent): boolean {
  const control = event.ctrlKey || event.metaKey;
  if (event.key.toLowerCase() === 'f') return control && !event.altKey;
  const writes = event.target instanceof Element && event.target.matches('input, textarea');
  return event.key === '/' && !control && !event.altKey && !writes;
}
