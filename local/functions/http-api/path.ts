/**
 * The path of a request as an HTTP API takes it, for the route and for the event alike; undefined where it refuses it,
 * with 400.
 *
 * AWS says of it only that request parameters are decoded. Observed of `rawPath` at a live API: the path is decoded, cut
 * at a question mark, and decoded again. `%2F` and `%252F` both become a slash, what follows `%3F` is lost, and a percent
 * sign, sent as `%25`, is refused unless it makes an escape. That such a slash separates segments is reported: the route
 * `/{name}/thing` does not take `/a%2Fb/thing`. Whether the route is looked for before the second time is not known.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 * https://github.com/hotsock/voker/blob/main/vokerhttp/testdata/ingress-paths.json
 */
export function decodePath(encoded: string): string | undefined {
  try {
    const [path = ''] = decodeURIComponent(encoded).split('?', 1);
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
