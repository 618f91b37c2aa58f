import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Asks for a secret on the terminal without showing it. Undefined when nobody sits there, or nothing was typed. */
export async function askSecret(question: string): Promise<string | undefined> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return undefined;
  // readline echoes to its output; this one takes the echo and shows nothing.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(`${question}: `);
  try {
    const answer = await new Promise<string>((resolve) => {
      prompt.once('line', resolve);
      prompt.once('SIGINT', () => resolve(''));
      prompt.once('close', () => resolve(''));
    });
    return answer === '' ? undefined : answer;
  } finally {
    prompt.close();
    process.stderr.write('\n');
  }
}
