import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChainWords } from '../../../electron/contract/pictures/chain-picture.ts';
import type { LatencyWords } from '../../../electron/contract/pictures/latency-picture.ts';
import type { PictureStatus } from '../../../electron/contract/pictures/picture.ts';
import type { TimelineWords } from '../../../electron/contract/pictures/run-timeline.ts';
import type { SiteMapWords } from '../../../electron/contract/pictures/site-map.ts';
import type { Vantage } from '../../../electron/contract/profile.ts';
import { useFormat } from '../use-format.ts';
import { useSubject } from '../use-subject.ts';

/** What the pictures say, in the language of the page. */
export interface PictureWords {
  map(vantage: Vantage): SiteMapWords;
  readonly timeline: TimelineWords;
  readonly chain: ChainWords;
  /** The times of rounds, of attempts or of earlier runs. */
  latency(kind: 'rounds' | 'attempts' | 'runs'): LatencyWords;
}

/** The words of all pictures; the same object until the language changes, so that a picture is made once. */
export function usePictureWords(): PictureWords {
  const { t } = useTranslation();
  const format = useFormat();
  const subject = useSubject();
  return useMemo(() => {
    const status = (value: PictureStatus) =>
      value === 'harmless' ? t('pictures.harmless') : t(`status.${value}`);
    return {
      map: (vantage) => ({
        title: t('pictures.map.title'),
        description: (working, tried, failed) =>
          [
            t('pictures.map.working', { count: tried, working: format.number(working) }),
            failed.length === 0 ? '' : t('pictures.map.failed', { names: failed.join('; ') }),
          ]
            .filter((sentence) => sentence !== '')
            .join(' '),
        here: t(`pictures.map.here.${vantage}`),
        group: (id) => t(`pictures.map.group.${id}`),
        status,
        portsFailed: (troubled, ports) =>
          t('pictures.map.ports-failed', { count: ports, troubled: format.number(troubled) }),
        more: (count) => t('pictures.more', { count }),
        columns: {
          place: t('pictures.map.place'),
          result: t('pictures.result'),
          seen: t('pictures.map.seen'),
        },
      }),
      timeline: {
        title: t('pictures.timeline.title'),
        description: (checks, length, late) =>
          [
            t('pictures.timeline.what', { count: checks, length }),
            late === 0 ? t('pictures.timeline.none-late') : t('pictures.timeline.late', { count: late }),
          ].join(' '),
        subject,
        status,
        layer: (layer) => t(`layer.${layer}`),
        duration: (ms) => format.duration(ms),
        more: (count) => t('pictures.more', { count }),
        deadline: t('pictures.timeline.deadline'),
        columns: {
          check: t('pictures.check'),
          result: t('pictures.result'),
          start: t('pictures.timeline.start'),
          time: t('pictures.timeline.time'),
        },
      },
      chain: {
        title: t('pictures.chain.title'),
        description: (sent, faults) =>
          t('pictures.chain.what', {
            count: sent,
            faults: faults.length === 0 ? t('pictures.chain.no-faults') : faults.join(', '),
          }),
        role: (role) => t(`pictures.chain.role.${role}`),
        fault: (fault) => t(`fault.${fault}`),
        issuedBy: (issuer) => t('pictures.chain.issued-by', { issuer }),
        notSent: (isTrusted) =>
          isTrusted ? t('pictures.chain.root-trusted') : t('pictures.chain.root-unknown'),
        missing: t('pictures.chain.missing'),
        itself: t('chain.itself'),
        day: (iso) => format.day(iso),
        now: t('pictures.chain.now'),
        columns: {
          certificate: t('chain.subject'),
          issuer: t('chain.issuer'),
          valid: t('chain.valid'),
          wrong: t('pictures.chain.wrong'),
        },
      },
      latency: (kind) => ({
        title: t(`pictures.latency.title.${kind}`),
        description: (_series, rounds) => t(`pictures.latency.what.${kind}`, { count: rounds }),
        status,
        duration: (ms) => format.duration(ms),
        more: (count) => t('pictures.more', { count }),
        columns: { check: t('pictures.check') },
      }),
    };
  }, [t, format, subject]);
}
