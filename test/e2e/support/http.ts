export interface Answer {
  status: number;
  /** The parsed JSON; the text itself where it is none. */
  body: unknown;
  etag?: string;
}

/** Sends a request with a JSON body, or with the body and headers that are given. */
export async function send(method: string, url: string, body?: unknown, headers = JSON_HEADERS): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body: text }) });
  const etag = response.headers.get('etag') ?? undefined;
  return { status: response.status, body: parse(await response.text()), etag };
}

const JSON_HEADERS: Record<string, string> = { 'content-type': 'application/json' };

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
