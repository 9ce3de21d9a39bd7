/** The few styles of people's output: none where NO_COLOR is set or the stream is no terminal, unless FORCE_COLOR asks. */
export function createStyles(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv = process.env) {
  const enabled = isEnabled(stream, environment);
  const style = (open: number, close: number) => (text: string) =>
    enabled ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    cyan: style(36, 39),
  };
}

/** https://no-color.org and https://force-color.org; where both are set, FORCE_COLOR wins, as in Node itself. */
function isEnabled(stream: { isTTY?: boolean }, { FORCE_COLOR, NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR) return false;
  return stream.isTTY === true && TERM !== 'dumb';
}
