import { expect, it } from 'vitest';
import { CHECK_TITLES, fillCheckTitle, readCheckTitle } from './check-titles.ts';

it.each([
  ['TCP to 10.0.0.5:443', 'TCP to {1}', ['10.0.0.5:443']],
  ['TCP to [fd00::5]:636 (dc1.example.com)', 'TCP to {1} ({2})', ['[fd00::5]:636', 'dc1.example.com']],
  ['TCP to port 8443', 'TCP to port {1}', ['8443']],
  ['TCP to the relay', 'TCP to the relay', []],
  [
    'Domain controllers of the site Branch, by 10.0.0.53',
    'Domain controllers of the site {1}, by {2}',
    ['Branch', '10.0.0.53'],
  ],
])('reads %s', (title, form, values) => {
  expect(readCheckTitle(title)).toEqual({ form, values });
});

it.each(CHECK_TITLES)('reads what is written by the form %s', (form) => {
  const values = ['a.example:1', 'b.example:2'].slice(0, (form.match(/\{/g) ?? []).length);
  expect(readCheckTitle(fillCheckTitle(form, values))).toEqual({ form, values });
});

it('leaves what it does not know to be shown as it is', () => {
  expect(readCheckTitle('Weather on the way')).toBeUndefined();
});

it('puts values where another language has them', () => {
  expect(fillCheckTitle('über {2} an Port {1}', ['4222', 'proxy.example'])).toBe(
    'über proxy.example an Port 4222',
  );
});
