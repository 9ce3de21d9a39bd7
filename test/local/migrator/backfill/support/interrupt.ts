import type { ProxiedTable } from '../../support/surroundings';
import { isCheckpoint, withPageOf } from './requests';

/** A run that is interrupted once so many of its checkpoints are written. Its pages have so many items. */
export async function interrupt(
  { proxy }: ProxiedTable,
  { checkpoints, itemsPerPage }: { checkpoints: number; itemsPerPage: number },
  run: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const controller = new AbortController();
  let written = 0;
  proxy.handle(async (request, forward) => {
    const answer = await forward(withPageOf(itemsPerPage, request));
    written += isCheckpoint(request) ? 1 : 0;
    if (written === checkpoints) controller.abort(new Error('interrupted by the test'));
    return answer;
  });
  await expect(run(controller.signal)).rejects.toMatchObject({ cause: { message: 'interrupted by the test' } });
  proxy.handle((request, forward) => forward(withPageOf(itemsPerPage, request)));
}
