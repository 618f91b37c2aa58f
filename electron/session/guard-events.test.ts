import { expect, it } from 'vitest';
import { eventsOf, sampleReport } from '../bundle/testing/sample-report.ts';
import { eventGuard } from './guard-events.ts';

it('takes given secrets out of an event, and those that an answer tells of, and nothing else', () => {
  const guard = eventGuard(['hunter2-Sommer']);
  for (const event of eventsOf(sampleReport())) {
    expect(guard(event)).toBe(event);
    if (event.type !== 'check-finished') continue;
    const said = 'dc1.example.com said: hunter2-Sommer, token=Zq7Wv9Kx3Lm5, data 52e';
    expect(guard({ ...event, reason: said })).toMatchObject({
      id: event.id,
      reason: 'dc1.example.com said: [secret], token=[secret], data 52e',
    });
  }
});
