import { decodeChunkedUpload } from '../../../../local/aws/protocols/chunked';
import { readCredentialScope } from '../../../../local/aws/protocols/credential-scope';
import { parseForm } from '../../../../local/aws/protocols/query';
import { elementTexts, toXml, unescapeXml } from '../../../../local/aws/protocols/xml';

describe('credential scope', () => {
  test('is read from the Authorization header', () => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-central-1/lambda/aws4_request, SignedHeaders=host, Signature=0';
    expect(readCredentialScope({ authorization })).toEqual({
      accessKeyId: 'AKIDEXAMPLE',
      region: 'eu-central-1',
      service: 'lambda',
    });
  });

  test.each(['', 'Bearer token', 'AWS4-HMAC-SHA256 Credential=local/20260101/s3'])('is not in %j', (authorization) => {
    expect(readCredentialScope({ authorization })).toBeUndefined();
  });
});

test('a form of the query protocol becomes an object with lists in their numbers’ order', () => {
  const form = new URLSearchParams({ Action: 'TagRole', Version: '2010-05-08', RoleName: 'api' });
  for (let index = 11; index > 0; index -= 1) form.append(`Tags.member.${index}.Key`, `key ${index}`);
  const keys = Array.from({ length: 11 }, (_, index) => ({ Key: `key ${index + 1}` }));
  expect(parseForm(form)).toEqual({ RoleName: 'api', Tags: keys });
});

test('a form of the query protocol becomes an object with maps, by either name of their keys', () => {
  const form = new URLSearchParams({
    ...{ 'Attributes.entry.1.key': 'Policy', 'Attributes.entry.1.value': '{}' },
    ...{ 'Kinds.entry.1.Name': 'Kind', 'Kinds.entry.1.Value.DataType': 'String' },
  });
  expect(parseForm(form)).toEqual({ Attributes: { Policy: '{}' }, Kinds: { Kind: { DataType: 'String' } } });
});

test('XML writes a map as entries, and a time in ISO form', () => {
  const value = { Attributes: new Map([['a', '&']]), Time: new Date(0) };
  const entry = '<entry><key>a</key><value>&amp;</value></entry>';
  expect(toXml(value, 'member')).toBe(`<Attributes>${entry}</Attributes><Time>1970-01-01T00:00:00.000Z</Time>`);
});

test('XML escapes what has to be, leaves out what is undefined, and writes lists in either form', () => {
  const value = { Text: `<a & "b" 'c'>\r\n`, Absent: undefined, List: ['one', { Two: 2 }], None: [] };
  const text = '<Text>&lt;a &amp; &quot;b&quot; &apos;c&apos;&gt;&#13;\n</Text>';
  expect(toXml(value, 'member')).toBe(
    `${text}<List><member>one</member><member><Two>2</Two></member></List><None></None>`,
  );
  expect(toXml(value, 'repeated')).toBe(`${text}<List>one</List><List><Two>2</Two></List>`);
});

test('texts are read from XML, and unescaped', () => {
  const xml = '<Delete xmlns="x"><Object><Key>a&amp;b</Key></Object><Object><Key>&#x63;&#100;</Key></Object></Delete>';
  expect(elementTexts(xml, 'Key').map(unescapeXml)).toEqual(['a&b', 'cd']);
});

describe('an upload in chunks', () => {
  const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };

  test('is put together, without signatures and trailing checksum', () => {
    const body = Buffer.from(
      '5;chunk-signature=0\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
    );
    expect(decodeChunkedUpload(headers, body).toString()).toBe('hello world');
  });

  test.each(['', '5\r\nhel', 'zz\r\nhello\r\n0\r\n\r\n', '5\r\nhello\r\n'])('is refused when it is %j', (body) => {
    expect(() => decodeChunkedUpload(headers, Buffer.from(body))).toThrow(
      expect.objectContaining({ code: 'IncompleteBody' }),
    );
  });

  test('is taken as it is without the header that announces chunks', () => {
    expect(decodeChunkedUpload({}, Buffer.from('5\r\nhello')).toString()).toBe('5\r\nhello');
  });
});
