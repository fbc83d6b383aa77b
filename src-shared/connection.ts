import { z } from 'zod';
import { authoritySchema } from './certificate.ts';
import { failureSchema } from './failures/failure.ts';
import { keepRuleSchema } from './history/keeping.ts';
import { connectionKindSchema } from './kinds/kind-table.ts';
import { phraseSchema } from './language/words.ts';
import { savePathTemplateSchema, rateLimitSchema } from './settings.ts';

/** The way to a server over a proxy, or around one; without it, what the system says holds. */
export const proxySchema = z.discriminatedUnion('use', [
  /** Directly, whatever the system says. */
  z.object({ use: z.literal('none') }),
  /** This one, for every address. */
  z.object({
    use: z.literal('own'),
    /** Scheme, host and port: `http://proxy.example.com:8080`. */
    url: z.url({ protocol: /^https?$/ }).max(300),
    /** The user name; empty where none is used. The password is kept with the other secrets. */
    user: z.string().max(200),
  }),
]);
export type ConnectionProxy = z.infer<typeof proxySchema>;

/** How a server is signed in to; without it, by user name and password, or by a token. */
export const signInSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('password') }),
  /** At the company's OpenID Connect provider, in a browser. */
  z.object({
    by: z.literal('oidc'),
    issuer: z.url({ protocol: /^https?$/ }).max(2000),
    clientId: z.string().min(1).max(300),
    /** With blanks between them; empty for what the provider offers. */
    scope: z.string().max(1000),
    audience: z.string().max(1000).optional(),
    /** The one redirect address that an administrator registered; else 127.0.0.1 at a free port. */
    redirect: z
      .url({ protocol: /^http$/ })
      .max(300)
      .optional(),
  }),
]);
export type SignIn = z.infer<typeof signInSchema>;

/** Where a secret is kept: in the system's keychain, in the encrypted file in its place, or until Ferry ends. */
export const keptInSchema = z.enum(['keychain', 'file', 'run']);
export type KeptIn = z.infer<typeof keptInSchema>;

/** A server with an account on it. Its secret is kept elsewhere, under the id and the origin. */
export const connectionSchema = z.object({
  id: z.string().min(1).max(64),
  kind: connectionKindSchema,
  /** What the user calls it. */
  name: z.string().min(1).max(120),
  /** The same as a phrase, where Ferry gave it the name; `name` is what it was said as then. */
  ownName: z.optional(phraseSchema),
  /** The server's root as Ferry understood it, without a trailing slash: `https://records.example.com/alfresco`. */
  baseUrl: z.url().max(2000),
  /** Alfresco: the tenant's path segment, normally `-default-`. */
  tenant: z.string().min(1).max(120).default('-default-'),
  /** The account; empty where a token alone says who it is. */
  user: z.string().max(200).default(''),
  /** Milliseconds since 1970. */
  createdAt: z.number().nonnegative(),
  /** What is other for this connection than the settings say. */
  own: z
    .object({
      /** The most bytes a second over its downloads; the limit for all holds as well. */
      rateLimit: z.nullable(rateLimitSchema).default(null),
      /** Files fetched at once; null as the settings say. */
      transferSlots: z.number().int().min(1).max(20).nullable().default(null),
      /** Preparations asked at once; null as the settings say. */
      preparationSlots: z.number().int().min(1).max(20).nullable().default(null),
      /** Null as the settings say. */
      filing: z.nullable(savePathTemplateSchema).default(null),
      /** How much of its history is kept; null for all. */
      keep: z.nullable(keepRuleSchema).default(null),
    })
    .optional(),
  signIn: z.optional(signInSchema),
  proxy: z.optional(proxySchema),
  /** Trusted for this server besides those that the system trusts. */
  authorities: z.array(authoritySchema).max(200).optional(),
  /** Shows the server which computer this is: a file with certificate and key, an absolute path. */
  clientCertificate: z.object({ file: z.string().min(1).max(4000) }).optional(),
  /** What the user calls kinds of exports, by the server's own names for them. */
  exportNames: z.record(z.string().max(200), z.string().min(1).max(120)).optional(),
  /** Where its API was found at the last look, if that isn't its usual place under `baseUrl`. */
  apiRoot: z.url().max(2000).optional(),
  /** The most bytes that the server packs at once, as it said when it was asked for more. */
  packLimit: z.number().positive().optional(),
  /** The server refused the password that is kept: it isn't sent again by itself, not in the next run either. */
  refused: z.boolean().optional(),
  /** The user removed it but kept its jobs: not shown, and taken up again when the same server and user are added. */
  removed: z.boolean().optional(),
});
export type Connection = z.infer<typeof connectionSchema>;

/** The demo server's connection has this id in every run, wherever it listens. */
export const demoId = 'demo';

/** What a successful probe found out about a server. */
export const serverInfoSchema = z.object({
  /** The account that the server knows us as. */
  account: z.string().max(200),
  /** Words like `Alfresco 7.4.0 (Community)`; null where the server doesn't tell. */
  version: z.string().max(200).nullable(),
  /** Where its API is, if that isn't its usual place under the connection's address. */
  apiRoot: z.url().max(2000).optional(),
});
export type ServerInfo = z.infer<typeof serverInfoSchema>;

/** How a connection is doing. The machine in `connection-machine.ts` alone moves it. */
export const connectionStateSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('unknown') }),
  z.object({ is: z.literal('ok'), info: serverInfoSchema }),
  z.object({ is: z.literal('needsSignIn'), failure: failureSchema, since: z.number() }),
  z.object({
    is: z.literal('unreachable'),
    failure: failureSchema,
    since: z.number(),
    tries: z.number().int(),
    /** When Ferry looks again by itself, milliseconds since 1970. */
    probeAt: z.number(),
  }),
  z.object({ is: z.literal('untrusted'), failure: failureSchema, since: z.number() }),
  z.object({ is: z.literal('unsupported'), failure: failureSchema, since: z.number() }),
]);
export type ConnectionState = z.infer<typeof connectionStateSchema>;

/** The origin that secrets are bound to: scheme, host and port. */
export function originOf(connection: Pick<Connection, 'baseUrl'>): string {
  return new URL(connection.baseUrl).origin;
}
