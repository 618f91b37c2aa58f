/** A syslog receiver at one address. */
export interface SyslogInput {
  readonly address: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp' | 'tls';
  /** TLS: the SNI to send; null sends none, as is due for an IP address. */
  readonly servername: string | null;
  /** TLS: the name or address that the certificate must be for. */
  readonly expectedName: string;
  /** TLS: the profile's CA file, PEM. */
  readonly caPem?: string;
  /** UDP: the port to compare with, in place of a random high one. */
  readonly controlPort?: number;
}
