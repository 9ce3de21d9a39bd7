import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Checkout, createCheckout } from './support/checkout';

jest.setTimeout(60_000);

test('two clones in other folders, time zones and with other rights make the same zip, byte for byte', async () => {
  const one = await synthesise('eine Übung – 練習', { timeZone: 'Pacific/Auckland', mask: 0o022 });
  const other = await synthesise('other', { timeZone: 'America/Los_Angeles', mask: 0o077 });
  expect(one.zip.equals(other.zip)).toBe(true);
  expect(one.stack).toBe(other.stack);
});

async function synthesise(
  folder: string,
  { timeZone, mask }: { timeZone: string; mask: number },
): Promise<{ zip: Buffer; stack: string }> {
  const former = process.umask(mask);
  let checkout: Checkout | undefined;
  try {
    checkout = await createCheckout(folder);
    expect(await checkout.with({ TZ: timeZone }).run('synth', 'local')).toMatchObject({ status: 0 });
    return {
      zip: await readFile(path.join(checkout.directory, 'cdktf.out', 'functions', 'api.zip')),
      stack: await checkout.read('cdktf.out/stacks/service/cdk.tf.json'),
    };
  } finally {
    process.umask(former);
    await checkout?.remove();
  }
}
