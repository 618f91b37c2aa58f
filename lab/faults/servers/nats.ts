import { ADDRESS } from '../ground.ts';
import type { ServerRoom } from '../lab-site.ts';
import type { NatsOptions } from '../site-options.ts';
import { CONSOLE_NAME } from './console.ts';

/** Starts nats-server beside the Console, or a hostile server in its place. */
export async function startNats(room: ServerRoom, options: NatsOptions): Promise<void> {
  const { port = 4222, stand } = options;
  if (stand !== undefined) return room.stand('nats', stand, [ADDRESS.console, ADDRESS.console6], [port]);
  const certificate = room.authorities.make({}, [CONSOLE_NAME], [ADDRESS.console, ADDRESS.console6]);
  const paths = {
    CERT: room.ground.file('nats.pem', certificate.fullChainPem),
    KEY: room.ground.file('nats.key', certificate.privateKeyPem, 0o600),
    CA: room.ground.file('nats-ca.pem', room.authorities.root.certificatePem),
  };
  const text = (options.config ?? 'authorization { user: air, password: "not-for-airway" }').replace(
    /\b(CERT|KEY|CA)\b/g,
    (name) => `"${paths[name as keyof typeof paths]}"`,
  );
  const config = room.ground.file('nats.conf', `host: "${options.host ?? '::'}"\nport: ${port}\n${text}\n`);
  await room.serve('nats', [`tcp ${ADDRESS.console}:${port}`], '/usr/sbin/nats-server', ['-c', config]);
}
