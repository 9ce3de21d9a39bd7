/** The one line of a terminal that shows what goes on, and goes away. Whatever else is written takes its place. */
export interface LiveLine {
  /** Shows a text of at most so many columns, in place of the one that is there. */
  show(text: (columns: number) => string): void;
  clear(): void;
}

const CLEAR_LINE = '\r\u001b[K';

/** Where a terminal does not say how wide it is. */
const USUAL_COLUMNS = 80;

/** @param stream a terminal: anything else would be filled with escape codes */
export function createLiveLine(stream: Pick<NodeJS.WriteStream, 'write' | 'columns'>): LiveLine {
  let isShown = false;
  return {
    show: (text) => {
      isShown = true;
      // The last column stays free: some terminals break the line as soon as it is full.
      stream.write(`${CLEAR_LINE}${text((stream.columns || USUAL_COLUMNS) - 1)}`);
    },
    clear: () => {
      if (isShown) stream.write(CLEAR_LINE);
      isShown = false;
    },
  };
}
