import type { Owner } from '../../contract/findings.ts';
import type { Asked } from './asked.ts';

/** One row before it is cut into cells, by the names of columns; what is not known is left out. */
export type RowFields = Readonly<Record<string, string | undefined>>;

/** Columns of a network team: what is done to which flow. */
const FLOW_COLUMNS = [
  'Action',
  'Source',
  'Source address',
  'Destination',
  'Destination address',
  'Protocol',
  'Port',
  'Direction',
  'Reason',
  'Evidence',
  'Observed (UTC)',
] as const;

/** Columns of a proxy team. */
const PROXY_COLUMNS = [
  'Rule',
  'Proxy',
  'Source',
  'Source address',
  'Destination',
  'Port',
  'Reason',
  'Evidence',
  'Observed (UTC)',
] as const;

/** Columns of everybody who administers something. */
const SETTING_COLUMNS = ['Change', 'Where', 'Wanted', 'Reason', 'Evidence', 'Observed (UTC)'] as const;

/** The kind of row that an owner acts on. */
export function kindFor(owner: Owner): Asked['kind'] {
  if (owner === 'network-team') return 'flow';
  return owner === 'proxy-team' ? 'proxy-rule' : 'setting';
}

const COLUMNS: Readonly<Record<Asked['kind'], readonly string[]>> = {
  flow: FLOW_COLUMNS,
  'proxy-rule': PROXY_COLUMNS,
  setting: SETTING_COLUMNS,
};

/** The columns of an owner; the same for each finding, so that all of them fit into one table. */
export const columnsFor = (owner: Owner): readonly string[] => COLUMNS[kindFor(owner)];

/** What a form for an owner is called, before the name of the site. */
export const TITLES: Readonly<Record<Owner, string>> = {
  'network-team': 'Network change request',
  'proxy-team': 'Proxy rule request',
  'console-administrator': 'Change request for the AIR Console',
  'directory-administrator': 'Change request for Active Directory',
  'siem-team': 'Change request for the syslog receiver',
  'dns-administrator': 'DNS change request',
  'asset-owner': 'Change request for this machine',
  engineer: 'To do',
};
