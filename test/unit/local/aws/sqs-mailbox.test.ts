import { openMailbox } from '../../../../local/aws/services/sqs/mailbox';
import { emptySqsState, type Queue, type SqsState } from '../../../../local/aws/services/sqs/queues';
import { openStore } from '../../../../local/aws/store';
import { place, temporaryDirectory } from './stand-in';

const { directory, remove } = temporaryDirectory();
afterAll(remove);

const letters: Queue = { name: 'letters', createdAt: 0, modifiedAt: 0, attributes: {}, tags: {}, messages: [] };
const arnOf = (name: string) => `arn:aws:sqs:${place.region}:${place.accountId}:${name}`;
const store = () => openStore<SqsState>({ directory, name: 'sqs', layout: 1, empty: emptySqsState });

test('what another service sends is there after the stand-in was started anew', async () => {
  const first = store();
  first.change((state) => {
    state.queues.letters = letters;
  });
  openMailbox(first, place).sendToQueue(arnOf('letters'), 'a record that failed');
  const received = await openMailbox(store(), place).receive('letters', { maximum: 10 });
  expect(received).toEqual([expect.objectContaining({ body: 'a record that failed', receiveCount: 1 })]);
});

test.each([arnOf('none'), `arn:aws:sqs:eu-west-1:${place.accountId}:letters`, 'letters'])(
  'nothing can be sent to %s, where there is no queue',
  (arn) => {
    expect(() => openMailbox(store(), place).sendToQueue(arn, 'lost')).toThrow('The specified queue does not exist');
  },
);
