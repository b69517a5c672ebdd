/** `dialog.showMessageBox`: a window of the host with the message and its buttons as a page. */
import { once } from 'node:events';
import type { MessageBoxOptions, MessageBoxReturnValue } from 'electron';
import { app } from './app.ts';
import { blankPage } from './blank-page.ts';
import type { Json, PageSession } from './chromium.ts';
import { debugLine } from './environment.ts';
import { notBuilt } from './not-built.ts';
import { openPage } from './page-opener.ts';

const ANSWER_BINDING = '__electronHostAnswer';
const WIDTH = 440;
const WHITE = 0xffffff;

interface Box {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  readonly defaultId: number;
  readonly cancelId: number;
}

/** Resolves with the button that was chosen, or that which stands for closing the box. */
export async function showMessageBox(options: MessageBoxOptions): Promise<MessageBoxReturnValue> {
  if (options.checkboxLabel) throw notBuilt('dialog.showMessageBox with a check box');
  const box = toBox(options);
  const { promise, resolve } = Promise.withResolvers<number>();
  const cancel = (): void => resolve(box.cancelId);
  const title = options.title || app.name;
  const bounds = { ...centreOfScreen(), width: WIDTH, height: 1 };
  const shell = app.x.createShell(
    { bounds, positioned: false, title, applicationName: app.name, backgroundPixel: WHITE },
    {
      closeRequested: cancel,
      focusChanged: () => undefined,
      boundsChanged: () => undefined,
      mappedChanged: () => undefined,
    },
  );
  const { session: page, window } = await openPage();
  const gone = ({ targetId }: Json): void => {
    if (targetId === page.targetId) cancel();
  };
  app.chromium.on('Target.targetDestroyed', gone);
  page.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name === ANSWER_BINDING) resolve(Number(payload));
  });
  options.signal?.addEventListener('abort', cancel);
  try {
    shell.adopt(window);
    const height = await fill(page, title, box);
    shell.setBounds({ ...bounds, height });
    shell.show(true);
    return { response: await promise, checkboxChecked: false };
  } finally {
    options.signal?.removeEventListener('abort', cancel);
    app.chromium.off('Target.targetDestroyed', gone);
    app.chromium
      .send('Target.closeTarget', { targetId: page.targetId })
      .catch((error) => debugLine('message box', error));
    shell.destroy();
  }
}

function toBox({ message, detail = '', buttons = [], defaultId = 0, cancelId }: MessageBoxOptions) {
  const labels = buttons.length > 0 ? buttons : ['OK'];
  const cancelling = labels.findIndex((label) => /^(cancel|no)$/i.test(label));
  return {
    message,
    detail,
    buttons: labels,
    defaultId,
    cancelId: cancelId ?? Math.max(0, cancelling),
  };
}

function centreOfScreen(): { x: number; y: number } {
  const { width, height } = app.x.size;
  return { x: Math.max(0, Math.round((width - WIDTH) / 2)), y: Math.round(height / 3) };
}

/** @returns the height the page takes, in pixels. */
async function fill(page: PageSession, title: string, box: Box): Promise<number> {
  await Promise.all([
    page.send('Page.enable'),
    page.send('Runtime.enable'),
    page.send('Runtime.addBinding', { name: ANSWER_BINDING }),
    page.send('Runtime.runIfWaitingForDebugger'),
  ]);
  const url = blankPage();
  // Until Chromium has come to this address, another document may still take the place.
  const isThere = `location.href === ${JSON.stringify(url)} && document.readyState === 'complete'`;
  const drawing = `(${drawBox})(${JSON.stringify({ ...box, title, binding: ANSWER_BINDING })})`;
  let loaded = once(page, 'Page.loadEventFired');
  await page.send('Page.navigate', { url });
  for (;;) {
    await loaded;
    loaded = once(page, 'Page.loadEventFired');
    const expression = `${isThere} ? ${drawing} : 0`;
    const { result } = await page.send('Runtime.evaluate', { expression, returnByValue: true });
    if (result.value > 0) return Math.ceil(result.value);
  }
}

/** Runs in the page as text, so it may use nothing from outside itself. */
function drawBox(box: Box & { title: string; binding: string }): number {
  // biome-ignore lint/suspicious/noExplicitAny: page code, where everything is untyped
  const page = globalThis as any;
  const { document } = page;
  const element = (name: string, text: string, style: string) => {
    const made = document.createElement(name);
    made.textContent = text;
    made.style.cssText = style;
    return made;
  };
  const answer = (index: number): void => page[box.binding](String(index));
  document.title = box.title;
  document.body.style.cssText = 'margin: 0; font: 14px sans-serif; background: white; color: black';
  const main = element('main', '', 'padding: 16px; white-space: pre-wrap; overflow-wrap: anywhere');
  main.setAttribute('role', 'alertdialog');
  main.append(element('h1', box.message, 'font-size: 16px; margin: 0 0 8px'));
  main.append(element('p', box.detail, 'margin: 0 0 16px'));
  const buttons = box.buttons.map((label, index) => {
    const button = element('button', label, 'font: inherit; margin-right: 8px; padding: 6px 14px');
    button.onclick = () => answer(index);
    return button;
  });
  main.append(...buttons);
  document.body.append(main);
  document.onkeydown = (event: { key: string }) => {
    if (event.key === 'Escape') answer(box.cancelId);
  };
  buttons[box.defaultId]?.focus();
  return main.getBoundingClientRect().height;
}
