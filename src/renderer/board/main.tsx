import './runtime/without-eval.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/roster.css';
import '../styles/person.css';
import '../styles/window.css';
import '../styles/sign-in.css';
import '../styles/dialog.css';
import '../styles/settings.css';
import '../styles/why.css';
import '../styles/contacts.css';
import './styles/board.css';
import './styles/pages.css';
import './styles/tables.css';
import './styles/report.css';
import '../styles/forced-colors.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BoardApp } from './app/board-app.tsx';
import { createBoard } from './compose.ts';

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');

const board = await createBoard(__AMPEL_VERSION__);
void board.session.load();
createRoot(container).render(
  <StrictMode>
    <BoardApp board={board} />
  </StrictMode>,
);
