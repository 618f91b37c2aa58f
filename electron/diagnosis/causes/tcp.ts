import { defineCauses } from '../cause.ts';
import { TCP_PATH } from './tcp-path.ts';
import { TCP_REACH } from './tcp-reach.ts';

/** Causes that any TCP service can have. */
export const TCP_CAUSES = defineCauses('tcp', { ...TCP_REACH, ...TCP_PATH });
