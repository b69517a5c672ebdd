/** The version of the package this page was built from; see vite.board.config.ts. */
declare const __AMPEL_VERSION__: string;
