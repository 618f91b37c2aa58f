/** Asks once whether messages of the system may be shown. Must follow a press: browsers ignore it otherwise. */
export async function askToNotify(): Promise<void> {
  if (typeof Notification === 'undefined' || Notification.permission !== 'default') return;
  // Refused outside secure contexts and by hosts that grant no permission; the page itself says everything too.
  await Notification.requestPermission().catch(() => undefined);
}

/** Shows a message of the system where the host allows it. */
export function notify(title: string, body: string): void {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  try {
    new Notification(title, { body });
  } catch (error) {
    // Some platforms allow them from a service worker alone (TypeError).
    if (!(error instanceof TypeError)) throw error;
  }
}
