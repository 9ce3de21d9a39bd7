import { deployments } from '../../../deployments';
import { createOutput } from '../../../scripts/support/output';
import { synthesiseBeside } from '../../../scripts/support/synthesise';
import { synth } from '../../../stacks/synth';

jest.mock('../../../stacks/synth', () => ({ synth: jest.fn() }));

const STACKS = [{ name: 'service', directory: 'cdktf.out/stacks/service' }] as const;
const deployment = { ...deployments.staging, deploymentName: 'staging' };
const invocation = { flags: {}, output: createOutput({ json: false, quiet: true }) };

/** The synthesis ends when `end` is called, with the stacks or an error. */
function begin<Result>(other: Promise<Result>) {
  let end: (error?: Error) => void = () => undefined;
  const synthesis = new Promise<never>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve(STACKS as never));
  });
  jest.mocked(synth).mockReturnValueOnce(synthesis);
  return { end: (error?: Error) => end(error), both: synthesiseBeside(other, deployment, invocation) };
}

test('gives what both come to', async () => {
  const { end, both } = begin(Promise.resolve('laid'));
  end();

  await expect(both).resolves.toEqual(['laid', STACKS]);
});

test('tells the failure of the other, once the synthesis has ended as well', async () => {
  const order: string[] = [];
  const { end, both } = begin(Promise.reject(new Error('not laid')));
  const told = both.catch((error: Error) => order.push(error.message));
  await new Promise(setImmediate);
  order.push('synthesised');
  end();

  await told;
  expect(order).toEqual(['synthesised', 'not laid']);
});

test('tells that the synthesis failed, where the other did not', async () => {
  const { end, both } = begin(Promise.resolve('laid'));
  end(new Error('no such import'));

  await expect(both).rejects.toThrow('no such import');
});
