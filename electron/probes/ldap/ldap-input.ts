/** One domain controller, and how to talk to it. */
export interface LdapInput {
  readonly address: string;
  readonly port: number;
  /** `ldaps` TLS from the first octet · `starttls` TLS by the extended operation · `plain` no TLS. */
  readonly security: 'ldaps' | 'starttls' | 'plain';
  /** The SNI to send; null sends none, as is due for an IP address (RFC 6066 §3). */
  readonly servername: string | null;
  /** The name or address that the certificate must be for. */
  readonly expectedName: string;
  /** The profile's CA file, PEM. */
  readonly caPem?: string;
}

/** Who logs in, and what is read then. The password stands in the run's secrets alone. */
export interface LdapBindInput extends LdapInput {
  /** As the Console would send it: a DN, `user@domain`, `DOMAIN\user` or a bare name. */
  readonly username: string;
  /** Without it the server's own `defaultNamingContext` is read. */
  readonly baseDn?: string;
}
