import { z } from 'zod';
import { type BundlePreview, bundleChoicesSchema, type PreviewPage } from './bundle-preview.ts';
import { type BundleProgress, type CheckedSealing, sealingSchema } from './bundle-saving.ts';
import { CAUSE_IDS, type CauseId } from './cause-ids.ts';
import { stepSchema } from './checks.ts';
import type { FindingChange } from './comparison/compare-findings.ts';
import {
  linkIdSchema,
  type MenuCommand,
  noticeSchema,
  type OpenedFile,
  type OpenedLink,
  type PrintedReport,
} from './desktop-words.ts';
import type { RunEnd, RunEvent, Tool } from './events.ts';
import type { Finding } from './findings.ts';
import { syslogAnswerSchema } from './outcomes/syslog-message.ts';
import { type Profile, profileSchema, type SecretReference, secretsSchema, type Vantage } from './profile.ts';
import type { Result } from './result.ts';
import { RUN_ID } from './run-id.ts';

declare const answer: unique symbol;
declare const news: unique symbol;

/** A question to the host: the input is parsed there as unknown, the answer is the host's own and typed. */
interface Invoke<I extends z.ZodType, O> {
  readonly kind: 'invoke';
  readonly input: I;
  readonly [answer]?: O;
}
/** News from the host that nobody asked for. */
interface Notify<P> {
  readonly kind: 'notify';
  readonly [news]?: P;
}

const invoke =
  <O>() =>
  <I extends z.ZodType>(input: I): Invoke<I, O> => ({ kind: 'invoke', input });
const notify = <P>(): Notify<P> => ({ kind: 'notify' });

const runId = z.string().regex(RUN_ID);
const causeId = z.enum(CAUSE_IDS as readonly [CauseId, ...CauseId[]]);

/** What the wizard needs to know of the program that serves it. */
export interface AppInfo {
  readonly tool: Tool;
  readonly host: 'desktop' | 'browser';
  readonly hostname: string;
  readonly platform: string;
  readonly locale: string;
  readonly practiceFaults: readonly { readonly id: CauseId; readonly title: string }[];
  /** A bundle that the program was started with: the wizard begins with it. */
  readonly openedRunId?: string;
}

/** A profile file as it was read: values without secrets, what is still to be asked for, and warnings in words. */
export interface ReadProfile {
  readonly profile: Profile;
  readonly warnings: readonly string[];
  readonly secretsGiven: readonly (keyof z.infer<typeof secretsSchema>)[];
  readonly secretsToAsk: readonly { readonly field: string; readonly reference: SecretReference }[];
}

/** One run that is kept on this machine. */
export interface RunSummary {
  readonly runId: string;
  readonly name: string;
  readonly startedAt: string;
  readonly vantage: Vantage;
  readonly ended: RunEnd | 'running';
  readonly isPractice: boolean;
  /** The machine that it was made from. */
  readonly hostname?: string;
  readonly durationMs?: number;
  /** What it takes on the disk. */
  readonly sizeBytes?: number;
  /** Counts the rounds of a watch; absent where somebody started the run by hand. */
  readonly watchRound?: number;
}

/** What was concluded from a run as far as it is known. */
export interface RunConclusions {
  readonly runId: string;
  readonly findings: readonly Finding[];
  /** Ids of failed checks that no finding accounts for and that are not harmless either; absent where this was not worked out. */
  readonly unexplained?: readonly string[];
}

/** A run with everything that is known of it. */
export interface RunSnapshot extends RunConclusions {
  readonly events: readonly RunEvent[];
  /** There for a run that came out of a bundle: it can be read, and nothing can be added to it. */
  readonly origin?: RunOrigin;
}

/** Where a run came from that was not made on this machine, or not kept. Every text may be of anyone's making. */
export interface RunOrigin {
  readonly fileName: string;
  readonly createdAt: string;
  /** Version of the Airway that wrote the bundle. */
  readonly version: string;
  readonly caseNumber?: string;
  readonly note?: string;
  /** There when the manifest is signed and the signature holds; whether the signer is to be trusted is for people to say. */
  readonly signer?: { readonly subject: string; readonly issuer: string; readonly fingerprint256: string };
  readonly files: readonly { readonly name: string; readonly sizeBytes: number; readonly what: string }[];
  readonly leftOut: readonly { readonly what: string; readonly why: string }[];
  /** Findings as they were recorded (`before`) that this version concludes otherwise (`after`). */
  readonly differences: readonly FindingChange[];
}

