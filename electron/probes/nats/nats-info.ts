import type { NatsInfo } from '../../contract/outcomes/nats.ts';

/** Addresses of `connect_urls` that are kept. */
const URL_LIMIT = 16;

/**
 * Reads an INFO line (NATS client protocol): the word, blanks, a JSON object. undefined when it is none. Fields of another
 * type than the protocol gives them count as missing, and texts are cut to what the outcome keeps.
 */
export function readInfo(line: Uint8Array): NatsInfo | undefined {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8');
  const json = /^INFO[ \t]+(\{.*)$/is.exec(text)?.[1];
  const fields = json === undefined ? undefined : objectOf(json);
  if (fields === undefined) return undefined;
  const flag = (name: string): boolean => fields.get(name) === true;
  const listener = listenerOf(fields);
  return {
    ...textField(fields, 'server_id', 'serverId', 100),
    ...textField(fields, 'version', 'version', 60),
    ...numberField(fields, 'proto', 'proto'),
    ...textField(fields, 'host', 'host', 255),
    ...numberField(fields, 'port', 'port'),
    ...textField(fields, 'cluster', 'cluster', 200),
    authRequired: flag('auth_required'),
    tlsRequired: flag('tls_required'),
    tlsAvailable: flag('tls_available'),
    tlsVerify: flag('tls_verify'),
    ...numberField(fields, 'max_payload', 'maxPayload'),
    connectUrls: urlsIn(fields.get('connect_urls')),
    ...(listener === undefined ? {} : { listener }),
  };
}

function objectOf(json: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return new Map(Object.entries(value));
  } catch {
    return undefined;
  }
}

type Fields = ReadonlyMap<string, unknown>;

function textField<N extends string>(
  fields: Fields,
  name: string,
  as: N,
  limit: number,
): Partial<Record<N, string>> {
  const value = fields.get(name);
  if (typeof value !== 'string' || value === '') return {};
  const field: Partial<Record<N, string>> = {};
  field[as] = value.slice(0, limit);
  return field;
}

function numberField<N extends string>(fields: Fields, name: string, as: N): Partial<Record<N, number>> {
  const value = fields.get(name);
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return {};
  const field: Partial<Record<N, number>> = {};
  field[as] = value;
  return field;
}

function urlsIn(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const urls = value.filter((url): url is string => typeof url === 'string' && url !== '');
  return urls.slice(0, URL_LIMIT).map((url) => url.slice(0, 300));
}

/** Only gateways name their gateway, and only listeners for leaf nodes list those (nats-server, struct Info). */
function listenerOf(fields: Fields): NatsInfo['listener'] {
  if (typeof fields.get('gateway') === 'string') return 'gateway';
  if (Array.isArray(fields.get('leafnode_urls')) || fields.get('info_on_connect') === true)
    return 'leaf-node';
  return undefined;
}
