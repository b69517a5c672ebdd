import type { ReactNode } from 'react';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { useResource } from '../ui/use-resource.ts';

/** What leads to the organization's own accounts, where the server has them. */
export function SsoWay(props: { readonly children: (name: string) => ReactNode }) {
  const t = useBoardTexts();
  const api = useApi();
  const options = useResource(() => api.session.options());
  const sso = options.state.kind === 'shown' ? options.state.value.sso : null;
  if (sso === null) return null;
  return (
    <>
      <p className="or">{t('signIn.or')}</p>
      {props.children(sso.name)}
    </>
  );
}
