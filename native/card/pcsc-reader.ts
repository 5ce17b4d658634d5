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

/** As much of the package `smartcard` as is used here. */
type Binding = Pick<typeof import("smartcard"), "Devices">;

export interface PcscSurroundings {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Loads the binding, which is optional at install. */
  readonly load: () => Promise<Binding>;
}

export const realPcsc: PcscSurroundings = { now: Date.now, load: async () => await import("smartcard") };

/** A card while it is in a reader. */
interface Held {
  readonly transmit: Transmit;
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
    voice.state("failed", "本机未安装 PC/SC 组件（smartcard），PC/SC 读卡器不可用；其他设备不受影响");
    return { verifyPin: noCard, close: voice.hush };
  }
  const held = new Map<string, Held>();
  const devices = new binding.Devices();
  listen(devices, { voice, held, settings });
  devices.start();
  return {
    verifyPin: async (pin) => {
      const [card] = held.values();
      if (card === undefined) return await noCard(pin);
      return await inTurn(card, async () => await checked(card, pin));
    },
    close: () => {
      voice.hush();
      devices.stop();
      held.clear();
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

interface Listening {
  readonly voice: CardVoice;
  readonly held: Map<string, Held>;
  readonly settings: PcscSettings;
}

function listen(devices: InstanceType<Binding["Devices"]>, { voice, held, settings }: Listening): void {
  const readers = new Set<string>();
  const isOurs = (name: string): boolean => settings.reader === null || settings.reader === name;
  devices.on("reader-attached", ({ name }) => {
    if (!isOurs(name)) return;
    readers.add(name);
    voice.state("ready", null);
  });
  devices.on("reader-detached", ({ name }) => {
    if (readers.delete(name) && readers.size === 0) voice.state("absent", "读卡器已拔出");
  });
  devices.on("card-inserted", ({ reader, card }) => {
    if (!isOurs(reader.name)) return;
    voice.moved("inserted");
    const one: Held = {
      transmit: async (command) => await within(card.transmit(command), settings.answerMsMax),
      busy: Promise.resolve(),
    };
    held.set(reader.name, one);
    void inTurn(one, async () => {
      await readAloud(one, voice);
    });
  });
  devices.on("card-removed", ({ reader }) => {
    const one = held.get(reader.name);
    if (one === undefined) return;
    held.delete(reader.name);
    // What was being read is said first.
    void inTurn(one, async () => {
      await Promise.resolve(voice.moved("removed"));
    });
  });
  devices.on("error", () => {
    if (readers.size === 0)
      voice.state("failed", "PC/SC 服务没有运行或没有读卡器，请检查读卡器和系统的智能卡服务");
    else voice.unreadable("卡片连接不上，请擦净芯片后重新插卡");
  });
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

async function within<T>(work: Promise<T>, msMax: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error("no answer from the card"));
  }, msMax);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
