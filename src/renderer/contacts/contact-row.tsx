import { type ReactNode, type Ref, useId } from 'react';
import { aboutWords } from './contact-words.ts';

type Props = {
  readonly contact: {
    readonly customer: string;
    readonly subject: string | null;
    readonly channel: string | null;
  };
  /** How it stands. Drawn anew each minute, so a component. */
  readonly standing: ReactNode;
  readonly isFound?: boolean;
  readonly ref?: Ref<HTMLLIElement>;
  /** What can be done about it. */
  readonly children: ReactNode;
};

/** One contact in a list. */
export function ContactRow({ contact, standing, isFound = false, ref, children }: Props) {
  const [name, details] = [useId(), useId()];
  const about = aboutWords(contact);
  return (
    <li
      ref={ref}
      className="contact"
      tabIndex={-1}
      aria-labelledby={name}
      aria-describedby={details}
      data-found={isFound || undefined}
    >
      <div className="contact-text">
        <span id={name} className="contact-customer">
          {contact.customer}
        </span>
        <span id={details}>
          {about === '' ? null : <span className="contact-about">{about}</span>}{' '}
          <span className="contact-standing">{standing}</span>
        </span>
      </div>
      <div className="contact-actions">{children}</div>
    </li>
  );
}
