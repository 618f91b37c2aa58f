/** Titles and bodies that the desktop host takes at most, in characters (`noticeSchema`). */
const LONGEST = { title: 80, body: 240 } as const;

/** Asks once whether messages of the system may be shown. Must follow a press: browsers ignore it otherwise. */
export async function askToNotify(): Promise<void> {
  // The desktop host shows them itself, and grants its page no permission whatever it asks for.
  if (window.airway !== undefined) return;
  if (typeof Notification === 'undefined' || Notification.permission !== 'default') return;
  // Refused outside secure contexts and by hosts that grant no permission; the page itself says everything too.
  await Notification.requestPermission().catch(() => undefined);
}

/** Shows a message of the system where the host allows it. */
export function notify(title: string, body: string): void {
  if (window.airway !== undefined) {
    const notice = { title: shortened(title, LONGEST.title), body: shortened(body, LONGEST.body) };
    // A system without notifications refuses as a value; what rejects is a host that is going away.
    window.airway.invoke('notice-show', notice).catch(() => undefined);
    return;
  }
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  try {
    new Notification(title, { body });
  } catch (error) {
    // Some platforms allow them from a service worker alone (TypeError).
    if (!(error instanceof TypeError)) throw error;
  }
}

const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;
