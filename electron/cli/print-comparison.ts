import type { ChangeGroup, ChangeLine } from './comparison-words.ts';
import { printable, type Terminal, wrap } from './terminal.ts';

const STYLES: Readonly<Record<ChangeLine['mark'], 'green' | 'red' | 'yellow'>> = {
  '+': 'green',
  '-': 'red',
  '~': 'yellow',
};

/** Prints changes by their kind. What came has a plus, what went a minus, what is another a tilde; colour only repeats it. */
export function printChanges(terminal: Terminal, groups: readonly ChangeGroup[]): void {
  for (const { title, lines } of groups) {
    terminal.line();
    terminal.line(terminal.style('bold', title));
    for (const { mark, text } of lines)
      terminal.line(
        `  ${terminal.style(STYLES[mark], mark)} ${wrap(printable(text), terminal.columns, '    ')}`,
      );
  }
}
