export interface Answer {
  status: number;
  /** The parsed JSON; the text itself where it is none. */
  body: unknown;
}

/** Sends a request with a JSON body, or with the body and headers that are given. */
export async function send(method: string, url: string, body?: unknown, headers = JSON_HEADERS): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, { method, ...(body !== undefined && { body: text, headers }) });
  return { status: response.status, body: parse(await response.text()) };
}

const JSON_HEADERS: Record<string, string> = { 'content-type': 'application/json' };

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
