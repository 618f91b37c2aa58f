import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAUSE_IDS } from '../../electron/contract/cause-ids.ts';
import { answerAsConsole } from './console-answers.ts';
import { checkFaults, PRACTICE_FAULTS, parseFaults } from './faults.ts';
import { healthyPlan } from './site-plan.ts';

const ids = PRACTICE_FAULTS.map(({ id }) => id);

const messageOf = (text: string): string => {
  const parsed = parseFaults(text);
  return parsed.ok ? `accepted: ${parsed.value.join()}` : parsed.error.message;
};

describe('PRACTICE_FAULTS', () => {
  it('names every fault once, and only causes of the catalogue', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !CAUSE_IDS.includes(id))).toEqual([]);
    expect(ids.length).toBeGreaterThanOrEqual(12);
  });

  it('says of every fault what the site does, in one sentence', () => {
    for (const { title, breaks } of PRACTICE_FAULTS) {
      expect(title).toMatch(/^[A-Z].{9,60}[^.]$/);
      expect(breaks).toMatch(/^[A-Z][^\n]{20,150}\.$/);
    }
  });

  it('changes the plan with every fault, and never the plan that it was given', () => {
    const healthy = healthyPlan(answerAsConsole);
    const before = structuredClone({ ...healthy, primary: null, alternate: null });
    for (const fault of PRACTICE_FAULTS) expect(fault.change(healthy), fault.id).not.toEqual(healthy);
    expect({ ...healthy, primary: null, alternate: null }).toEqual(before);
    expect(healthy).toEqual(healthyPlan(answerAsConsole));
  });

  it('only touches the ports that it names', () => {
    const healthy = healthyPlan(answerAsConsole);
    for (const { id, port, change } of PRACTICE_FAULTS) {
      const plan = change(healthy);
      if (port === 'primary' || port === null) expect(plan.alternate, id).toEqual(healthy.alternate);
      if (port === 'alternate' || port === null) expect(plan.primary, id).toEqual(healthy.primary);
    }
  });
});

describe('parseFaults', () => {
  it('takes names with commas between them in any case, each once, and an empty text as no fault', () => {
    expect(parseFaults(' Certificate-Expired , alternate-port-blocked,,certificate-expired ')).toEqual({
      ok: true,
      value: ['certificate-expired', 'alternate-port-blocked'],
    });
    expect(parseFaults('')).toEqual({ ok: true, value: [] });
    expect(parseFaults(' , ')).toEqual({ ok: true, value: [] });
  });

  it('takes every fault by itself', () => {
    for (const id of ids) expect(parseFaults(id)).toEqual({ ok: true, value: [id] });
  });

  it('proposes the nearest name for one that it does not know', () => {
    expect(messageOf('certificate-expire')).toBe(
      'unknown fault "certificate-expire"; the nearest is certificate-expired, and "airway practice --list" names them all',
    );
    expect(messageOf('port-close')).toContain('the nearest is port-closed,');
    expect(messageOf('tls-noanswer')).toContain('the nearest is tls-no-answer,');
    expect(parseFaults('certificate-expire')).toMatchObject({ error: { code: 'unknown-fault' } });
  });

  it('says of a cause that cannot be practised that it cannot', () => {
    expect(messageOf('packet-loss')).toBe(
      'the practice site cannot show packet-loss; "airway practice --list" names the faults that it can',
    );
  });

  it('finds the nearest name for every fault with one letter missing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.nat(), (id, at) => {
        const cut = at % id.length;
        const parsed = parseFaults(id.slice(0, cut) + id.slice(cut + 1));
        expect(parsed.ok ? '' : parsed.error.message).toContain(`the nearest is ${id},`);
      }),
    );
  });

  it('refuses two faults that cannot be had together, with the reason', () => {
    expect(messageOf('certificate-expired,tls-no-answer')).toBe(
      'certificate-expired and tls-no-answer cannot be had together: with tls-no-answer nobody can see the dates of the certificate',
    );
    expect(messageOf('certificate-expired,certificate-not-yet-valid')).toBe(
      'certificate-expired and certificate-not-yet-valid cannot be had together: both change the dates of the certificate',
    );
    expect(parseFaults('console-backend-down,api-token-rejected')).toMatchObject({
      error: { code: 'faults-exclude-each-other' },
    });
    expect(parseFaults('name-not-found,resolver-failing').ok).toBe(false);
  });

  it('lets the alternate port be blocked beside every fault that leaves the primary port open', () => {
    const excluded = ids.filter((id) => !parseFaults(`${id},alternate-port-blocked`).ok);
    expect(excluded).toEqual([
      'name-not-found',
      'resolver-failing',
      'resolver-refuses',
      'port-closed',
      'captive-portal',
    ]);
  });

  it('answers alike in whatever order two faults are named', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.constantFrom(...ids), (one, other) => {
        expect(checkFaults([one, other]).ok).toBe(checkFaults([other, one]).ok);
      }),
    );
  });

  it('never throws, and gives a short sentence for whatever it refuses', () => {
    const texts = fc.oneof(
      fc.string({ maxLength: 3000, unit: 'binary' }),
      fc.array(fc.constantFrom(...CAUSE_IDS), { maxLength: 5 }).map((some) => some.join()),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseFaults(text);
        if (parsed.ok) expect(parsed.value.every((id) => ids.includes(id))).toBe(true);
        else expect(parsed.error.message.length).toBeLessThan(300);
      }),
    );
    expect(messageOf('a'.repeat(2001))).toContain('found 2001 characters');
  });
});
