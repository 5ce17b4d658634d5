import { createHmac } from "node:crypto";

import { present } from "../base/assert.ts";
import { StoreError } from "../store/store-error.ts";
import { deriveKey, openSealer } from "./sealer.ts";

/** Seals what waits to be sent, by keys of its own: it opens without the data key. */
export interface OutboxSeal {
  /** Which key seals now. */
  readonly generation: number;
  readonly seal: (msgid: string, text: string) => Buffer;
  /** @throws StoreError DAMAGED when the bytes are not what was sealed */
  readonly open: (msgid: string, sealed: Buffer) => string;
  /** What stays of an answered payload: enough to recognise it, too little to guess it. */
  readonly digest: (msgid: string, text: string) => Buffer;
}

export function openOutboxSeal(outboxKeys: readonly Buffer[]): OutboxSeal {
  const { generation, seal, open } = openSealer(outboxKeys.map((key) => deriveKey(key, "outbox")));
  const digesting = deriveKey(present(outboxKeys[0], "outbox key"), "outbox digest");
  return {
    generation,
    seal: (msgid, text) => seal(`outbox\n${msgid}`, text),
    open: (msgid, sealed) => {
      try {
        return open(`outbox\n${msgid}`, sealed);
      } catch {
        throw new StoreError("DAMAGED", "待发报文打不开：outbox.key 不符或已损坏");
      }
    },
    digest: (msgid, text) => createHmac("sha256", digesting).update(`${msgid}\n${text}`).digest(),
  };
}
