import { defineCauses } from '../cause.ts';
import { TLS_CERTIFICATE } from './tls-certificate.ts';
import { TLS_HANDSHAKE } from './tls-handshake.ts';

/** Causes that any TLS service can have. */
export const TLS_CAUSES = defineCauses('tls', { ...TLS_HANDSHAKE, ...TLS_CERTIFICATE });
