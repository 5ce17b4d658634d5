import { closeSync, openSync, writeSync } from "node:fs";

/** A HID device that the kernel takes for a real one (linux/uhid.h). Needs /dev/uhid. */
export interface VirtualScanner {
  readonly input: (report: Uint8Array) => void;
  readonly unplug: () => void;
}

/** Kinds of message and sizes of their fields, as the header has them. */
const message = { destroy: 1, create: 11, input: 12 } as const;
const usbBus = 3;
const dataMax = 4096;

export function plugInScanner(descriptor: Uint8Array, serialNumber: string): VirtualScanner {
  const file = openSync("/dev/uhid", "r+");
  const create = Buffer.alloc(4 + 128 + 64 + 64 + 2 + 2 + 4 * 4 + dataMax);
  create.writeUInt32LE(message.create, 0);
  create.write("Counter Scanner", 4);
  create.write("guest", 132);
  create.write(serialNumber, 196);
  create.writeUInt16LE(descriptor.length, 260);
  create.writeUInt16LE(usbBus, 262);
  create.writeUInt32LE(0x1209, 264);
  create.writeUInt32LE(0x0001, 268);
  create.set(descriptor, 280);
  writeSync(file, create);
  return {
    input: (report) => {
      const input = Buffer.alloc(4 + 2 + dataMax);
      input.writeUInt32LE(message.input, 0);
      input.writeUInt16LE(report.length, 4);
      input.set(report, 6);
      writeSync(file, input);
    },
    unplug: () => {
      const destroy = Buffer.alloc(4);
      destroy.writeUInt32LE(message.destroy, 0);
      writeSync(file, destroy);
      closeSync(file);
    },
  };
}
