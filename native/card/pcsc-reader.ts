import type * as Smartcard from "smartcard";

import type { StateEvent } from "../../src/scan/device-event.ts";
import type { Transmit } from "./apdu.ts";
import type { CardVoice, Emit } from "./card-events.ts";
import { cardVoice } from "./card-events.ts";
import type { PinAnswer } from "./card-pin.ts";
import { verifyPin } from "./card-pin.ts";
import { readSocialCard } from "./social-card.ts";

/** How a PC/SC reader is used. */
export interface PcscSettings {
  /** Its id in the settings of the desk. */
  readonly device: string;
  /** Name of the reader; null: every reader that is attached. A reader with a slot for a SAM has two names. */
  readonly reader: string | null;
  /** How long a card may think about one command. */
  readonly answerMsMax: number;
}

/** An open door to PC/SC. */
export interface PcscReader {
  /** Asks the card that is in the reader now. `pin` is zeros afterwards. */
  readonly verifyPin: (pin: Uint8Array) => Promise<PinAnswer>;
  readonly close: () => void;
}

/** As much of the package `smartcard` as is used here: its own watcher now and then misses that a card has gone. */
type Binding = Pick<
  typeof Smartcard,
  "Context" | "SCARD_STATE_PRESENT" | "SCARD_SHARE_SHARED" | "SCARD_PROTOCOL_T0" | "SCARD_PROTOCOL_T1"
>;

export interface PcscSurroundings {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Loads the binding, which is optional at install. */
  readonly load: () => Promise<Binding>;
}

export const realPcsc: PcscSurroundings = { now: Date.now, load: async () => await import("smartcard") };

/** Why this door is shut. */
export const pcscWords = {
  noBinding: "本机未安装 PC/SC 组件（smartcard），PC/SC 读卡器不可用；其他设备不受影响",
  noService: "系统的智能卡服务（PC/SC）没有运行，请启动后再用",
} as const;

/** How often the readers are looked at; one look takes a fraction of a millisecond. */
const lookMs = 200;

type Reader = ReturnType<InstanceType<Binding["Context"]>["listReaders"]>[number];

/** A card while it is in a reader. */
interface Held {
  /** The reader counts what is put in and taken out: another count is another card. */
  readonly count: number;
  readonly transmit: Transmit;
  readonly letGo: () => void;
  /** Done when nothing more is asked of it. */
  busy: Promise<unknown>;
}

/**
 * Opens PC/SC: each social security card that is put in is read and told. Without the binding, or without the service
 * behind it, this door stays shut and says why; nothing else is touched by that.
 */
export async function openPcsc(
  settings: PcscSettings,
  emit: Emit,
  surroundings: PcscSurroundings = realPcsc,
): Promise<PcscReader> {
  const voice = cardVoice(settings.device, emit, surroundings.now);
  voice.state("opening", null);
  const binding = await loaded(surroundings);
  if (binding === null) {
    voice.state("failed", pcscWords.noBinding);
    return { verifyPin: noCard, close: voice.hush };
  }
  const watch: Watch = { binding, voice, settings, held: new Map(), context: null, state: "opening" };
  look(watch);
  const timer = setInterval(() => {
    look(watch);
  }, lookMs);
  return {
    verifyPin: async (pin) => {
      const [card] = watch.held.values();
      if (card === undefined) return await noCard(pin);
      return await inTurn(card, async () => await checked(card, pin));
    },
    close: () => {
      clearInterval(timer);
      voice.hush();
      for (const card of watch.held.values()) card.letGo();
      watch.held.clear();
      watch.context?.close();
    },
  };
}

async function loaded({ load }: PcscSurroundings): Promise<Binding | null> {
  try {
    return await load();
  } catch {
    return null;
  }
}

async function noCard(pin: Uint8Array): Promise<PinAnswer> {
  pin.fill(0);
  return await Promise.resolve({ ok: false, triesLeft: null, reason: "读卡器中没有社会保障卡" });
}

async function checked({ transmit }: Held, pin: Uint8Array): Promise<PinAnswer> {
  try {
    return await verifyPin(transmit, pin);
  } catch {
    // What was thrown may hold the command: it is not passed on.
    return { ok: false, triesLeft: null, reason: interrupted };
  } finally {
    pin.fill(0);
  }
}

const interrupted = "读卡中断：卡被拔出或没有应答，请重新插卡";

interface Watch {
  readonly binding: Binding;
  readonly voice: CardVoice;
  readonly settings: PcscSettings;
  readonly held: Map<string, Held>;
  /** null while the service is not there. */
  context: InstanceType<Binding["Context"]> | null;
  state: StateEvent["state"];
}

