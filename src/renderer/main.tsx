import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/roster.css';
import './styles/person.css';
import './styles/window.css';
import './styles/sign-in.css';
import './styles/dialog.css';
import './styles/settings.css';
import './styles/why.css';
import './styles/contacts.css';
import './styles/forced-colors.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');

createRoot(container).render(
  <StrictMode>
    <App bridge={window.ampel} />
  </StrictMode>,
);
