import type { FormEvent, ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';

type Props = {
  readonly className?: string;
  readonly label?: string;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
};

/** A form that the page itself sends, and of which the page says what is wrong. */
export function PlainForm({ className = 'stack', label, onSubmit, children }: Props) {
  return (
    <Form
      className={className}
      {...(label === undefined ? {} : { 'aria-label': label })}
      validationBehavior="aria"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </Form>
  );
}
