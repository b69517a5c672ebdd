import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input, SearchField } from 'react-aria-components/SearchField';
import { useTexts } from '../i18n/locale.tsx';
import { CloseIcon, SearchIcon } from '../icons/icons.tsx';

type Props = { readonly query: string; readonly onChange: (query: string) => void };

export function RosterSearch({ query, onChange }: Props) {
  const t = useTexts();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    function find(event: KeyboardEvent): void {
      if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey)) return;
      // Behind a dialog there is nothing to find.
      if (input.current?.closest('[inert], [aria-hidden="true"]') !== null) return;
      event.preventDefault();
      input.current.select();
    }
    // Ahead of controls that keep their keys to themselves.
    window.addEventListener('keydown', find, { capture: true });
    return () => window.removeEventListener('keydown', find, { capture: true });
  }, []);
  return (
    <SearchField
      className="search"
      aria-label={t('roster.search')}
      value={query}
      onChange={onChange}
    >
      <SearchIcon />
      <Input ref={input} className="search-input" placeholder={t('roster.search')} />
      <Button className="icon-button search-clear" aria-label={t('roster.clear')}>
        <CloseIcon />
      </Button>
    </SearchField>
  );
}
