import type { HistoryQuery, Ports } from './ports.ts';

/** What servers are called now, for searches and their answers: jobs know their ids only. */
export const serverNames = ({ config }: Pick<Ports, 'config'>): HistoryQuery['servers'] =>
  config.connections().map(({ id, name }) => ({ id, name }));
