import { createHash } from "node:crypto";

import type { Fault } from "../base/faults.ts";
import type { PackBook, SourceFile } from "../rules/pack-book.ts";
import { loadPacks } from "../rules/pack-book.ts";
import { parseSupplement } from "../rules/parse-pack.ts";
import type { PackRow } from "../store/packs.ts";
import { actorOf, approve, isSupervising } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import { keepFile } from "./books.ts";
import { shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import { trustedSigner } from "./rules-signer.ts";
import type { NewRules, RuleFile, Supervised, UsedFile } from "./supervision.ts";
import type { Actor, Result } from "./terminal.ts";

/** A bound on what is read as a pack: the longest shipped one is a tenth of it. */
const fileCharactersMax = 1024 * 1024;

/** Which rules the next preview settles by. What was settled before keeps its own, found by their hash. */
export function rulesVerbs(ground: Ground): Pick<Supervised, "rulesInUse" | "takeIntoUse"> {
  return {
    rulesInUse: () => rulesInUse(ground),
    takeIntoUse: (rules) => takeIntoUse(ground, rules),
  };
}

function rulesInUse({ store, books }: Ground): readonly UsedFile[] {
  const compiled = new Map(books.current.packs.map((pack) => [pack.sha256, pack]));
  return store.packs.inUse().map(({ kind, name, sha256, text, received_at: receivedAt }) => {
    const pack = compiled.get(sha256);
    const id = pack?.id ?? supplementId(text) ?? name;
    return { kind, id, name, from: pack?.from ?? null, to: pack?.to ?? null, sha256, receivedAt };
  });
}

function supplementId(text: string): string | null {
  const parsed = parseSupplement(text);
  return parsed.ok ? parsed.value.id : null;
}

/** The packs and the supplement that would be in use. */
export interface Chosen {
  readonly packs: readonly SourceFile[];
  readonly supplement: SourceFile | null;
}

function takeIntoUse(ground: Ground, rules: NewRules): Result<readonly UsedFile[]> {
  const approved = approve(ground, rules.approval, isSupervising);
  if (!approved.ok) return approved;
  const unsigned = unsignedPack(ground, rules);
  if (unsigned !== null) return unsigned;
  const written = ground.store.write((): Result<null> => {
    const chosen = chooseRules(ground, rules);
    if (chosen.ok) putInUse(ground, chosen.value, { action: "takeIntoUse", actor: actorOf(rules.approval) });
    return chosen.ok ? accept(null) : chosen;
  });
  if (!written.ok) return written;
  ground.books.reload();
  return accept(rulesInUse(ground));
}

/**
 * Where somebody is trusted to sign the rules, no pack comes in beside their signature: what the books hold was signed,
 * or came with the program. A supplement is the institution's own.
 */
function unsignedPack(ground: Ground, { files }: NewRules): ReturnType<typeof decline> | null {
  if (trustedSigner(ground) === null) return null;
  const unknown = files.find((file) => ground.store.packs.bySha256(sourceOf(file).sha256) === undefined);
  if (unknown === undefined) return null;
  const words = "已登记政策签发人，未经签发的政策包不能直接启用；请导入签发的政策文件";
  return decline("RULES_SIGNATURE_WRONG", words, { file: unknown.name });
}

/** Writes which files are in use from now on. Call inside `store.write`, and reload the books after it. */
export function putInUse(
  ground: Ground,
  { packs, supplement }: Chosen,
  { action, actor }: { readonly action: string; readonly actor: Actor },
): void {
  const { store, clock } = ground;
  const at = shanghaiTime(clock.nowMs());
  const before = store.packs.inUse();
  for (const { sha256 } of before) store.packs.setInUse(sha256, false);
  for (const file of packs) keepFile(store, "pack", file, at);
  if (supplement !== null) keepFile(store, "supplement", supplement, at);
  const subject = [...packs, ...(supplement === null ? [] : [supplement])]
    .filter((file) => !before.some((row) => row.sha256 === file.sha256))
    .map((file) => file.name)
    .join(" ")
    .slice(0, 500);
  const content = store.packs.inUse().map((row) => row.sha256);
  appendAudit(ground, { at, action, subject, actor, content: content.join(" ") });
}

/** New files beside those in use, each in the place of the pack with its plan and first day; all of it must load. */
export function chooseRules(
  { store, books }: Ground,
  { files, supplement }: Pick<NewRules, "files" | "supplement">,
): Result<Chosen> {
  const tooLong = [...files, ...(typeof supplement === "string" ? [] : [supplement])].find(
    (file) => file.text.length > fileCharactersMax,
  );
  if (tooLong !== undefined)
    return invalid([{ file: tooLong.name, path: "", value: "", reason: "文件过大" }]);
  const added = files.map(sourceOf);
  const read = load({ packs: added, supplement: null });
  if (!read.ok) return read;
  const replaced = new Set(read.value.packs.map((pack) => pack.id));
  const rows = store.packs.inUse();
  const stays = new Set(books.current.packs.filter(({ id }) => !replaced.has(id)).map((pack) => pack.sha256));
  const kept = rows.filter((row) => row.kind === "pack" && stays.has(row.sha256));
  const chosen = { packs: [...kept, ...added], supplement: supplementOf(rows, supplement) };
  const whole = load(chosen);
  return whole.ok ? accept(chosen) : whole;
}

function supplementOf(rows: readonly PackRow[], asked: NewRules["supplement"]): SourceFile | null {
  if (asked === "none") return null;
  if (asked === "keep") return rows.find((row) => row.kind === "supplement") ?? null;
  return sourceOf(asked);
}

function load({ packs, supplement }: Chosen): Result<PackBook> {
  const loaded = loadPacks(packs, supplement);
  return loaded.ok ? accept(loaded.book) : invalid(loaded.faults);
}

function invalid(faults: readonly (Fault & { readonly file: string })[]): Result<never> {
  const [first] = faults;
  const where = first === undefined ? "" : `：${first.file} ${first.path} ${first.reason}`;
  return decline("PACK_INVALID", `政策文件有误，未启用${where}`, { faults });
}

function sourceOf({ name, text }: RuleFile): SourceFile {
  return { name, text, sha256: createHash("sha256").update(text).digest("hex") };
}
