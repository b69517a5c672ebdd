import { createHash } from 'node:crypto';

const STYLE = `
:root { color-scheme: light dark; font: 1.0625rem/1.6 system-ui, sans-serif; }
body { max-width: 36rem; margin: 12vh auto; padding: 0 1.25rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.125rem; margin: 2rem 0 0.25rem; }
p, ol { margin: 0.5rem 0; }
code { font-size: 0.9375em; }
`;

/** Nothing but the page's own style: it loads nothing, runs nothing, and is framed nowhere. */
export const HOME_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What somebody sees who opens the server's address in a browser. */
export const HOME_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ampel team server</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Ampel team server</h1>
<p>This server shows the members of a support team to each other as Online, Busy or Offline. It
works together with the Ampel app; there is nothing to do on this page.</p>
<h2>How to join</h2>
<ol>
<li>Ask whoever runs this server for a token.</li>
<li>Start the Ampel app on your computer.</li>
<li>Enter the address of this page and your token.</li>
</ol>
<h2>You run this server?</h2>
<p>Add people with <code>npm run server -- member add</code> and give each device its token with
<code>npm run server -- token</code>. Add <code>--help</code> to see how.</p>
</body>
</html>
`;
