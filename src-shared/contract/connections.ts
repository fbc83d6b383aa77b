import { z } from 'zod';
import { authoritySchema, certificateFactsSchema } from '../certificate.ts';
import {
  connectionSchema,
  connectionStateSchema,
  keptInSchema,
  proxySchema,
  serverInfoSchema,
  signInSchema,
} from '../connection.ts';
import { failureSchema } from '../failures/failure.ts';
import { connectionKindSchema } from '../kinds/kind-table.ts';
import { wordsSchema } from '../language/words.ts';
import { everyone, id, nothing } from './parts.ts';

/** A server with how it is, as screens show it. */
export const connectionViewSchema = connectionSchema.extend({
  state: connectionStateSchema,
  /** Without the certificates themselves, which no screen needs. */
  authorities: z.array(certificateFactsSchema).optional(),
  /** Where its secret is kept; `sealed`: in an encrypted file that can't be opened; `unknown`: nobody has answered yet. */
  secret: z.enum([...keptInSchema.options, 'absent', 'locked', 'sealed', 'unavailable', 'unknown']),
  /** Jobs of it that aren't final. */
  openJobs: z.number().int(),
  /** It belongs to the demo server that this run started. */
  demo: z.boolean(),
});
export type ConnectionView = z.infer<typeof connectionViewSchema>;

/** The calls about servers. */
export const connectionCalls = {
  'connections.list': {
    roles: everyone,
    input: nothing,
    output: z.object({ connections: z.array(connectionViewSchema) }),
  },
  /** What Ferry makes of a pasted address, before anything is saved or sent. */
  'connections.understand': {
    roles: everyone,
    input: z.object({ kind: connectionKindSchema, address: z.string().max(4000) }),
    output: z.object({ baseUrl: z.string(), tenant: z.string(), suggestedName: z.string() }),
  },
  /** Adds or changes one. A changed origin erases its secret. */
  'connections.save': {
    roles: everyone,
    input: z.object({
      id: id.optional(),
      kind: connectionKindSchema,
      name: z.string().trim().min(1).max(120),
      address: z.string().max(4000),
      tenant: z.string().max(120).optional(),
      user: z.string().trim().max(200),
      // What isn't named stays as it is; null goes back to what the system has.
      signIn: signInSchema.optional(),
      proxy: proxySchema.nullable().optional(),
      authorities: z.array(authoritySchema).max(200).optional(),
      clientCertificate: z
        .object({ file: z.string().min(1).max(4000) })
        .nullable()
        .optional(),
    }),
    output: z.object({ connection: connectionViewSchema }),
  },
  /** What is other for this connection than the settings say. */
  'connections.configure': {
    roles: everyone,
    input: z.object({ id, own: connectionSchema.shape.own.unwrap() }),
    output: z.object({ connection: connectionViewSchema }),
  },
  /** What the user calls a kind of export; empty takes that back. */
  'connections.nameExport': {
    roles: everyone,
    input: z.object({
      id,
      downloadType: z.string().trim().min(1).max(200),
      name: z.string().trim().max(120),
    }),
    output: z.object({ connection: connectionViewSchema }),
  },
  /** The authorities in a file that the user chose: PEM or DER, as Base64. */
  'connections.readAuthorities': {
    roles: everyone,
    input: z.object({ file: z.string().max(1_500_000) }),
    output: z.object({ authorities: z.array(authoritySchema) }),
  },
  /** Looks for the company's sign-in of an address, without any password; what is found is to be shown before it is used. */
  'connections.findSignIn': {
    roles: everyone,
    input: z.object({
      kind: connectionKindSchema,
      address: z.string().max(4000),
      proxy: proxySchema.nullable().optional(),
      authorities: z.array(authoritySchema).max(200).optional(),
      /** A server that is saved: its own ways are taken where none are named. */
      id: id.optional(),
    }),
    output: z.object({
      offer: z
        .object({
          issuer: z.string(),
          clientId: z.string(),
          scope: z.string(),
          audience: z.string().optional(),
          canDevice: z.boolean(),
          foundBy: z.enum(['workspace', 'repository', 'usualPlace']),
        })
        .nullable(),
      /** Why the server couldn't be asked; null where it could. */
      failure: failureSchema.nullable(),
    }),
  },
  /** Begins the company's sign-in; one that is open for the server ends. */
  'connections.beginSignIn': {
    roles: everyone,
    input: z.object({ id, way: z.enum(['browser', 'device']) }),
    output: z.object({
      /** Where to sign in, and whose page that is. */
      address: z.string(),
      host: z.string(),
      /** When it ends, milliseconds since 1970. */
      until: z.number(),
      device: z.object({ code: z.string(), address: z.string() }).nullable(),
    }),
  },
  /** Opens the page of the sign-in that is open, and no other, in the system's browser. */
  'connections.showSignIn': { roles: everyone, input: z.object({ id }), output: nothing },
  /** Resolves once the user has signed in. */
  'connections.awaitSignIn': {
    roles: everyone,
    input: z.object({ id }),
    output: z.object({ kept: keptInSchema }),
  },
  'connections.cancelSignIn': { roles: everyone, input: z.object({ id }), output: nothing },
  /**
   * Opens a server's own page in the system's browser, or that of what a job asked it for. `isOpen` false: the host has no
   * way to, and the screen may.
   */
  'connections.openPage': {
    roles: everyone,
    input: z.object({ id, jobId: id.nullable() }),
    output: z.object({ address: z.string(), isOpen: z.boolean() }),
  },
  /** Write-only. */
  'connections.setSecret': {
    roles: everyone,
    input: z.object({
      id,
      secret: z.string().min(1).max(10_000),
      /** What it is for; signing in to the server if left out. */
      role: z.enum(['password', 'proxy', 'clientKey']).optional(),
    }),
    output: z.object({ kept: keptInSchema }),
  },
  /** Looks at the server now: who am I, which version. */
  'connections.test': {
    roles: everyone,
    input: z.object({ id }),
    output: z.object({ info: serverInfoSchema }),
  },
  /** Removes a connection; its open jobs are cancelled or kept as they are (they wait until it is added again). */
  'connections.remove': {
    roles: everyone,
    input: z.object({ id, jobs: z.enum(['cancel', 'keep']) }),
    output: nothing,
  },
  /** Starts the demo server (once a run) and adds its connection with its public password. */
  'connections.addDemo': {
    roles: everyone,
    input: nothing,
    output: z.object({
      connection: connectionViewSchema,
      /** Things to ask for, biggest first. */
      examples: z.array(z.object({ id: z.string(), name: z.string(), about: wordsSchema })),
    }),
  },
} as const;
