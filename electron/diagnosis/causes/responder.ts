import { defineCauses } from '../cause.ts';
import { RESPONDER_ASSET } from './responder-asset.ts';
import { RESPONDER_NATS } from './responder-nats.ts';

/** Causes between Responders and the Console beyond HTTPS. */
export const RESPONDER_CAUSES = defineCauses('responder', { ...RESPONDER_NATS, ...RESPONDER_ASSET });
