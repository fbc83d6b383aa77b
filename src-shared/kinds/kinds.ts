/** The kinds of servers. A lint rule keeps their names out of all files but those of a kind. */
export const connectionKinds = ['alfresco', 'bridge'] as const;
export type ConnectionKind = (typeof connectionKinds)[number];