/** Compares what is in the readers with what is held: a change that was missed once is seen the next time. */
function look(watch: Watch): void {
  const readers = readersOf(watch);
  const { binding, held } = watch;
  const present = new Map(readers.map((reader) => [reader.name, reader]));
  for (const [name, card] of held) {
    const reader = present.get(name);
    const isSame = reader !== undefined && (reader.state & binding.SCARD_STATE_PRESENT) !== 0;
    if (!isSame || countOf(reader) !== card.count) takenOut(watch, name, card);
  }
  for (const reader of readers) {
    const isIn = (reader.state & binding.SCARD_STATE_PRESENT) !== 0;
    if (isIn && !held.has(reader.name)) putIn(watch, reader);
  }
}

/** The readers that count here, and the state of the door as they show it. */
function readersOf(watch: Watch): readonly Reader[] {
  const { binding, settings } = watch;
  try {
    watch.context ??= new binding.Context();
    const all = watch.context.listReaders();
    const ours = all.filter(({ name }) => settings.reader === null || settings.reader === name);
    if (ours.length > 0) change(watch, "ready", null);
    else change(watch, "absent", "没有找到 PC/SC 读卡器，请检查连接");
    return ours;
  } catch {
    watch.context?.close();
    watch.context = null;
    change(watch, "failed", pcscWords.noService);
    return [];
  }
}

function change(watch: Watch, state: Watch["state"], reason: string | null): void {
  if (watch.state === state) return;
  watch.state = state;
  watch.voice.state(state, reason);
}

/** The upper half of the state of a reader. */
function countOf({ state }: Reader): number {
  return state >>> 16;
}

function putIn({ binding, voice, held, settings }: Watch, reader: Reader): void {
  voice.moved("inserted");
  const protocols = binding.SCARD_PROTOCOL_T0 | binding.SCARD_PROTOCOL_T1;
  // A context answers one call at a time: with one of its own a card that thinks does not keep the watch waiting.
  const own = new binding.Context();
  const connecting = connect(
    own,
    reader.name,
    async (one) => await one.connect(binding.SCARD_SHARE_SHARED, protocols),
  );
  // Letting go of a card that still owes an answer would keep this whole process waiting for it.
  let owed: Promise<unknown> = connecting.catch(() => undefined);
  let isMute = false;
  const patiently = async <T>(work: Promise<T>): Promise<T> => {
    owed = work.catch(() => undefined);
    return await within(work, settings.answerMsMax, () => {
      isMute = true;
    });
  };
  const card: Held = {
    count: countOf(reader),
    transmit: async (command) => {
      if (isMute) throw new Error("the card has stopped answering");
      const connected = await patiently(connecting);
      return await patiently(connected.transmit(command));
    },
    letGo: () => {
      letGo(own, owed, connecting).catch(() => undefined);
    },
    busy: Promise.resolve(),
  };
  held.set(reader.name, card);
  inTurn(card, async () => {
    await readAloud(card, voice);
  }).catch(() => undefined);
}

async function connect<T>(
  context: InstanceType<Binding["Context"]>,
  name: string,
  to: (reader: Reader) => Promise<T>,
): Promise<T> {
  const reader = context.listReaders().find((one) => one.name === name);
  if (reader === undefined) throw new Error("the reader has gone");
  return await to(reader);
}

async function letGo(
  own: InstanceType<Binding["Context"]>,
  owed: Promise<unknown>,
  connecting: Promise<{ readonly disconnect: () => void }>,
): Promise<void> {
  await owed;
  try {
    (await connecting).disconnect();
  } catch {
    // It is out already, or was never reached.
  }
  own.close();
}

function takenOut({ voice, held }: Watch, name: string, card: Held): void {
  held.delete(name);
  // What was being read is said first.
  inTurn(card, async () => {
    card.letGo();
    await Promise.resolve(voice.moved("removed"));
  }).catch(() => undefined);
}

async function readAloud({ transmit }: Held, voice: CardVoice): Promise<void> {
  try {
    voice.read(await readSocialCard(transmit));
  } catch {
    voice.unreadable(interrupted);
  }
}

/** One thing after the other: a card has one channel. */
async function inTurn<T>(card: Held, work: () => Promise<T>): Promise<T> {
  const mine = card.busy.then(work);
  card.busy = mine.catch(() => undefined);
  return await mine;
}

async function within<T>(work: Promise<T>, msMax: number, whenLate: () => void): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    whenLate();
    reject(new Error("no answer from the card"));
  }, msMax);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
