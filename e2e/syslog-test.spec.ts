import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './airway-host.ts';

test('whoever looked at the receiver says what is there, and the conclusion follows', async ({
  page,
  airway,
}) => {
  await page.goto(airway.url);
  await page.getByRole('button', { name: 'Try the practice site' }).click();
  const dialog = page.getByRole('dialog', { name: 'Try the practice site' });
  await dialog.getByText('The receiver takes the length of a message for text', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Start practice' }).click();
  await expect(page.getByRole('button', { name: 'Check everything again' })).toBeVisible();
  await page.getByRole('button', { name: /^Syslog/ }).click();
  await page.locator('.row-button', { hasText: 'Syslog test message' }).click();
  await expect(page.getByText('the length before the message', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Review/ }).click();

  const findings = page.getByRole('region', { name: 'Findings' });
  await expect(findings.getByText('Whether the receiver separates messages correctly')).toBeVisible();
  const question = page.getByRole('region', { name: 'Did the syslog test message arrive?' });
  await expect(question.getByText(/^airway-[a-z0-9]{10}$/)).toBeVisible();
  await expect(question.getByRole('radio', { name: /Not looked yet/ })).toBeChecked();
  await question.getByText('It arrived altered').click();
  await expect(
    findings.getByRole('button', { name: 'The syslog receiver takes the length of a message for its text' }),
  ).toBeVisible();
  await expect(findings.getByText('Whether the receiver separates messages correctly')).toBeHidden();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  // The answer is kept with the run: it is there after a reload, and may be taken back.
  await page.reload();
  await expect(question.getByRole('radio', { name: /It arrived altered/ })).toBeChecked();
  await question.getByText('It arrived', { exact: true }).click();
  await expect(findings.getByText('The syslog receiver takes the length')).toBeHidden();
});

test('consent to a test message is asked for where a profile names a receiver, and is off', async ({
  page,
  airway,
}) => {
  await page.goto(airway.url);
  const consent = page.getByRole('checkbox', { name: /Send one test message/ });
  await expect(consent).toHaveCount(0);
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose profile file' }).click();
  await (await choosing).setFiles({
    name: 'site.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from(
      'schema: airway.profile/1\nname: Site\nconsole: { address: localhost }\nsyslog: { address: siem.example.com }\n',
    ),
  });
  await expect(page.getByText('Filled in from site.yaml.')).toBeVisible();
  await page.getByRole('button', { name: /^Syslog/ }).click();
  await expect(page.getByRole('textbox', { name: 'Receiver' })).toHaveValue('siem.example.com');
  await expect(consent).not.toBeChecked();
  await expect(page.getByText(/The receiver stores it like any other message/)).toBeVisible();
});
