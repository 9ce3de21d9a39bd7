/** A command with the deployment that it is for, as an error names it; `local` is what a command takes by itself. */
export const commandFor = (command: string, deployment: string | undefined): string =>
  deployment === undefined ? command : `${command} ${deployment}`;