/** Largest bundle that a page hands to its host; larger ones are opened by the program itself. */
export const UPLOAD_LIMIT_BYTES = 250_000_000;
/** Bytes of one piece: as base64 it is well within what a host takes as one question. */
export const UPLOAD_PIECE_BYTES = 512 * 1024;

/** A file that the browser host offers; the page fetches it by this address. */
export interface OfferedFile {
  readonly url: string;
  readonly fileName: string;
}

/** What is said of every bundle that was written. */
interface Written {
  readonly sizeBytes: number;
  readonly files: number;
  /** SHA-256 of the file, lower-case hex: to be quoted in the case. */
  readonly sha256: string;
}

/**
 * How a bundle ended up: on disk (desktop), offered for download (browser), or not at all. The key says what its placeholders stand
 * for and stays with the customer; absent where nothing was given one.
 */
export type SavedBundle =
  | ({ readonly kind: 'saved'; readonly path: string; readonly keyPath?: string } & Written)
  | ({ readonly kind: 'download'; readonly key?: OfferedFile } & OfferedFile & Written)
  | { readonly kind: 'cancelled' };

/** What any run may be asked for, whatever its site. */
const runShape = {
  /** Absent: all of them. */
  steps: z.array(stepSchema).max(5).optional(),
  /** Steps that somebody left out, and why; the run says so in their place. */
  skipped: z
    .array(z.strictObject({ step: stepSchema, reason: z.string().trim().min(1).max(200) }))
    .max(5)
    .optional(),
  /** A run whose rows stand in for the steps that are not asked for, as far as it was of the same site a short while ago. */
  continues: runId.optional(),
  /** A round of a watch: of several in a row only the last is kept. */
  watchRound: z.int().min(1).optional(),
};

const runRequestSchema = z.union([
  z.strictObject({
    site: z.strictObject({
      profile: profileSchema,
      secrets: secretsSchema,
      /** PEM text of the site's own authority, read by the renderer from a file that the engineer chose. */
      caPem: z.string().max(1_000_000).optional(),
    }),
    ...runShape,
    /** Agrees to one test message to the syslog receiver, for this run alone. */
    sendSyslogTest: z.boolean().optional(),
  }),
  z.strictObject({
    practice: z.strictObject({ faults: z.array(causeId).max(10) }),
    ...runShape,
  }),
]);
export type RunRequest = z.infer<typeof runRequestSchema>;

/**
 * Everything that a renderer may ask of a host, and everything that it is told. One entry is one channel; the desktop host's
 * IPC, the browser host's requests and the renderer's typed API are all derived from it.
 */
