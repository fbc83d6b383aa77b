import manifest from '../../package.json' with { type: 'json' };

/** Ferry's own version, as its package says. */
export const ownVersion: string = manifest.version;
