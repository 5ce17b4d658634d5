import type { KeyObject } from "node:crypto";
import { createHash, createPublicKey, verify } from "node:crypto";

import { z } from "zod";

import type { SignedFile } from "../wire/rules-bundle.ts";
import { packNoticeText } from "../wire/signed-pack.ts";
import { actorOf, approve, isAdministrator } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { Approval } from "./supervision.ts";
import type { Result } from "./terminal.ts";

/** Whose rules and catalogues this institution believes: told once, on paper or by hand. */
export interface RulesSigner {
  /** Ed25519, SPKI in base64. */
  readonly publicKey: string;
  readonly trustedAt: string;
  readonly operator: string;
}

const signerShape = z.object({ publicKey: z.string(), trustedAt: z.string(), operator: z.string() });

/** The signer that is trusted; null: none has been told yet, and nothing that is signed can be taken in. */
export function trustedSigner(ground: Ground): RulesSigner | null {
  const kept = doorStateOf(ground).readState("rules-signer", "");
  return kept === undefined ? null : signerShape.parse(kept);
}

/** Believes a signer from now on, in the place of the one before; by an administrator. */
export function trustSigner(ground: Ground, publicKey: string, approval: Approval): Result<RulesSigner> {
  const approved = approve(ground, approval, isAdministrator);
  if (!approved.ok) return approved;
  if (!isSignerKey(publicKey))
    return decline("RULES_SIGNER_UNKNOWN", "签发公钥有误，应为 Ed25519 公钥（SPKI，base64）", {});
  const trustedAt = shanghaiTime(ground.clock.nowMs());
  const signer = { publicKey, trustedAt, operator: approval.operator };
  ground.store.write(() => {
    doorStateOf(ground).keepState("rules-signer", "", signer);
    const subject = fingerprintOf(publicKey);
    const actor = actorOf(approval);
    appendAudit(ground, { at: trustedAt, action: "trustSigner", subject, actor, content: publicKey });
  });
  return accept(signer);
}

/** What people compare by eye. */
export function fingerprintOf(publicKey: string): string {
  return createHash("sha256").update(Buffer.from(publicKey, "base64")).digest("hex").slice(0, 16);
}

/** Whether a text was signed by whom we trust. */
export function checkSignature(
  ground: Ground,
  { name, text, signature }: { readonly name: string; readonly text: string; readonly signature: string },
): Result<null> {
  const signer = trustedSigner(ground);
  const key = signer === null ? null : keyOf(signer.publicKey);
  if (key === null)
    return decline("RULES_SIGNER_UNKNOWN", "本机尚未登记签发机构的公钥，请由管理员登记后再取", {
      file: name,
    });
  const isSigned = verify(null, Buffer.from(text, "utf8"), key, Buffer.from(signature, "base64"));
  if (isSigned) return accept(null);
  return decline("RULES_SIGNATURE_WRONG", `${name} 的签名不对：不是所登记的机构签发，或已被改动，未采用`, {
    file: name,
  });
}

/** Whether a file is the one that its signer has signed: the notice by its signature, the text by its hash. */
export function checkSigned(ground: Ground, { notice, text }: SignedFile): Result<null> {
  const { name, signature, sha256 } = notice;
  const signed = checkSignature(ground, { name, text: packNoticeText(notice), signature });
  if (!signed.ok) return signed;
  if (createHash("sha256").update(text, "utf8").digest("hex") === sha256) return accept(null);
  return decline("RULES_HASH_WRONG", `${name} 的内容与签发时不同，未采用，请重新下载`, { file: name });
}

/** Whether a text is a key that a signer can have. */
export function isSignerKey(publicKey: string): boolean {
  return keyOf(publicKey) !== null;
}

function keyOf(publicKey: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
    return key.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null;
  }
}