export const channels = {
  'app-info': invoke<AppInfo>()(z.undefined()),
  'profile-read': invoke<Result<ReadProfile>>()(
    z.strictObject({ name: z.string().max(255), text: z.string().max(300_000) }),
  ),
  'run-start': invoke<Result<{ runId: string }>>()(runRequestSchema),
  'run-cancel': invoke<Result<null>>()(z.strictObject({ runId })),
  'run-open': invoke<Result<RunSnapshot>>()(z.strictObject({ runId })),
  'run-list': invoke<readonly RunSummary[]>()(z.undefined()),
  'syslog-answer': invoke<Result<null>>()(z.strictObject({ runId, answer: syslogAnswerSchema })),
  /** Removes a kept run from this machine for good. */
  'run-delete': invoke<Result<null>>()(z.strictObject({ runId })),
  /**
   * One piece of a bundle that the engineer chose in the page, in order; a piece at 0 begins anew. Refuses `upload-too-large`,
   * `upload-out-of-order` and `upload-failed`.
   */
  'bundle-upload': invoke<Result<null>>()(
    z.strictObject({
      atByte: z.int().min(0),
      base64: z.base64().max(Math.ceil(UPLOAD_PIECE_BYTES / 3) * 4),
    }),
  ),
  /** Opens what was uploaded; its pieces are gone afterwards. Refuses what `readBundle` refuses. */
  'bundle-open': invoke<Result<{ runId: string }>>()(z.strictObject({ fileName: z.string().max(255) })),
  'bundle-save': invoke<Result<SavedBundle>>()(
    z.strictObject({
      runId,
      caseNumber: z.string().max(60).optional(),
      note: z.string().max(4000).optional(),
      choices: bundleChoicesSchema.optional(),
      sealing: sealingSchema.optional(),
    }),
  ),
  /**
   * What the bundle would be now; every file is read for it, also those to be left out. A later question ends an earlier one, which
   * is refused `superseded`.
   */
  'bundle-preview': invoke<Result<BundlePreview>>()(
    z.strictObject({
      runId,
      caseNumber: z.string().max(60).optional(),
      note: z.string().max(4000).optional(),
      choices: bundleChoicesSchema,
    }),
  ),
  /** A page of a file of the last preview. Refuses `no-preview` and `no-file`. */
  'bundle-page': invoke<Result<PreviewPage>>()(
    z.strictObject({
      runId,
      name: z.string().max(255),
      page: z.int().min(0).max(100_000),
      view: z.enum(['whole', 'replaced']),
    }),
  ),
  /** Ends whatever is being read or written of a bundle; nothing is left of it. */
  'bundle-cancel': invoke<null>()(z.undefined()),
  /** Whether a bundle can be closed like this; refuses what `openRecipients` and `openSigner` refuse. */
  'sealing-check': invoke<Result<CheckedSealing>>()(sealingSchema),
  'link-open': invoke<Result<OpenedLink>>()(z.strictObject({ link: linkIdSchema })),
  'report-print': invoke<Result<PrintedReport>>()(z.strictObject({ runId })),
  'notice-show': invoke<Result<null>>()(noticeSchema),
  'run-events': notify<{ readonly runId: string; readonly events: readonly RunEvent[] }>(),
  'run-findings': notify<RunConclusions>(),
  'bundle-progress': notify<BundleProgress>(),
  'file-opened': notify<OpenedFile>(),
  'menu-command': notify<{ readonly command: MenuCommand }>(),
} as const;

type Channels = typeof channels;
export type InvokeChannel = {
  [C in keyof Channels]: Channels[C]['kind'] extends 'invoke' ? C : never;
}[keyof Channels];
export type NotifyChannel = Exclude<keyof Channels, InvokeChannel>;
export type ChannelInput<C extends InvokeChannel> =
  Channels[C] extends Invoke<infer I, infer _O> ? z.infer<I> : never;
export type ChannelAnswer<C extends InvokeChannel> =
  Channels[C] extends Invoke<infer _I, infer O> ? O : never;
export type ChannelNews<C extends NotifyChannel> = Channels[C] extends Notify<infer P> ? P : never;

export const INVOKE_CHANNELS = (Object.keys(channels) as (keyof Channels)[]).filter(
  (name): name is InvokeChannel => channels[name].kind === 'invoke',
);
export const NOTIFY_CHANNELS = (Object.keys(channels) as (keyof Channels)[]).filter(
  (name): name is NotifyChannel => channels[name].kind === 'notify',
);

/** What a host implements: one handler a channel. The compiler shows the one that is missing. */
export type HostHandlers = { [C in InvokeChannel]: (input: ChannelInput<C>) => Promise<ChannelAnswer<C>> };

/** What a renderer holds; only the transport behind it differs between desktop and browser. */
export interface AirwayApi {
  invoke<C extends InvokeChannel>(channel: C, input: ChannelInput<C>): Promise<ChannelAnswer<C>>;
  /** Returns the function that stops listening. */
  listen<C extends NotifyChannel>(channel: C, onNews: (news: ChannelNews<C>) => void): () => void;
  /**
   * Opens a file that was dropped onto the page from the file manager; the answer is the news `file-opened`. Only the desktop
   * host has it, and it takes a file and no path: what the page made itself has no path and is ignored.
   */
  openDropped?(file: File): void;
}
