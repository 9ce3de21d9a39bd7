export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | Date
  /** A map of the query protocol: its keys and values each in an entry. */
  | ReadonlyMap<string, string>
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

/** How the items of a list appear: each wrapped in `<member>` (query protocol), or the list's own element repeated (S3). */
type XmlLists = 'member' | 'repeated';

/** Writes the properties of `value` as elements, in their order, leaving out the undefined ones. */
export function toXml(value: { readonly [name: string]: XmlValue }, lists: XmlLists): string {
  return Object.entries(value)
    .map(([name, content]) => element(name, content, lists))
    .join('');
}

/** The texts of all elements called `name`, in order. Enough for the flat documents that S3 is sent. */
export function elementTexts(xml: string, name: string): string[] {
  const pattern = new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g');
  return [...xml.matchAll(pattern)].map(([, text = '']) => text);
}

/** Turns the five entities of XML, and numeric references, into the characters that they stand for. */
export function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|quot|apos|amp));/gi, (_, hexadecimal, decimal, name) => {
    if (hexadecimal) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return characterOf[String(name).toLowerCase()] ?? '';
  });
}

const characterOf: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const entityOf: Record<string, string> = { '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '&': '&amp;' };

function element(name: string, content: XmlValue, lists: XmlLists): string {
  if (content === undefined) return '';
  if (isList(content)) {
    if (lists === 'repeated') return content.map((item) => element(name, item, lists)).join('');
    return `<${name}>${content.map((item) => element('member', item, lists)).join('')}</${name}>`;
  }
  return `<${name}>${inner(content, lists)}</${name}>`;
}

function inner(content: Exclude<XmlValue, undefined | readonly XmlValue[]>, lists: XmlLists): string {
  if (content instanceof Date) return content.toISOString();
  if (content instanceof Map) {
    return [...content].map(([key, value]) => `<entry>${toXml({ key, value }, lists)}</entry>`).join('');
  }
  return typeof content === 'object'
    ? toXml(content as { [name: string]: XmlValue }, lists)
    : escapeXml(String(content));
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

/** A carriage return has to be a reference: XML readers turn a plain one into a line feed. */
function escapeXml(text: string): string {
  return text.replace(/[<>"'&]/g, (character) => entityOf[character] ?? character).replace(/\r/g, '&#13;');
}
