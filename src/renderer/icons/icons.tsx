import type { ReactNode } from 'react';

function Icon(props: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      {props.title === undefined ? null : <title>{props.title}</title>}
      {props.children}
    </svg>
  );
}

export function SearchIcon() {
  return (
    <Icon>
      <circle cx="7" cy="7" r="4.5" />
      <path d="M10.4 10.4 14 14" />
    </Icon>
  );
}

export function CloseIcon() {
  return (
    <Icon>
      <path d="m4 4 8 8M12 4l-8 8" />
    </Icon>
  );
}

export function CheckIcon() {
  return (
    <Icon>
      <path d="m3.5 8.5 3 3 6-7" />
    </Icon>
  );
}

/** A clock: something waits. */
export function ClockIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 4.75V8l2.25 1.5" />
    </Icon>
  );
}

export function ChevronIcon() {
  return (
    <Icon>
      <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />
    </Icon>
  );
}

/** A bell, filled when it is set; `title` shows on hover. */
export function BellIcon(props: { readonly set: boolean; readonly title: string }) {
  return (
    <Icon title={props.title}>
      <path
        className={props.set ? 'icon-filled' : undefined}
        d="M3 11.5c1-1 1.2-2.2 1.2-4.3a3.8 3.8 0 0 1 7.6 0c0 2.1.2 3.3 1.2 4.3Z"
      />
      <path d="M6.6 13.6a1.6 1.6 0 0 0 2.8 0" />
    </Icon>
  );
}

export function EyeIcon(props: { readonly crossed: boolean }) {
  return (
    <Icon>
      <path d="M1.5 8S3.8 3.7 8 3.7 14.5 8 14.5 8 12.2 12.3 8 12.3 1.5 8 1.5 8Z" />
      <circle cx="8" cy="8" r="1.9" />
      {props.crossed ? <path d="m3 13 10-10" /> : null}
    </Icon>
  );
}

/** Something is under way; the words beside it say what. */
export function Spinner() {
  return (
    <svg className="spinner" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6" />
      <path d="M8 2a6 6 0 0 1 6 6" />
    </svg>
  );
}
