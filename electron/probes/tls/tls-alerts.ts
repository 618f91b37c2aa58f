/** Alerts by number: RFC 8446 §6, and those of older versions that servers still send (RFC 5246 §7.2, RFC 7507). */
const ALERT_NAMES: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  21: 'decryption_failed',
  22: 'record_overflow',
  30: 'decompression_failure',
  40: 'handshake_failure',
  41: 'no_certificate',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  60: 'export_restriction',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  100: 'no_renegotiation',
  109: 'missing_extension',
  110: 'unsupported_extension',
  111: 'certificate_unobtainable',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  114: 'bad_certificate_hash_value',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  120: 'no_application_protocol',
};

/** An alert as it was received. Level 1 is a warning and 2 is fatal; TLS 1.3 ignores the level. */
export interface Alert {
  readonly level: number;
  readonly number: number;
}

/** The name that the standard gives to an alert; `alert_<number>` for one that no standard names. */
export const alertName = (number: number): string => ALERT_NAMES[number] ?? `alert_${number}`;

/** close_notify and user_canceled only announce the end; every other alert says what is wrong. */
export const isComplaint = ({ number }: Alert): boolean => number !== 0 && number !== 90;

/**
 * The alert behind an error code of the TLS library, such as `ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED`: for alerts that
 * were encrypted and could not be read from the wire. undefined when the code names no alert.
 */
export function alertOfLibraryCode(code: string): Alert | undefined {
  const name = /^ERR_SSL_(?:TLSV13|TLSV1|SSLV3|SSL\/TLS)_(?:ALERT_)?([A-Z_]+)$/
    .exec(code)?.[1]
    ?.toLowerCase();
  const found = Object.entries(ALERT_NAMES).find(([, known]) => known === name);
  return found === undefined ? undefined : { level: 2, number: Number(found[0]) };
}
