/** One screen of the wizard as `docs/screens.md` shows it. */
export interface ShownScreen {
  /** Its picture is `NAME.png`. */
  readonly name: string;
  readonly title: string;
  /** What an engineer does there, in one sentence. */
  readonly sentence: string;
  /** The main ones have a second picture in dark colours, `NAME-dark.png`. */
  readonly isMain?: true;
}

/** Every screen and every state that has a look of its own, in the order in which somebody meets them. */
export const SHOWN_SCREENS = [
  {
    name: 'site',
    title: 'Site',
    sentence: 'Say which Console is to be reached and where you are, or read both from a profile file.',
    isMain: true,
  },
  {
    name: 'profile-refused',
    title: 'A profile file with an error',
    sentence: 'It is refused with the line and what was expected, and what was typed stays.',
  },
  {
    name: 'console-running',
    title: 'A run under way',
    sentence:
      'Each row says what it waits for and until when; the first cause stands on top as soon as it is known.',
  },
  {
    name: 'console',
    title: 'Console',
    sentence:
      'The cause to fix first, with what was seen, who fixes it and how, above the checks that show it.',
    isMain: true,
  },
  {
    name: 'evidence',
    title: 'A check opened up',
    sentence: 'What was seen: facts, certificates, what went over the wire, and the record as it is kept.',
  },
  {
    name: 'watch',
    title: 'Watch',
    sentence:
      'While somebody changes the network the checks are repeated, and the bar turns green when it is mended.',
  },
  {
    name: 'responder',
    title: 'Responder',
    sentence: 'The port for real-time tasks, the relay, and on an asset the Responder itself.',
  },
  {
    name: 'active-directory',
    title: 'Active Directory',
    sentence: 'Domain, controllers and login, with one attempt and never a second.',
  },
  {
    name: 'syslog',
    title: 'Syslog',
    sentence: 'The receiver, and a test message only where you agree to one.',
  },
  {
    name: 'leave-out',
    title: 'A step left out',
    sentence: 'The reason stands in the report in the place of its checks.',
  },
  {
    name: 'review',
    title: 'Review',
    sentence: 'The run to be read aloud, and one message for each team that has something to fix.',
    isMain: true,
  },
  {
    name: 'bundle',
    title: 'Bundle',
    sentence: 'What goes into the zip file for the support case, and where it was saved.',
    isMain: true,
  },
  {
    name: 'history',
    title: 'History',
    sentence: 'The runs of this machine and the bundles that are open, to be read, compared and removed.',
  },
  {
    name: 'comparison',
    title: 'Comparison',
    sentence: 'What changed between two runs: causes, checks, addresses and certificates.',
  },
  {
    name: 'practice',
    title: 'Practice',
    sentence: 'Pick what shall be wrong with a small site on this machine, or be surprised.',
  },
  {
    name: 'exercise',
    title: 'An exercise',
    sentence: 'Airway keeps the cause back until you have read the checks and said yours.',
  },
  {
    name: 'verdict',
    title: 'The answer',
    sentence: 'What you read and what you missed, with the checks that tell it, and the score.',
  },
  {
    name: 'shortcuts',
    title: 'Keyboard shortcuts',
    sentence: 'A question mark lists the keys; none fires while you type, and they can be switched off.',
  },
  {
    name: 'high-contrast',
    title: 'High contrast',
    sentence: 'Chosen below the steps, or taken over from the system.',
  },
  {
    name: 'host-gone',
    title: 'The program behind the page has stopped',
    sentence: 'The page says what to do, keeps what was seen, and goes on by itself when Airway is back.',
  },
] as const satisfies readonly ShownScreen[];

/** Name of one of them. */
export type ScreenName = (typeof SHOWN_SCREENS)[number]['name'];
